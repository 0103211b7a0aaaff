"""Rows of a CSV or JSON lines file, each with the line it begins on: read as they are needed, whatever the size.

A row that cannot be read is a row with a problem, and the reading goes on with the line after its first one: a
quote that is never closed costs one row, not the rest of the file.
"""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO, TypeAlias

from andon.imports.header import REFUSED, columns_of, delimiter_of
from andon.imports.lines import MOST_ROW_BYTES, BadFile, Line, Place, first_place, is_text, lines

Told: TypeAlias = dict[str, Any]

NOT_UTF_8 = "is not UTF-8: save the file as UTF-8"
TOO_LONG = f"is longer than {MOST_ROW_BYTES // 1024} kB"


@dataclass(frozen=True, kw_only=True)
class Record:
    """`line` is the one it begins on, `after` where the next begins. `told` is None where there is a `problem`;
    `raw` is the text as it stood, for the file that is to be mended."""

    line: int
    after: Place
    raw: str
    told: Told | None = None
    problem: str = ""


class CsvRows:
    """Raises BadFile for a header that cannot be worked with."""

    def __init__(self, file: BinaryIO) -> None:
        csv.field_size_limit(MOST_ROW_BYTES)
        self._file = file
        first = next(lines(file, first_place(file)), None)
        if first is None or first.too_long or not is_text(first.text):
            raise BadFile("The file has no first line of UTF-8 text that names the columns.")
        self.delimiter = delimiter_of(first.text)
        self.columns = columns_of(first.text, self.delimiter)
        self.start = first.after

    def read(self, start: Place) -> Iterator[Record]:
        at = start
        while (record := self._next(at)) is not None:
            at = record.after
            if record.problem or record.told:
                yield record

    def _next(self, start: Place) -> Record | None:
        taken: list[Line] = []
        try:
            reader = csv.reader(_fed(self._file, start, taken), delimiter=self.delimiter, strict=True)
            cells = next(reader, None)
        except (csv.Error, _Endless) as error:
            first = taken[0]  # what follows its line may be in order
            return Record(line=start.line, after=first.after, raw=first.text, problem=_why(error, first))
        if cells is None:
            return None
        raw = "".join(line.text for line in taken)
        record = Record(line=start.line, after=taken[-1].after, raw=raw)
        if not is_text(raw):
            return replace(record, problem=NOT_UTF_8)
        if any(cell.strip() for cell in cells[len(self.columns) :]):
            return replace(record, problem=f"has {len(cells)} cells, the header {len(self.columns)}")
        told = _told(dict(zip(self.columns, cells, strict=False)))
        if told and any(name == "" for name in told):
            return replace(record, problem="has a cell in a column without a name")
        return replace(record, told=told)


class JsonRows:
    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.start = first_place(file)

    def read(self, start: Place) -> Iterator[Record]:
        for line in lines(self._file, start):
            if line.text.strip() or line.too_long:
                yield self._record(line)

    def _record(self, line: Line) -> Record:
        record = Record(line=line.at.line, after=line.after, raw=line.text)
        if line.too_long:
            return replace(record, problem=TOO_LONG)
        if not is_text(line.text):
            return replace(record, problem=NOT_UTF_8)
        try:
            told = json.loads(line.text, parse_constant=_no_number)
        except RecursionError:
            return replace(record, problem="is nested too deeply")
        except ValueError as error:
            return replace(record, problem=f"is no JSON: {error}")
        if not isinstance(told, dict):
            return replace(record, problem="is no JSON object")
        told.pop(REFUSED, None)
        return replace(record, told=told)


Rows: TypeAlias = CsvRows | JsonRows
READERS: dict[str, Callable[[BinaryIO], Rows]] = {"csv": CsvRows, "jsonl": JsonRows}


class _Endless(Exception):
    """A row grew past what a row may have: most likely a quote is missing."""


def _fed(file: BinaryIO, start: Place, taken: list[Line]) -> Iterator[str]:
    """The lines of one row, as the reader asks for them."""
    for line in lines(file, start):
        taken.append(line)
        if line.too_long or line.after.offset - start.offset > MOST_ROW_BYTES:
            raise _Endless
        yield line.text


def _why(error: Exception, first: Line) -> str:
    if isinstance(error, _Endless):
        return TOO_LONG if first.too_long else f"{TOO_LONG}: is a quote missing?"
    said = str(error)
    return "has a quote that is never closed" if "unexpected end" in said else f"is no CSV: {said}"


def _told(cells: dict[str, str]) -> Told:
    """What the cells say; the empty ones say nothing."""
    told: Told = {name: cell.strip() for name, cell in cells.items() if cell.strip() and name != REFUSED}
    if "notes" in told:
        told["notes"] = notes_of(told["notes"])
    return told


def notes_of(cell: str) -> Any:
    """A line is a note: its text, or `time | author | text`. A cell that begins with [ is JSON."""
    if cell.startswith("["):
        try:
            return json.loads(cell, parse_constant=_no_number)
        except (ValueError, RecursionError):
            return cell  # the server says what is wrong with it
    return [_note(line) for line in cell.splitlines() if line.strip()]


def _note(line: str) -> Told:
    at, bar, rest = line.partition("|")
    author, second_bar, text = rest.partition("|")
    if bar and second_bar and _is_time(at):
        return {"at": at.strip(), "author": author.strip(), "text": text.strip()}
    return {"text": line.strip()}


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON number")
