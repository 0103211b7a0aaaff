"""A person at the page, for tests and scripts: clicks, types, submits, uploads, and waits without sleeping.

Speaks the page's own routes (/ui/...), so what it can do a person can do.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import aiohttp

from sandbox.slack.documents import Json
from sandbox.slack.input_state import VALUE_FIELDS
from sandbox.slack.stored_blocks import all_blocks, elements

T = TypeVar("T")
PATIENCE_S = 20.0  # how long a wait may take before the test fails


class Refused(Exception):
    """The page's server said no; the text is its `error`."""


class Person:
    """One user with a live stream of what the page would show."""

    def __init__(self, user_id: str, session: aiohttp.ClientSession) -> None:
        self.user_id = user_id
        self._session = session
        self._news = asyncio.Event()
        self.events: list[Json] = []

    async def messages(self, channel: str) -> list[Json]:
        return list((await self.get("/ui/channel", channel=channel))["messages"])

    async def thread(self, channel: str, ts: str) -> list[Json]:
        return list((await self.get("/ui/thread", channel=channel, ts=ts))["messages"])

    async def modal(self) -> Json | None:
        """The view on top, if one is open."""
        stack = (await self.get("/ui/modals"))["stack"]
        return stack[-1] if stack else None

    async def home(self) -> Json | None:
        view: Json | None = (await self.get("/ui/home"))["view"]
        return view

    async def say(self, channel: str, text: str, **more: object) -> str:
        """Write a message; its ts."""
        return str((await self.post("/ui/message", channel=channel, text=text, **more))["ts"])

    async def command(self, channel: str, line: str) -> None:
        """Type a whole command line, and wait for its ack or failure."""
        command, _, text = line.partition(" ")
        await self.acked(await self.post("/ui/command", channel=channel, command=command, text=text))

    async def click(self, channel: str, message: Json, action_id: str, **action: object) -> None:
        """Click or choose in a message (or ephemeral); the extra words are the element's value."""
        kind = "ephemeral" if message.get("is_ephemeral") else "message"
        container = {"type": kind, "channel": channel, "message_ts": message["ts"]}
        await self._act(container, message, action_id, action)

    async def click_in_view(self, view: Json, action_id: str, **action: object) -> None:
        kind = "home" if view["type"] == "home" else "view"
        await self._act({"type": kind, "view_id": view["id"]}, view, action_id, action)

    async def submit(self, view: Json, **values: object) -> dict[str, str] | None:
        """Submit with values by action_id; None, or the errors by block id."""
        state = filled(view, values)
        answer = await self.post("/ui/view/submit", view_id=view["id"], state={"values": state})
        errors: dict[str, str] | None = answer["errors"]
        return errors

    async def close(self, view: Json, *, everything: bool = False, **values: object) -> None:
        """Cancel with values by action_id; `everything` is the cross, for the whole stack."""
        state = {"state": {"values": filled(view, values)}} if values else {}
        await self.post("/ui/view/close", view_id=view["id"], all=everything, **state)

    async def upload(self, name: str, content: bytes) -> Json:
        """Upload a private file; Slack's file object."""
        form = aiohttp.FormData()
        form.add_field("user", self.user_id)
        form.add_field("file", content, filename=name)
        async with self._session.post("/ui/upload", data=form) as response:
            return dict((await _answer(response))["file"])

    async def open_home(self) -> None:
        await self.post("/ui/home/open")

    def toasts(self) -> list[str]:
        return [str(event["text"]) for event in self.events if event["type"] == "toast"]

    async def until(self, probe: Callable[[], Awaitable[T | None]]) -> T:
        """Ask again after each event of the stream until the probe finds something."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                self._news.clear()
                found = await probe()
                if found:
                    return found
                await self._news.wait()

    async def until_message(self, channel: str, wanted: Callable[[Json], bool]) -> Json:
        async def probe() -> Json | None:
            return next((m for m in await self.messages(channel) if wanted(m)), None)

        return await self.until(probe)

    async def until_modal(self, wanted: Callable[[Json], bool] = lambda view: True) -> Json:
        async def probe() -> Json | None:
            view = await self.modal()
            return view if view and wanted(view) else None

        return await self.until(probe)

    async def get(self, path: str, **query: str) -> Json:
        async with self._session.get(path, params={"user": self.user_id, **query}) as response:
            return await _answer(response)

    async def post(self, path: str, **body: object) -> Json:
        async with self._session.post(path, json={"user": self.user_id, **body}) as response:
            return await _answer(response)

    async def listen(self) -> None:
        """Read the stream until cancelled; `sit_down` runs this."""
        async with self._session.get("/ui/stream", params={"user": self.user_id}) as response:
            async for line in response.content:
                if line.startswith(b"data:"):
                    self.events.append(json.loads(line[5:]))
                    self._news.set()

    async def _act(self, container: Json, document: Json, action_id: str, action: Json) -> None:
        block_id = _block_of(document, action_id)
        answer = await self.post(
            "/ui/action",
            container=container,
            block_id=block_id,
            action_id=action_id,
            action=action,
            state={"values": (document.get("state") or {}).get("values") or {}},
        )
        await self.acked(answer)

    async def acked(self, answer: Json) -> None:
        """Wait until the app's ack of this act, or its failure, is known."""
        key = answer["key"]

        async def probe() -> bool:
            return any(e["type"] == "busy" and e["key"] == key and not e["on"] for e in self.events)

        await self.until(probe)


@asynccontextmanager
async def sit_down(base_url: str, user_id: str) -> AsyncIterator[Person]:
    """A person whose page is open, its stream connected."""
    unlimited = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(base_url, timeout=unlimited) as session:
        person = Person(user_id, session)
        listening = asyncio.create_task(person.listen())
        try:
            await person.until(_first_event(person))
            yield person
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


def filled(view: Json, values: Json) -> Json:
    """`state.values` of a view with these values by action_id, in the shape its elements ask for."""
    state: Json = {}
    for block, _ in all_blocks(view):
        for element in elements(block):
            action_id, kind = element["action_id"], element["type"]
            if action_id in values and kind in VALUE_FIELDS:
                entry = {"type": kind, VALUE_FIELDS[kind]: values[action_id]}
                state.setdefault(block["block_id"], {})[action_id] = entry
    return state


def _first_event(person: Person) -> Callable[[], Awaitable[bool]]:
    async def probe() -> bool:
        return bool(person.events)

    return probe


def _block_of(document: Json, action_id: str) -> str:
    for block, _ in all_blocks(document):
        if any(element["action_id"] == action_id for element in elements(block)):
            return str(block["block_id"])
    raise LookupError(f"no element {action_id}")


async def _answer(response: aiohttp.ClientResponse) -> Json:
    body: Json = await response.json()
    if not body.get("ok"):
        raise Refused(body.get("error"))
    return body
