"""A mailbox on a free port, its page served beside it, and Andon's own mail pointed at it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from andon.demo import free_port
from connectors.inbound.signature import verify
from core.ports.mail import Letter
from mail.config import Security, SmtpConfig
from mail.smtp import SmtpMail
from sandbox.mailbox.answering import DEMO_MAIL_SECRET, AnswerDoor
from sandbox.mailbox.demo import Mailbox, MailboxConfig


@dataclass(frozen=True, kw_only=True)
class Corner:
    """The mailbox, the address of its page, a client, and somebody who sends letters."""

    mailbox: Mailbox
    url: str
    http: ClientSession
    mail: SmtpMail
    taken: list[bytes]
    """Mails that were handed over, each with a signature that holds."""


def letter(**changes: str) -> Letter:
    fields: dict[str, Any] = {
        "id": "delivery-1",
        "to_name": "Kitchenware Co",
        "to_address": "ops@kitchenware.example",
        "subject": "eBay AU order sync is stopped",
        "body": "Hello,\n\nwe stopped the order sync of eBay AU.\n",
        "language": "en",
        "case_number": "20262010",
        **changes,
    }
    return Letter(**fields)


def mail_to(mailbox: Mailbox) -> SmtpMail:
    return SmtpMail(
        SmtpConfig(
            host=mailbox.host,
            port=mailbox.port,
            security=Security.NONE,
            sender_address="andon@ops.example",
            message_id_domain="ops.example",
        )
    )


@pytest.fixture
async def corner() -> AsyncIterator[Corner]:
    taken: list[bytes] = []

    async def inbound(request: web.Request) -> web.Response:
        """Where Andon would stand."""
        raw = await request.read()
        assert request.content_type == "message/rfc822"
        verify(raw, request.headers, (DEMO_MAIL_SECRET,), datetime.now(UTC))
        taken.append(raw)
        return web.json_response({"outcome": "heard", "case": 20262010}, status=202)

    app = web.Application()
    app.router.add_post("/inbound", inbound)
    server = TestServer(app, host="127.0.0.1", port=free_port(0))
    door = AnswerDoor(url=f"http://127.0.0.1:{server.port}/inbound", secret=DEMO_MAIL_SECRET)
    mailbox = Mailbox(MailboxConfig(answers=door))
    mailbox.add_routes(app)
    await mailbox.start()
    async with server, ClientSession() as http:
        url = str(server.make_url("/mailbox/"))
        yield Corner(mailbox=mailbox, url=url, http=http, mail=mail_to(mailbox), taken=taken)
        await mailbox.stop()
