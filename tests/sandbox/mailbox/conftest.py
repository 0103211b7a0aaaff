"""A mailbox on a free port, its page served beside it, and Andon's own mail pointed at it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from core.ports.mail import Letter
from mail.config import Security, SmtpConfig
from mail.smtp import SmtpMail
from sandbox.mailbox.demo import Mailbox


@dataclass(frozen=True, kw_only=True)
class Corner:
    """The mailbox, the address of its page, a client, and somebody who sends letters."""

    mailbox: Mailbox
    url: str
    http: ClientSession
    mail: SmtpMail


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
    mailbox = Mailbox()
    await mailbox.start()
    app = web.Application()
    mailbox.add_routes(app)
    async with TestServer(app, host="127.0.0.1") as server, ClientSession() as http:
        url = str(server.make_url("/mailbox/"))
        yield Corner(mailbox=mailbox, url=url, http=http, mail=mail_to(mailbox))
        await mailbox.stop()
