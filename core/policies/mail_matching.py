"""Whose word is a mail, and which case does its subject name? Pure: what a stranger claims is no proof."""

import re
from collections.abc import Iterable

from core.domain.case import Case
from core.domain.inbound_mail import InboundMail
from core.domain.job_ticket import JobTicket
from core.domain.support_ticket import SupportTicket
from core.domain.workspace import Contact

_NUMBER = re.compile(r"\[#(20\d{2}\d{4,6})\]")


def is_customer(case: Case, mail: InboundMail) -> bool:
    """Written from the very address that the ticket answers to."""
    return (
        isinstance(case, SupportTicket)
        and bool(mail.sender)
        and not mail.forged
        and case.requester.email.strip().casefold() == mail.sender
    )


def is_retailer(case: Case, mail: InboundMail, contacts: Iterable[Contact]) -> bool:
    """Written by whom the ticket's letter went to, or another contact of that account."""
    if not isinstance(case, JobTicket) or not mail.sender or mail.forged:
        return False
    told = case.notification.to if case.notification and case.notification.to else ""
    return mail.sender in {told.casefold(), *(c.email.strip().casefold() for c in contacts)}


def number_in_subject(subject: str) -> int | None:
    """`Re: Mug arrived broken [#20262010]`."""
    found = _NUMBER.search(subject)
    return int(found[1]) if found else None


def words_with_files(mail: InboundMail, limit: int) -> str:
    """What was written, and below it the names of what came with it; else the subject."""
    files = " ".join(f"[{one.name}, {_size(one.size_bytes)}]" for one in mail.attachments)[:600]
    words = mail.text or ("" if files else mail.subject)
    room = limit - len(files) - 2 if files else limit
    cut = words if len(words) <= room else words[: room - 1] + "\u2026"
    return "\n\n".join(part for part in (cut, files) if part)


def _size(size_bytes: int) -> str:
    return (
        f"{size_bytes / 1_000_000:.1f} MB" if size_bytes >= 1_000_000 else f"{max(1, size_bytes // 1000)} kB"
    )
