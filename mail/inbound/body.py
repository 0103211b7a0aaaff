"""The words and the files of a message, whatever it is made of."""

import codecs
from collections.abc import Iterator
from email.message import Message

from core.domain.inbound_mail import Attached
from mail.inbound.heads import GIVES_UP
from mail.inbound.html_text import html_text
from mail.inbound.quoting import own_words
from mail.letters import one_line, plain_text

MAX_TEXT_BYTES = 1024 * 1024
"""Of one part; a longer text is no letter."""

MAX_TEXT_CHARS = 20_000
MAX_ATTACHMENTS = 20
MAX_FILE_NAME_CHARS = 120

SLOW_OR_STRANGE = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
"""Text codecs of Python's that no mail is written in; the first two take time that grows with the square."""


def words_of(message: Message) -> str:
    """What the writer wrote now, from the plain parts, else from HTML."""
    plain: list[str] = []
    rich: list[str] = []
    for part in leaves(message):
        if _is_file(part):
            continue
        if part.get_content_type() == "text/plain":
            plain.append(_decoded(part))
        elif part.get_content_type() == "text/html":
            rich.append(_decoded(part))
    text = "\n\n".join(p for p in plain if p.strip())
    if not text:
        text = "\n\n".join(html_text(r) for r in rich if r.strip())
    return own_words(plain_text(text)[: MAX_TEXT_CHARS * 5])[:MAX_TEXT_CHARS].strip()


def files_of(message: Message) -> tuple[Attached, ...]:
    """Name and size of what is attached, pictures within the text included."""
    found = []
    for part in leaves(message):
        name = _file_name(part)
        if name or _is_file(part) or not part.get_content_type().startswith("text/"):
            shown = one_line(name or part.get_content_type(), MAX_FILE_NAME_CHARS)
            found.append(Attached(name=shown, size_bytes=_size_bytes(part)))
        if len(found) == MAX_ATTACHMENTS:
            break
    return tuple(found)


def leaves(message: Message) -> Iterator[Message]:
    """Every part that holds no others, in order, without recursion. A mail within the mail is one file."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting.extend(p for p in reversed(inner) if isinstance(p, Message))
        else:
            _disarm(part)
            yield part


def _disarm(part: Message) -> None:
    """The standard library decodes by the charset that a part names before it hands out anything."""
    try:
        named = part.get_param("charset")
        harmless = named is None or _charset(part) == codecs.lookup(str(named)).name
    except GIVES_UP:
        harmless = False
    if not harmless and part.get("Content-Type") is not None:
        kind = part.get_content_type()
        name = _file_name(part)
        del part["Content-Type"]
        part.add_header("Content-Type", kind, **({"name": name} if name.isascii() and name else {}))


def _is_file(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().casefold().startswith("attachment")


def _file_name(part: Message) -> str:
    try:
        return str(part.get_filename("") or "")
    except GIVES_UP:
        return ""


def _size_bytes(part: Message) -> int:
    content = part.get_payload()
    if not isinstance(content, str):
        return 0
    encoded = str(part.get("Content-Transfer-Encoding", "")).strip().casefold() == "base64"
    return len(content) * 3 // 4 if encoded else len(content)


def _decoded(part: Message) -> str:
    try:
        content = part.get_payload(decode=True)
    except GIVES_UP:
        return ""
    raw = content[:MAX_TEXT_BYTES] if isinstance(content, bytes) else b""
    for charset in (_charset(part), "utf-8"):
        try:
            return raw.decode(charset)
        except (UnicodeError, LookupError):
            continue
    return raw.decode("windows-1252", "replace")


def _charset(part: Message) -> str:
    """The codec that the part names, if mail may be written in it; else UTF-8."""
    try:
        named = codecs.lookup(str(part.get_content_charset("utf-8")))
    except GIVES_UP:
        return "utf-8"
    usable = getattr(named, "_is_text_encoding", True) and named.name not in SLOW_OR_STRANGE
    return named.name if usable else "utf-8"
