"""The whole program for a test: local Slack, platform and mailbox in this process, Andon in one of its own.

Andon is a real `python -m andon serve`, so it can be stopped and killed like on a real machine. People act
through the routes of the sandbox's page (sandbox.slack.person.Person).
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from inspect import isawaitable
from pathlib import Path
from typing import Any, TypeVar, overload

from aiohttp import ClientError, ClientSession

from andon.demo import demo_world, start_andon, stop_andon
from andon.example import CLI_TOKEN, DemoPlaces, demo_environment
from sandbox.mailbox.demo import Mailbox
from sandbox.platform.demo import DemoPlatform
from sandbox.slack.person import Person, sit_down
from sandbox.slack.server import SandboxSlack

T = TypeVar("T")
Json = dict[str, Any]

PACE_S = 3.0
"""Of the platform's busiest job, unless a test asks for another: it fails as often, within half a second."""

POSTS_PER_S = 20.0
"""What a channel takes: a test does not wait for Slack's one per second."""

POLL_S = 0.02
PATIENCE_S = 25.0
READY_S = 30.0


class Andon:
    """The child process. `environment` replaces variables of the demo's."""

    def __init__(self, places: DemoPlaces, environment: Mapping[str, str]) -> None:
        self.places = places
        self.environment = dict(environment)
        self.process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return self.places.andon_url

    @property
    def database_url(self) -> str:
        return (demo_environment(self.places) | self.environment)["ANDON_DATABASE_URL"]

    async def start(self, *, ready: bool = True) -> None:
        """A new process; by default returns when it serves and Slack has its socket."""
        assert self.process is None, "it runs already"
        self.process = await start_andon(self.places, self.environment)
        if ready:
            await self.until_ready()

    async def until_ready(self) -> None:
        try:
            await until(self.is_ready, within_s=READY_S, what="a ready Andon")
        except AssertionError as error:
            error.add_note(self.log()[-3000:])
            raise
        async with asyncio.timeout(READY_S):
            await self.places.slack.app_connected()

    async def is_ready(self) -> bool:
        with suppress(ClientError):
            async with ClientSession() as http, http.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        return False

    async def kill(self) -> None:
        """SIGKILL, by its pid. Returns when the process is gone."""
        process = self._running()
        with suppress(ProcessLookupError):  # it ended by itself
            process.send_signal(signal.SIGKILL)
        await process.wait()
        self.process = None

    async def stop(self) -> int:
        """SIGTERM, and what it exited with; one that does not go is killed after the patience of the demo."""
        process = self._running()
        await stop_andon(process)
        self.process = None
        return int(process.returncode or 0)

    def log(self) -> str:
        """Everything that all its lives have said."""
        file = self.places.folder / "andon.log"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    def _running(self) -> asyncio.subprocess.Process:
        assert self.process is not None, "it does not run"
        return self.process


@dataclass(kw_only=True)
class World:
    """One demo world and whoever sits in it."""

    places: DemoPlaces
    andon: Andon
    http: ClientSession
    """Speaks to Andon's REST API with the demo's token."""
    stack: AsyncExitStack = field(repr=False)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def slack(self) -> SandboxSlack:
        return self.places.slack

    @property
    def platform(self) -> DemoPlatform:
        return self.places.platform

    @property
    def mailbox(self) -> Mailbox:
        return self.places.mailbox

    @property
    def page_url(self) -> str:
        """What a person opens: the sandbox's page."""
        return f"{self.slack.base_url}/"

    async def person(self, user_id: str) -> Person:
        """Somebody with the page open: clicks, commands, submits, uploads, and waits on events."""
        if user_id not in self.people:
            self.people[user_id] = await self.stack.enter_async_context(
                sit_down(self.slack.base_url, user_id)
            )
        return self.people[user_id]

    def messages(self, channel_id: str) -> list[Json]:
        """Everything that stands in a channel, replies too, oldest first."""
        return self.slack.workspace.messages.all(channel_id)

    def thread(self, channel_id: str, ts: str) -> list[Json]:
        """The replies below a message."""
        return self.slack.workspace.messages.thread(channel_id, ts)[1:]

    def cards(self, channel_id: str, words: str = "") -> list[Json]:
        """Andon's own cards in a channel itself whose text holds *words*. A card has its strip of colour: the
        overview of the morning, which names cases too and comes when its time has come, is none."""
        bot = self.slack.workspace.people.app.bot_user_id
        found = self.slack.workspace.messages.history(channel_id)
        own = [m for m in found if m.get("user") == bot and m.get("attachments")]
        return [m for m in own if words in shown_text(m)]

    async def until_card(self, channel_id: str, words: str, *, within_s: float = PATIENCE_S) -> Json:
        """The newest card whose drawn words hold *words*, once it stands there."""
        return await until(
            lambda: next(reversed(self.cards(channel_id, words)), None),
            within_s=within_s,
            what=f"a card with {words!r} in {channel_id}",
        )

    async def api(self, method: str, path: str, **more: Any) -> tuple[int, Json]:
        """Status and JSON of one REST request."""
        async with self.http.request(method, self.andon.url + path, **more) as answer:
            return answer.status, await answer.json(content_type=None)


@asynccontextmanager
async def new_world(
    folder: Path,
    *,
    pace_s: float = PACE_S,
    posts_per_s: float = POSTS_PER_S,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[World]:
    """A demo world in *folder*; Andon is not started, and killed at the end if it still runs."""
    headers = {"Authorization": f"Bearer {CLI_TOKEN}"}
    async with AsyncExitStack() as stack:
        places = await stack.enter_async_context(demo_world(folder, pace_s=pace_s, posts_per_s=posts_per_s))
        http = await stack.enter_async_context(ClientSession(headers=headers))
        andon = Andon(places, environment or {})
        try:
            yield World(places=places, andon=andon, http=http, stack=stack)
        finally:
            if andon.process is not None:
                await andon.kill()


@overload
async def until(
    probe: Callable[[], Awaitable[bool]], *, within_s: float = ..., what: str = ..., every_s: float = ...
) -> bool: ...


@overload
async def until(
    probe: Callable[[], Awaitable[T | None] | T | None],
    *,
    within_s: float = ...,
    what: str = ...,
    every_s: float = ...,
) -> T: ...


async def until(
    probe: Callable[[], Awaitable[T | None]] | Callable[[], T | None],
    *,
    within_s: float = PATIENCE_S,
    what: str = "",
    every_s: float = POLL_S,
) -> T:
    """What *probe* (plain or async) finds, asked again every 20 ms unless told. Fails with *what* in the end."""
    try:
        async with asyncio.timeout(within_s):
            while True:
                answer = probe()
                found = await answer if isawaitable(answer) else answer
                if found:
                    return found
                await asyncio.sleep(every_s)
    except TimeoutError:
        raise AssertionError(f"after {within_s} s still no {what or probe}") from None


def shown_text(message: Json) -> str:
    """The text of a message and all words of its blocks and attachments, as one string."""
    parts: list[str] = [str(message.get("text") or "")]
    parts += _words(message.get("blocks"))
    parts += _words(message.get("attachments"))
    return "\n".join(parts)


def _words(document: object) -> list[str]:
    if isinstance(document, list):
        return [word for item in document for word in _words(item)]
    if isinstance(document, dict):
        own = [document["text"]] if isinstance(document.get("text"), str) else []
        return own + [word for value in document.values() for word in _words(value)]
    return []
