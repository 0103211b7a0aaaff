"""The mailbox: where the demo's letters arrive, in place of the retailers' own mail programs.

It is an SMTP server on the loopback and a page that shows what came. Nothing leaves it.
"""

import asyncio
import base64
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web

from sandbox.mailbox import page, routes
from sandbox.mailbox.answering import AnswerDoor, answer_to, bounce_of, hand_over
from sandbox.mailbox.faults import FaultPlan
from sandbox.mailbox.letters import ReceivedMail, received, shown
from sandbox.mailbox.reception import Reception

PREFIX = "/mailbox"
HOST = "127.0.0.1"
"""Never another address: it takes mail from anybody."""


@dataclass(frozen=True, kw_only=True)
class MailboxConfig:
    """`port` 0 takes any free one. With `file`, letters outlive a restart: one JSON line each."""

    port: int = 0
    file: Path | None = None
    keep: int = 500
    """Older letters are forgotten."""
    answers: AnswerDoor | None = None
    """Where answers and bounces are handed over; None: letters are only read."""


class Mailbox:
    """Start it, mount its routes, stop it. `messages()` is what the page shows, newest first."""

    def __init__(self, config: MailboxConfig | None = None) -> None:
        self.config = config or MailboxConfig()
        self.faults = FaultPlan()
        self._mails: deque[ReceivedMail] = deque(maxlen=self.config.keep)
        self._received = 0
        self._reception = Reception(self._accept, self.faults)
        self._watchers: set[asyncio.Event] = set()
        self._answers: dict[str, list[dict[str, Any]]] = {}
        self.released = asyncio.Event()
        """Set when the open pages have to let go."""

    @property
    def host(self) -> str:
        return HOST

    @property
    def port(self) -> int:
        """Where letters are taken, once started."""
        return self._reception.port

    async def start(self) -> None:
        self.released.clear()
        self._load()
        await self._reception.open(HOST, self.config.port)

    async def stop(self) -> None:
        self.released.set()
        self._tell()
        await self._reception.close()

    def add_routes(self, app: web.Application, prefix: str = PREFIX) -> None:
        """The page at {prefix}/, its JSON below {prefix}/api/."""
        page.add(app, prefix, self)
        routes.add(app, prefix, self)

    def messages(self) -> list[dict[str, Any]]:
        """Newest first; `times` counts how often the same Message-ID arrived up to then."""
        times: dict[str, int] = {}
        drawn = []
        for mail in self._mails:
            message = shown(mail)
            name = message["message_id"] or mail.id
            times[name] = times.get(name, 0) + 1
            drawn.append({**message, "times": times[name], "answers": self._answers.get(mail.id, [])})
        return drawn[::-1]

    def find(self, mail_id: str) -> ReceivedMail | None:
        return next((mail for mail in self._mails if mail.id == mail_id), None)

    async def answer(
        self, mail: ReceivedMail, text: str, *, sender: str = "", automatic: bool = False
    ) -> dict[str, Any]:
        """As its reader, or as somebody else; what was said to it. Raises ValueError: no such address."""
        raw = answer_to(mail, text, sender=sender, automatic=automatic)
        return await self._handed_over(mail, raw, "automatic" if automatic else "answer", text, sender)

    async def bounce(self, mail: ReceivedMail, status: str = "5.1.1") -> dict[str, Any]:
        """As the mail server that could not deliver it. Raises ValueError: no such status."""
        return await self._handed_over(mail, bounce_of(mail, status), "bounce", status, "")

    async def _handed_over(
        self, mail: ReceivedMail, raw: bytes, what: str, text: str, sender: str
    ) -> dict[str, Any]:
        if self.config.answers is None:
            return {"error": "nothing here takes answers"}
        said = await hand_over(self.config.answers, raw)
        came = {"at": datetime.now(UTC).isoformat(), "what": what, "text": text, "sender": sender, **said}
        self._answers.setdefault(mail.id, []).append(came)
        self._tell()
        return said

    def clear(self) -> None:
        """Forget every letter, on disk as well."""
        self._mails.clear()
        self._answers.clear()
        if self.config.file is not None:
            self.config.file.unlink(missing_ok=True)
        self._tell()

    @contextmanager
    def watch(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever something changes; the watcher clears it."""
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)

    def _accept(self, raw: bytes, sender: str, recipients: list[str]) -> None:
        self._received += 1
        mail = received(
            raw, sender=sender, recipients=recipients, number=self._received, at=datetime.now(UTC)
        )
        self._mails.append(mail)
        if self.config.file is not None:
            with self.config.file.open("ab") as file:
                file.write(_line(mail))
        self._tell()

    def _load(self) -> None:
        file = self.config.file
        if file is None or not file.exists() or self._mails:
            return
        for line in file.read_bytes().splitlines():
            mail = _mail_of(line)
            if mail is not None:
                self._mails.append(mail)
                self._received = max(self._received, int(mail.id.partition("-")[0]))

    def _tell(self) -> None:
        for watcher in self._watchers:
            watcher.set()


def _line(mail: ReceivedMail) -> bytes:
    document = {
        "id": mail.id,
        "received_at": mail.received_at.isoformat(),
        "sender": mail.sender,
        "recipients": mail.recipients,
        "raw": base64.b64encode(mail.raw).decode(),
    }
    return orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE)


def _mail_of(line: bytes) -> ReceivedMail | None:
    """A line that a crash cut short is left out."""
    try:
        document = orjson.loads(line)
        return ReceivedMail(
            id=str(document["id"]),
            received_at=datetime.fromisoformat(document["received_at"]),
            sender=str(document["sender"]),
            recipients=tuple(document["recipients"]),
            raw=base64.b64decode(document["raw"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
