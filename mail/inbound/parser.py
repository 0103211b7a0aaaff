"""Bytes from anybody -> InboundMail. It never raises: what cannot be read is still a mail that came.

Bounded before the standard library sees it: its parser keeps an object for each header and each part, so ten
megabytes of nothing but boundaries would become gigabytes.
"""

import hashlib
import logging
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from core.domain.inbound_mail import InboundMail
from mail.inbound import heads
from mail.inbound.body import files_of, words_of
from mail.inbound.reports import report_in

log = logging.getLogger(__name__)

MAX_MAIL_BYTES = 12 * 1024 * 1024
"""Ten megabytes of attachments, which base64 makes a third larger, would be 13.5: such mails have other ways.
A mail server's own limit is often 10 MiB."""

MAX_LINES = 400_000
"""Twelve MiB of base64 are 170,000."""

MAX_PARTS = 1_000
MAX_HEAD_BYTES = 256 * 1024
MAX_SUBJECT_CHARS = 300


def parse_mail(raw: bytes, vouching: str = "") -> InboundMail:
    """Everything that Andon wants to know of it. Takes time that grows with the length; call it in a thread.

    `vouching` is the mail server whose word on From counts; empty where none is asked.
    """
    message, readable = _read(raw[:MAX_MAIL_BYTES])
    name, address = heads.only_address(message, "From")
    returned, returned_ids = report_in(message) if readable else (None, ())
    return InboundMail(
        message_id=next(iter(heads.message_ids(message, "Message-ID")), "") or _made_id(raw),
        sender=address,
        sender_name=name,
        recipients=heads.recipients(message),
        references=heads.message_ids(message, "In-Reply-To", "References"),
        subject=heads.text_of(message, "Subject", MAX_SUBJECT_CHARS),
        text=words_of(message) if readable else "",
        written_at=heads.written_at(message),
        attachments=files_of(message) if readable and returned is None else (),
        automatic="report" if returned is not None else heads.automatic(message),
        returned=returned,
        returned_ids=returned_ids,
        forged=bool(vouching) and not heads.vouched_for(message, vouching),
        unreadable=not readable,
    )


def _read(raw: bytes) -> tuple[Message, bool]:
    """The message, or its headers alone where the rest is more than it may be, or breaks the parser."""
    head = raw[: _head_ends(raw)]
    fits = raw.count(b"\n") <= MAX_LINES and raw.count(b"\n--") <= MAX_PARTS and len(head) <= MAX_HEAD_BYTES
    if fits:
        try:
            return BytesParser(policy=compat32).parsebytes(raw), True
        except heads.GIVES_UP as error:
            log.warning("a mail could not be read (%s): its headers are kept", type(error).__name__)
    try:
        return BytesHeaderParser(policy=compat32).parsebytes(head[:MAX_HEAD_BYTES]), False
    except heads.GIVES_UP:
        return Message(), False


def _head_ends(raw: bytes) -> int:
    ends = [at for at in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n")) if at >= 0]
    return min(ends, default=len(raw))


def _made_id(raw: bytes) -> str:
    """For a mail without a Message-ID: the same bytes are the same mail."""
    return f"<{hashlib.sha256(raw).hexdigest()[:40]}@no-message-id.invalid>"
