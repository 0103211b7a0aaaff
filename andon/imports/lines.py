"""The physical lines of a file, each with its number and where it stands, never more than one in memory.

A line that is longer than any row may be is skipped to its end and said to be too long.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_ROW_BYTES = 256 * 1024
"""Of one row. The longest texts of a case with a dozen notes have some 50 kB."""

BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class BadFile(Exception):
    """The file as a whole cannot be read; the message says what to do about it."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where to read on: a byte offset, and the number of the line that begins there, from 1."""

    offset: int = 0
    line: int = 1


@dataclass(frozen=True, kw_only=True)
class Line:
    """`text` has its line end. Bytes that are no UTF-8 are in it as lone surrogates: see `is_text`."""

    at: Place
    after: Place
    text: str
    too_long: bool = False


def first_place(file: BinaryIO) -> Place:
    """Behind a byte order mark. Raises BadFile for UTF-16."""
    file.seek(0)
    head = file.read(3)
    if head[:2] in UTF_16:
        raise BadFile("The file is UTF-16: save it as UTF-8 (in Excel: CSV UTF-8).")
    return Place(offset=len(BOM) if head == BOM else 0)


def lines(file: BinaryIO, start: Place) -> Iterator[Line]:
    file.seek(start.offset)
    at = start
    while raw := file.readline(MOST_ROW_BYTES + 1):
        size, too_long = len(raw), len(raw) > MOST_ROW_BYTES
        while too_long and not raw.endswith(b"\n"):
            raw = file.readline(MOST_ROW_BYTES)
            if not raw:
                break
            size += len(raw)
        after = Place(offset=at.offset + size, line=at.line + 1)
        text = "" if too_long else raw.decode("utf-8", "surrogateescape")
        yield Line(at=at, after=after, text=text, too_long=too_long)
        at = after


def is_text(text: str) -> bool:
    """Whether it was UTF-8 all through."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
