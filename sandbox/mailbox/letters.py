"""A mail as it came in, and what a person may see of it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from typing import Any

MAX_SHOWN_CHARS = 100_000
"""Of a text or a header. The raw mail is always there in full."""


@dataclass(frozen=True, kw_only=True)
class ReceivedMail:
    """One accepted mail: the envelope of SMTP and the message within, untouched."""

    id: str
    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    raw: bytes


def received(raw: bytes, *, sender: str, recipients: list[str], number: int, at: datetime) -> ReceivedMail:
    """Number it and name it; the name is safe in an address line."""
    digest = hashlib.sha256(raw).hexdigest()[:10]
    return ReceivedMail(
        id=f"{number}-{digest}",
        received_at=at.astimezone(UTC),
        sender=sender,
        recipients=tuple(recipients),
        raw=raw,
    )


def shown(mail: ReceivedMail) -> dict[str, Any]:
    """Everything the page draws, as JSON. Whatever the mail is made of, each field is a plain string."""
    message = message_from_bytes(mail.raw, policy=default)
    return {
        "id": mail.id,
        "received_at": mail.received_at.isoformat(),
        "envelope": {"from": mail.sender, "to": list(mail.recipients)},
        "from": _addresses(message, "From"),
        "to": _addresses(message, "To"),
        "subject": _header(message, "Subject"),
        "message_id": _header(message, "Message-ID"),
        "in_reply_to": _header(message, "In-Reply-To"),
        "case": _header(message, "X-Andon-Case"),
        "language": _header(message, "Content-Language"),
        "text": _text(message),
        "headers": [[name, _clean(str(value))] for name, value in _headers(message)],
        "size_bytes": len(mail.raw),
    }


def _headers(message: EmailMessage) -> list[tuple[str, Any]]:
    try:
        return list(message.items())
    except (ValueError, LookupError, AttributeError, TypeError):  # the parser gives up on some headers
        return [(name, value) for name, value in message.raw_items()]


def _header(message: EmailMessage, name: str) -> str:
    try:
        return _clean(str(message.get(name, "")))
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""


def _addresses(message: EmailMessage, name: str) -> list[dict[str, str]]:
    try:
        found: tuple[Address, ...] = message[name].addresses if message[name] is not None else ()
        return [{"name": _clean(one.display_name), "address": _clean(one.addr_spec)} for one in found]
    except (ValueError, LookupError, AttributeError, TypeError):
        return []


def _text(message: EmailMessage) -> str:
    try:
        part = message.get_body(preferencelist=("plain",))
        content = part.get_content() if part is not None else ""
    except (ValueError, LookupError, AttributeError, TypeError):
        content = ""
    return _clean(content if isinstance(content, str) else "")


def _clean(text: str) -> str:
    """Encodable, and not endless."""
    return text[:MAX_SHOWN_CHARS].encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
