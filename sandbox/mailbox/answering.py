"""What happens to a letter at its reader's: they answer, a machine does, a stranger does, or it comes back.

Each becomes a real mail, handed over signed as a mail server would do it.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout

from connectors.signing import key_of, signed_headers
from sandbox.mailbox.letters import ReceivedMail, shown

DEMO_MAIL_SECRET = "whsec_ZGVtby1tYWlsLXNlcnZlci1zZWNyZXQtISEhISE="  # noqa: S105 - opens nothing but a demo
HOST = "mailbox.sandbox"
ASK_S = 60.0
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
ADDRESS = re.compile(r"[^\s<>@,;:\"]{1,64}@[^\s<>@,;:\"]{1,190}")


@dataclass(frozen=True, kw_only=True)
class AnswerDoor:
    """Where mails are handed over, and the secret that signs them."""

    url: str
    secret: str = field(repr=False)


def answer_to(mail: ReceivedMail, text: str, *, sender: str = "", automatic: bool = False) -> bytes:
    """What a mail program sends when its reader answers: threaded, and with the letter quoted below. `sender` is
    another address than the reader's own. Raises ValueError for one that is none."""
    letter = message_from_bytes(mail.raw, policy=SMTP)
    own_name, own = parseaddr(str(letter.get("To", "")))
    own = own or mail.recipients[0]
    if sender and not ADDRESS.fullmatch(sender):
        raise ValueError("sender")
    answer = EmailMessage(policy=SMTP)
    answer["From"] = f"{own_name} <{own}>" if sender in ("", own) and own_name else sender or own
    answer["To"] = str(letter.get("Reply-To") or letter.get("From") or mail.sender)
    answer["Date"] = format_datetime(datetime.now(UTC))
    answer["Message-ID"] = make_msgid(domain=HOST)
    subject = str(letter.get("Subject", ""))
    answer["Subject"] = subject if subject.casefold().startswith("re:") else f"Re: {subject}"
    if named := str(letter.get("Message-ID", "")).strip():
        answer["In-Reply-To"] = named
        answer["References"] = f"{letter.get('References', '')} {named}".strip()
    if automatic:
        answer["Auto-Submitted"] = "auto-replied"
    answer.set_content(_with_quotation(text, mail))
    return answer.as_bytes()


def bounce_of(mail: ReceivedMail, status: str) -> bytes:
    """A mail server's report that the letter cannot be delivered (RFC 3464). Raises ValueError for no status."""
    if not STATUS.fullmatch(status):
        raise ValueError("status")
    to = mail.recipients[0]
    report = MIMEMultipart("report", report_type="delivery-status", policy=SMTP)
    report["From"] = f"Mail Delivery System <mailer-daemon@{HOST}>"
    report["To"] = mail.sender
    report["Date"] = format_datetime(datetime.now(UTC))
    report["Message-ID"] = make_msgid(domain=HOST)
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Auto-Submitted"] = "auto-replied"
    report.attach(MIMEText("Your message could not be delivered.\n"))
    report.attach(_status(to, status))
    head = mail.raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("utf-8", "replace")
    report.attach(MIMEText(head, "rfc822-headers"))
    return report.as_bytes()


def _status(to: str, status: str) -> Message:
    server, reader, whole = Message(), Message(), Message()
    server["Reporting-MTA"] = f"dns; {HOST}"
    reader["Final-Recipient"] = f"rfc822; {to}"
    reader["Action"] = "failed"
    reader["Status"] = status
    reader["Diagnostic-Code"] = f"smtp; 550 {status} <{to}>: mailbox unavailable"
    whole["Content-Type"] = "message/delivery-status"
    whole.set_payload([server, reader])
    return whole


async def hand_over(door: AnswerDoor, raw: bytes) -> dict[str, Any]:
    """What was said to it: `outcome` and `case`, or `error`."""
    signed = signed_headers(key_of(door.secret), f"mail_{uuid4().hex}", raw, datetime.now(UTC))
    headers = {"Content-Type": "message/rfc822", **signed}
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=ASK_S)) as session,
            session.post(door.url, data=raw, headers=headers) as answer,
        ):
            said: dict[str, Any] = await answer.json(content_type=None)
    except (ClientError, TimeoutError, ValueError):
        return {"error": "nobody takes mails at the moment; try again"}
    if answer.status >= 300:
        return {"error": str(said.get("detail") or answer.status)}
    return {"outcome": said.get("outcome"), "case": said.get("case")}


def _with_quotation(text: str, mail: ReceivedMail) -> str:
    letter = shown(mail)
    who = letter["from"][0]["address"] if letter["from"] else mail.sender
    when = mail.received_at.strftime("%a, %d %b %Y at %H:%M")
    quoted = "\n".join(f"> {line}" for line in letter["text"].strip().split("\n"))
    return f"{text.strip()}\n\nOn {when} <{who}> wrote:\n\n{quoted}\n"
