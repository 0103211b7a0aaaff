"""A mail that came in, as far as Andon reads it: bounded, harmless, and still only what a stranger claims."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file that came with it. Its bytes stay in the mailbox."""

    name: str
    size_bytes: int


@dataclass(frozen=True, kw_only=True)
class Returned:
    """What a mail server reports of one recipient of a letter (RFC 3464). `action`: failed, delayed, delivered,
    relayed or expanded. `status` is its code (5.1.1), `words` what the server said, on one line."""

    action: str
    status: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class InboundMail:
    """Every text is free of controls and direction marks; none is longer than a case could show.

    `message_id` is made from the bytes where the mail has none. `references` are the Message-IDs it follows, the
    nearest first. `sender` is the one address of From, folded to lower case, or empty where From has none or
    several. `text` is the part that the writer wrote now. `automatic` is why it is no person's word, else empty.
    `returned` and `returned_ids` are set for a report of a mail server: what became of which letter.
    """

    message_id: str
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    written_at: datetime | None = None
    attachments: tuple[Attached, ...] = ()
    automatic: str = ""
    returned: Returned | None = None
    returned_ids: tuple[str, ...] = ()
    forged: bool = False
    """Our own mail server does not vouch for the address in From."""
    unreadable: bool = False
    """Its headers were read, its body could not be."""


def masked(address: str) -> str:
    """Enough of a stranger's address to tell them from the customer, and not enough to write to them."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}\u2026@{domain}" if at and local else "?"
