"""Header values, decoded and bounded. Nothing here raises, whatever the bytes are.

The headers are read under the old policy of the standard library, on purpose: the new one parses each header by
its grammar, which costs time that grows with the square of some of them, and gives up on others.
"""

import re
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from mail.letters import MESSAGE_ID, one_line

MAX_HEADER_CHARS = 4_000
MAX_REFERENCES = 50
"""Of a long conversation the newest: a letter of ours is seldom further away."""

MAX_ID_CHARS = 200
"""A longer Message-ID is none that a mail program wrote."""

MAX_RECIPIENTS = 50
GIVES_UP = (ValueError, LookupError, TypeError, AttributeError, AssertionError, OverflowError, RecursionError)
"""What the standard library's mail parser raises on some messages, each of it seen."""

ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
"""Where an address of ours may stand; the last three are what mail servers write."""

ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[^\s@<>()\[\]\\,;:\"]{1,253}")
MAX_RESULTS = 20
_DMARC = re.compile(r"(?:^|[;\s])dmarc=(\w{1,20})", re.IGNORECASE)
PRECEDENCES = frozenset({"bulk", "junk", "list", "auto_reply"})


def text_of(head: Message, name: str, limit: int) -> str:
    """The first header of that name on one line, its encoded words decoded."""
    raw = _raw(head, name)
    try:
        decoded = str(make_header(decode_header(raw)))
    except GIVES_UP:  # a charset nobody knows, base64 that is none
        decoded = raw
    return one_line(decoded, limit)


def message_ids(head: Message, *names: str) -> tuple[str, ...]:
    """The Message-IDs in those headers, the nearest first: In-Reply-To, then References from its end."""
    found: dict[str, None] = {}
    for name in names:
        ids = [MESSAGE_ID.fullmatch(word) for word in _tail(head, name).split()]
        for one in reversed(ids):
            if one is not None and one[0].isprintable() and len(one[0]) <= MAX_ID_CHARS:
                found.setdefault(one[0])
    return tuple(found)[:MAX_REFERENCES]


def only_address(head: Message, name: str) -> tuple[str, str]:
    """(name, address) of a header that holds exactly one; ("", "") otherwise, so that nobody is two people."""
    if len(head.get_all(name, [])) != 1:
        return "", ""
    try:
        pairs = getaddresses([_raw(head, name)])
    except GIVES_UP:
        return "", ""
    address = pairs[0][1].strip() if len(pairs) == 1 else ""
    if not ADDRESS.fullmatch(address) or not address.isprintable():
        return "", ""
    shown = Message()
    shown["X"] = pairs[0][0]
    return text_of(shown, "X", 100), address.casefold()


def recipients(head: Message) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in ADDRESSED:
        for value in head.get_all(name, [])[:MAX_RECIPIENTS]:
            for address in ADDRESS.findall(str(value)[:MAX_HEADER_CHARS]):
                found.setdefault(address.casefold())
    return tuple(found)[:MAX_RECIPIENTS]


def written_at(head: Message) -> datetime | None:
    """As the writer's clock has it; None where that is no moment."""
    try:
        at = parsedate_to_datetime(_raw(head, "Date")[:100])
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
    except GIVES_UP:
        return None


def automatic(head: Message) -> str:
    """Why no person wrote it, by what machines say of themselves (RFC 3834, 2 and 5); else empty."""
    submitted = _word(head, "Auto-Submitted")
    if submitted and submitted != "no":
        return "auto_submitted"
    if _word(head, "Precedence") in PRECEDENCES:
        return "precedence"
    if head.get("X-Autoreply") is not None or head.get("X-Autorespond") is not None:
        return "autoreply"
    if head.get("Return-Path") is not None and _raw(head, "Return-Path").strip() == "<>":
        return "no_return_path"
    return "list" if head.get("List-Id") is not None else ""


def vouched_for(head: Message, server: str) -> bool:
    """Whether *server* says, in the Authentication-Results it wrote (RFC 8601), that From may be believed: DMARC
    passed, or its domain asks for none. Only its own header counts, and of several the topmost: it came last."""
    for value in head.get_all("Authentication-Results", [])[:MAX_RESULTS]:
        written_by, _, results = str(value)[:MAX_HEADER_CHARS].partition(";")
        if written_by.split()[:1] == [server]:
            found = [word.casefold() for word in _DMARC.findall(results)]
            # All of them: a sender's own address may stand in there, with anything in it.
            return bool(found) and all(word in ("pass", "bestguesspass", "none") for word in found)
    return False


def _word(head: Message, name: str) -> str:
    return re.split(r"[\s;(]", _raw(head, name).strip(), maxsplit=1)[0].casefold()


def _raw(head: Message, name: str) -> str:
    return str(head.get(name, ""))[:MAX_HEADER_CHARS]


def _tail(head: Message, name: str) -> str:
    return str(head.get(name, ""))[-MAX_HEADER_CHARS * 4 :]
