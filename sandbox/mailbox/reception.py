"""The SMTP side: a real server on the loopback that accepts everything it is not told to refuse."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from aiosmtpd.smtp import SMTP

from sandbox.mailbox.faults import FaultKind, FaultPlan

MAX_MAIL_BYTES = 1024 * 1024
SILENCE_S = 60.0
"""A client that says nothing for so long is let go."""

AT_RECIPIENT = frozenset(
    {FaultKind.BUSY, FaultKind.GREYLIST, FaultKind.UNKNOWN_MAILBOX, FaultKind.DROP_BEFORE_DATA}
)
AT_DATA = frozenset({FaultKind.TOO_BIG, FaultKind.DROP_AFTER_DATA})

Accept = Callable[[bytes, str, list[str]], None]


class Reception:
    """Listens between `open` and `close`, and hands each accepted mail to `accept`."""

    def __init__(self, accept: Accept, faults: FaultPlan) -> None:
        self._accept = accept
        self._faults = faults
        self._server: asyncio.Server | None = None
        self._talks: set[SMTP] = set()

    @property
    def port(self) -> int:
        """The port it listens on. Raises RuntimeError while it is closed."""
        if self._server is None:
            raise RuntimeError("the mailbox is not started")
        return cast(int, self._server.sockets[0].getsockname()[1])

    async def open(self, host: str, port: int) -> None:
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells every step, with addresses
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(partial(self._talk, loop), host, port)

    async def close(self) -> None:
        """Stop listening and break off every talk."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for talk in list(self._talks):
            _hang_up(talk)
        self._talks.clear()

    def _talk(self, loop: asyncio.AbstractEventLoop) -> SMTP:
        talk = SMTP(
            self,
            loop=loop,
            hostname="mailbox.sandbox",
            ident="Andon sandbox mailbox",
            data_size_limit=MAX_MAIL_BYTES,
            enable_SMTPUTF8=True,
            timeout=SILENCE_S,
        )
        self._talks = {one for one in self._talks if one.transport is not None} | {talk}
        return talk

    async def handle_RCPT(self, talk: SMTP, _s: object, envelope: Any, address: str, _o: list[str]) -> str:
        """Called by aiosmtpd for each recipient; returns the reply."""
        fault = self._faults.next_for([address], AT_RECIPIENT)
        if fault is FaultKind.DROP_BEFORE_DATA:
            _hang_up(talk)
        if fault in _REPLIES:
            return _REPLIES[fault]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, talk: SMTP, _s: object, envelope: Any) -> str:
        """Called by aiosmtpd with the whole mail; returns the reply."""
        fault = self._faults.next_for(envelope.rcpt_tos, AT_DATA)
        if fault in _REPLIES:
            return _REPLIES[fault]
        self._accept(bytes(envelope.content), envelope.mail_from or "", list(envelope.rcpt_tos))
        if fault is FaultKind.DROP_AFTER_DATA:
            _hang_up(talk)
        return "250 2.0.0 kept"


def _hang_up(talk: SMTP) -> None:
    if talk.transport is not None:
        cast(asyncio.WriteTransport, talk.transport).abort()


_REPLIES: dict[FaultKind | None, str] = {
    FaultKind.BUSY: "421 4.3.2 the mailbox is busy",
    FaultKind.GREYLIST: "450 4.2.0 come back in a while",
    FaultKind.UNKNOWN_MAILBOX: "550 5.1.1 no such mailbox",
    FaultKind.TOO_BIG: "552 5.3.4 too big",
}
