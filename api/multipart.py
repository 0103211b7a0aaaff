"""multipart/form-data (RFC 7578) from a body that is already read and bounded.

Small on purpose: files and text fields, nothing nested, no transfer encodings. What browsers, curl and our own
command send is understood; anything else is refused by name rather than guessed at.
"""

from dataclasses import dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value

MAX_PARTS = 30
MAX_HEAD_BYTES = 4096
MAX_BOUNDARY_CHARS = 70
"""RFC 2046, 5.1.1."""


class MultipartRefused(Exception):
    """Not a form. The message is a short reason."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """`file_name` None: a text field. `content_type` is the sender's claim."""

    name: str
    content: bytes
    file_name: str | None = None
    content_type: str = "text/plain"


def parse_multipart(body: bytes, content_type: str) -> tuple[Part, ...]:
    """The parts in their order. Raises MultipartRefused."""
    boundary = _boundary(content_type)
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise MultipartRefused("not_ended")
    if len(pieces) - 2 > MAX_PARTS:
        raise MultipartRefused("too_many_parts")
    return tuple(_part(piece) for piece in pieces[1:-1])


def _boundary(content_type: str) -> bytes:
    boundary = _headers({"Content-Type": content_type}).get_boundary("")
    if not boundary or len(boundary) > MAX_BOUNDARY_CHARS or not boundary.isascii():
        raise MultipartRefused("no_boundary")
    return boundary.encode("ascii")


def _part(piece: bytes) -> Part:
    head, blank, content = piece.partition(b"\r\n\r\n")
    if not blank or not head.startswith(b"\r\n") or len(head) > MAX_HEAD_BYTES:
        raise MultipartRefused("part_malformed")
    try:
        lines = head[2:].decode("utf-8").split("\r\n")
    except UnicodeDecodeError:
        raise MultipartRefused("part_not_utf8") from None
    given: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or name.lower() in given:
            raise MultipartRefused("part_malformed")
        given[name.lower()] = value.strip()
    if given.get("content-transfer-encoding", "binary").lower() not in ("binary", "8bit", "7bit"):
        raise MultipartRefused("part_encoded")
    field = _parameter(given.get("content-disposition", ""), "name")
    if field is None:
        raise MultipartRefused("part_without_name")
    return Part(
        name=field,
        content=content,
        file_name=_parameter(given.get("content-disposition", ""), "filename"),
        content_type=given.get("content-type", "text/plain"),
    )


def _parameter(disposition: str, name: str) -> str | None:
    """Browsers write names as UTF-8 with quotes percent-encoded (RFC 7578, 4.2 and 5.1)."""
    if not disposition.lower().startswith("form-data"):
        return None
    found = _headers({"Content-Disposition": disposition}).get_param(name, None, "content-disposition")
    if isinstance(found, tuple):  # filename*=utf-8''... (RFC 2231)
        found = collapse_rfc2231_value(found)
    return None if found is None else found.replace("%22", '"')


def _headers(given: dict[str, str]) -> Message:
    message = Message()
    for name, value in given.items():
        message[name] = value.replace("\r", "").replace("\n", "")
    return message
