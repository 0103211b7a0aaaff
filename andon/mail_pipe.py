"""`andon mail-in`: a mail on standard input, handed over signed to the running Andon.

For the pipe of a mail server (Postfix: pipe(8); Exim: a pipe transport; procmail, Sieve). The exit status tells it
what to do with the mail: 0 it is on record, 75 keep it and try again, 65 send it back. Nothing is dropped on a
doubt: what we have configured wrongly is no reason to send a customer's mail back.
"""

import hashlib
import sys
from datetime import UTC, datetime

from aiohttp import ClientConnectionError, ClientError, ClientSession, ClientTimeout

from andon.settings import Settings
from connectors.signing import key_of, signed_headers
from core.errors import Invalid
from mail.inbound.parser import MAX_MAIL_BYTES

TAKEN, SEND_BACK, TRY_AGAIN = 0, 65, 75
"""sysexits.h: EX_OK, EX_DATAERR, EX_TEMPFAIL."""

ASK_S = 60.0
NEVER = frozenset({400, 413})
"""Answers about this mail, which another try will not change."""


async def hand_over(settings: Settings) -> int:
    raw = sys.stdin.buffer.read(MAX_MAIL_BYTES + 1)
    if len(raw) > MAX_MAIL_BYTES:
        return _said(f"the mail is larger than {MAX_MAIL_BYTES} bytes", SEND_BACK)
    try:
        key = key_of(settings.mail_secret.get_secret_value())
    except Invalid:
        return _said("ANDON_MAIL_SECRET is not set to whsec_ and base64", TRY_AGAIN)
    message_id = f"mail_{hashlib.sha256(raw).hexdigest()[:40]}"
    headers = {
        "Content-Type": "message/rfc822",
        **signed_headers(key, message_id, raw, datetime.now(UTC)),
    }
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=ASK_S)) as session,
            session.post(f"{settings.url.rstrip('/')}/v1/mail/inbound", data=raw, headers=headers) as answer,
        ):
            status = answer.status
    except (ClientConnectionError, ClientError, TimeoutError):
        return _said(f"no Andon answers at {settings.url}", TRY_AGAIN)
    if status < 300:
        return TAKEN
    return _said(f"Andon answered {status}", SEND_BACK if status in NEVER else TRY_AGAIN)


def _said(what: str, status: int) -> int:
    print(what, file=sys.stderr)
    return status
