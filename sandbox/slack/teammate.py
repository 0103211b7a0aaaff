"""A person at the page in one line each: clicks, types, submits, uploads, reacts, replies, and waits for words.

Each act goes through the page's own routes and returns once the app has acknowledged it. Waits look again after
each event of the page's live stream; none of them sleeps. `page` is the same person, act by act.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from sandbox.slack.controls import NotThere, chosen, control_or_none, find_control
from sandbox.slack.documents import Json
from sandbox.slack.person import PATIENCE_S, Person

Where: TypeAlias = str | Json | None
"""A channel by name or id (the newest thing there that has the control), a message, a view; None: the modal."""

Upload: TypeAlias = tuple[str, bytes]
"""Name and content of a file."""


class Teammate:
    """One user of the workspace, at the page from the first act on."""

    def __init__(
        self, user_id: str, sit: Callable[[str], Awaitable[Person]], channel: Callable[[str], str]
    ) -> None:
        self.id = user_id
        self._sit, self._channel = sit, channel

    async def page(self) -> Person:
        return await self._sit(self.id)

    async def say(self, channel: str, text: str, *, files: tuple[Upload, ...] = ()) -> Json:
        """Write in a channel; the message as it stands there."""
        return await self._write(channel, text, files)

    async def reply(self, message: Json, text: str, *, files: tuple[Upload, ...] = ()) -> Json:
        """Write in the thread of a message."""
        thread = str(message.get("thread_ts") or message["ts"])
        return await self._write(str(message["channel"]), text, files, thread_ts=thread)

    async def type(self, channel: str, line: str) -> None:
        """Type a slash command."""
        await (await self.page()).command(self._channel(channel), line)

    async def click(self, what: str, where: Where = None) -> None:
        """Press the button with these words or this action_id."""
        await self._act(what, where, lambda element: {})

    async def choose(self, what: str, choice: object, where: Where = None) -> None:
        """Choose in a menu, an overflow, a picker or a field that tells the app at once."""
        await self._act(what, where, lambda element: chosen(element, choice))

    async def submit(self, **fields: object) -> dict[str, str]:
        """Fill in the modal on top and send it; what is wrong, by block_id.

        Fields go by block_id or action_id; `submit(**{"Why": "..."})` goes by the label. A file input takes
        (name, content), or a list of them.
        """
        page, view = await self.page(), await self.sees_modal()
        values: Json = {}
        for name, given in fields.items():
            block, element = find_control(view, name)
            entered = await self._files(given) if element["type"] == "file_input" else given
            value = {"type": element["type"], **chosen(element, entered)}
            values.setdefault(block["block_id"], {})[element["action_id"]] = value
        sent = await page.post("/ui/view/submit", view_id=view["id"], state={"values": values})
        return dict(sent["errors"] or {})

    async def cancel(self, *, everything: bool = False) -> None:
        """Close the modal on top, or the whole stack by its cross."""
        await (await self.page()).close(await self.sees_modal(), everything=everything)

    async def upload(self, name: str, content: bytes) -> Json:
        """A private file; Slack's file object."""
        return await (await self.page()).upload(name, content)

    async def react(self, message: Json, emoji: str, *, on: bool = True) -> None:
        place = {"channel": message["channel"], "ts": message["ts"]}
        await (await self.page()).post("/ui/reaction", name=emoji.strip(":"), on=on, **place)

    async def shortcut(self, callback_id: str, message: Json | None = None) -> None:
        """Use a shortcut of the app: a global one, or one on a message."""
        page = await self.page()
        place = {"channel": message["channel"], "message_ts": message["ts"]} if message else {}
        await page.acked(await page.post("/ui/shortcut", callback_id=callback_id, **place))

    async def home(self, text: str = "") -> Json:
        """Look at the app's Home tab, and wait until it is published and says *text*."""
        page = await self.page()
        await page.open_home()
        return await self.sees_home(text)

    async def messages(self, channel: str) -> list[Json]:
        """What this person sees there, whispers included, oldest first."""
        found = await (await self.page()).messages(self._channel(channel))
        return [_placed(message, self._channel(channel)) for message in found]

    async def thread(self, message: Json) -> list[Json]:
        """A message and its replies."""
        channel, ts = str(message["channel"]), str(message.get("thread_ts") or message["ts"])
        return [_placed(one, channel) for one in await (await self.page()).thread(channel, ts)]

    async def sees(self, channel: str, text: str) -> Json:
        """Wait for a message there whose text or blocks say this; the newest one."""
        found: Json = await self._until(
            lambda: self._newest(channel, lambda message: text in _said(message)), f"{text!r} in {channel}"
        )
        return found

    async def sees_modal(self, text: str = "") -> Json:
        """Wait for an open modal that says this in its title, its callback_id or its blocks; the one on top."""
        return await self._until(lambda: self._view("modal", text), f"a modal with {text!r}")

    async def sees_home(self, text: str = "") -> Json:
        return await self._until(lambda: self._view("home", text), f"a Home tab with {text!r}")

    async def sees_no_modal(self) -> None:
        """Wait until every modal is closed."""

        async def probe() -> Json | None:
            return None if await page.modal() else {"closed": True}

        page = await self.page()
        await self._until(probe, "every modal closed")

    async def is_told(self, text: str) -> str:
        """Wait for one of Slack's own notices over the page, such as an app's failure; its words."""
        page = await self.page()

        async def probe() -> Json | None:
            return next(({"text": toast} for toast in page.toasts() if text in toast), None)

        return str((await self._until(probe, f"a notice with {text!r}"))["text"])

    async def _write(self, channel: str, text: str, files: tuple[Upload, ...], **more: object) -> Json:
        page, channel_id = await self.page(), self._channel(channel)
        ids = [str(file["id"]) for file in await self._files(list(files))]
        ts = await page.say(channel_id, text, file_ids=ids, **more)
        parent = str(more.get("thread_ts") or ts)
        (message,) = [m for m in await page.thread(channel_id, parent) if m["ts"] == ts]
        return _placed(message, channel_id)

    async def _files(self, given: Any) -> list[Json]:
        """Slack's file objects: of what was uploaded before, and of (name, content) uploaded now."""
        found: list[Json] = []
        for item in given if isinstance(given, list) else [given]:
            found.append(await self.upload(*item) if isinstance(item, tuple) else item)
        return found

    async def _act(self, what: str, where: Where, entered: Callable[[Json], Json]) -> None:
        page = await self.page()
        document = await self._document(what, where)
        block, element = find_control(document, what)
        sent = await page.post(
            "/ui/action",
            container=_container(document),
            block_id=block["block_id"],
            action_id=element["action_id"],
            action=entered(element),
            state={"values": (document.get("state") or {}).get("values") or {}},
        )
        await page.acked(sent)

    async def _document(self, what: str, where: Where) -> Json:
        if isinstance(where, dict):
            return where
        if where is None:
            return await self.sees_modal()
        return await self._until(
            lambda: self._newest(where, lambda message: control_or_none(message, what) is not None),
            f"{what!r} in {where}",
        )

    async def _newest(self, channel: str, wanted: Callable[[Json], bool]) -> Json | None:
        return next((m for m in reversed(await self.messages(channel)) if wanted(m)), None)

    async def _view(self, kind: str, text: str) -> Json | None:
        page = await self.page()
        view = await (page.home() if kind == "home" else page.modal())
        return view if view and text in _said(view) else None

    async def _until(self, probe: Callable[[], Awaitable[Json | None]], what: str) -> Json:
        try:
            return await (await self.page()).until(probe)
        except TimeoutError:
            raise NotThere(f"{self.id} waited {PATIENCE_S:g} s for {what}") from None


def _container(document: Json) -> Json:
    if "type" in document and document["type"] in ("modal", "home"):
        kind = "home" if document["type"] == "home" else "view"
        return {"type": kind, "view_id": document["id"]}
    kind = "ephemeral" if document.get("is_ephemeral") else "message"
    return {"type": kind, "channel": document["channel"], "message_ts": document["ts"]}


def _placed(message: Json, channel: str) -> Json:
    """The page's list names the channel once; here each message knows where it stands."""
    return {**message, "channel": channel}


def _said(document: Json) -> str:
    """All words of a message or a view."""
    return " ".join(_words(document))


def _words(node: object) -> list[str]:
    if isinstance(node, list):
        return [word for item in node for word in _words(item)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("text", "callback_id", "fallback") if isinstance(node.get(key), str)]
    return own + [word for value in node.values() for word in _words(value)]
