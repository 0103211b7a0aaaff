"""Mails as they come in, for tests: from a customer's program, from a mail server that gave up."""

from email.message import EmailMessage
from email.policy import SMTP

LETTER_ID = "<018f-letter@shop.example>"


def customers_mail(text: str = "Here is the photo.", **headers: str) -> bytes:
    """A plain mail of Joana's that answers LETTER_ID. A header set to "" is left out."""
    message = EmailMessage(policy=SMTP)
    fields = {
        "From": "Joana Reis <Joana.Reis@mail.example>",
        "To": "Shop <care@shop.example>",
        "Subject": "Re: Mug arrived broken [#20262010]",
        "Date": "Sun, 22 Nov 2026 10:00:00 +0100",
        "Message-ID": "<answer-1@mail.example>",
        "In-Reply-To": LETTER_ID,
        "References": f"<older@shop.example> {LETTER_ID}",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    for name, value in fields.items():
        if value:
            message[name] = value
    message.set_content(text)
    return message.as_bytes()


def bounce(action: str = "failed", status: str = "5.1.1", *, of: str = LETTER_ID, words: str = "") -> bytes:
    """A report as mail servers send it (RFC 3464)."""
    said = words or f"smtp; 550 {status} <joana.reis@mail.example>: no such mailbox"
    return f"""\
From: MAILER-DAEMON@mx.mail.example (Mail Delivery System)
To: ops@shop.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{status}-{action}@mx.mail.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.mail.example

Final-Recipient: rfc822; joana.reis@mail.example
Action: {action}
Status: {status}
Diagnostic-Code: {said}

--edge
Content-Type: message/rfc822

From: ops@shop.example
To: joana.reis@mail.example
Subject: Re: Mug arrived broken
Message-ID: {of}

Dear Joana
--edge--
""".encode()
