"""A stand-in for the local Slack's server, so that the page can be tested alone.

It serves the page's files and canned answers, records every POST, and lets a test push events, hold
an ack back, refuse a submission, or lose the stream. It keeps to the page's contract and has no app.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.sandbox.page import canned, canned_traffic, canned_views

PAGE = Path(__file__).resolve().parents[3] / "sandbox" / "page"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000"
    "ffff03000006000557bfabd40000000049454e44ae426082"
)
WAIT_S = 5.0  # how long a test waits for the page to ask for something
EVENT_KEYS: dict[str, set[str]] = {
    "app": {"type", "connected"},
    "busy": {"type", "key", "on"},
    "channel": {"type", "channel"},
    "ephemeral": {"type", "channel", "message"},
    "ephemeral_gone": {"type", "channel", "ts"},
    "failed": {"type", "key", "words"},
    "home": {"type", "view"},
    "message": {"type", "channel", "message"},
    "message_changed": {"type", "channel", "message"},
    "message_deleted": {"type", "channel", "ts"},
    "modal": {"type", "stack"},
    "toast": {"type", "level", "text", "key"},
    "traffic": {"type", "entry"},
    "unread": {"type", "channel", "unread", "mentions"},
}
"""What each event of the stream carries; held to the real server by test_shapes."""

Json = dict[str, Any]


class FakeSlack:
    """The server and its memory. `posts` holds (path, body) of each POST, oldest first."""

    def __init__(self) -> None:
        self.snapshot = canned.snapshot()
        self.messages = canned.messages()
        self.replies = canned.thread()
        self.home: Json | None = canned_views.home_view()
        self.stack: list[Json] = []
        self.bodies: dict[str, Json] = {"1": canned_traffic.click_bodies()}
        self.levers: Json = canned_traffic.state()
        self.posts: list[tuple[str, Json]] = []
        self.submit_answer: Json = {"ok": True, "errors": None}
        self.refusal: tuple[int, Json] | None = None
        self.holds_acks = False
        self.upload_gate = asyncio.Event()
        self.upload_gate.set()
        self.submit_gate = asyncio.Event()
        self.submit_gate.set()
        self.streams: dict[asyncio.Queue[Json | None], str] = {}
        self.outside: list[str] = []
        self.expected_faults = ["Failed to load resource", "ERR_"]
        self.url = ""
        self._changed = asyncio.Condition()
        self._runner: web.AppRunner | None = None
        self._seen: dict[str, int] = {}
        self._files = 0

    async def start(self) -> None:
        """Listens on a free port of 127.0.0.1."""
        app = web.Application(client_max_size=16 * 1024 * 1024)
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/ui/stream", self._stream),
                web.get("/ui/file", self._file),
                web.get("/ui/traffic/entry", self._entry),
                web.get("/control/state", self._state),
                web.post("/control/{what}", self._lever),
                web.delete("/control/faults", self._no_faults),
                web.get("/ui/{what}", self._get),
                web.post("/ui/upload", self._upload),
                web.post("/ui/{what:.+}", self._post),
                web.static("/", PAGE),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        """Ends the streams and the server."""
        self.lose_streams()
        if self._runner:
            await self._runner.cleanup()

    def push(self, user: str | None = None, **event: Any) -> None:
        """Sends an event to the pages of a user, or to all; one that the real server knows."""
        assert set(event) <= EVENT_KEYS[event["type"]], event["type"]
        for queue, owner in self.streams.items():
            if user in (None, owner):
                queue.put_nowait(event)

    def show_modals(self, *stack: Json) -> None:
        """Makes this the modal stack and says so."""
        self.stack = list(stack)
        self.push(type="modal", stack=self.stack)

    def lose_streams(self) -> None:
        """Cuts every live stream; pages connect again."""
        for queue in self.streams:
            queue.put_nowait(None)

    async def posted(self, path: str) -> Json:
        """Waits for the next POST to a path that no earlier call returned; its body."""

        def next_body() -> Json | None:
            bodies = [body for where, body in self.posts if where == path]
            count = self._seen.get(path, 0)
            return bodies[count] if len(bodies) > count else None

        async with self._changed, asyncio.timeout(WAIT_S):
            await self._changed.wait_for(lambda: next_body() is not None)
        body = next_body()
        assert body is not None
        self._seen[path] = self._seen.get(path, 0) + 1
        return body

    async def connected(self, count: int = 1) -> None:
        """Waits until that many pages listen."""
        async with self._changed, asyncio.timeout(WAIT_S):
            await self._changed.wait_for(lambda: len(self.streams) >= count)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _get(self, request: web.Request) -> web.Response:
        what, query = request.match_info["what"], request.query
        user = query.get("user") or canned.ANA
        if what == "snapshot":
            return web.json_response({"ok": True, **self.snapshot, "me": user})
        if what == "channel":
            found = next(item for item in self.snapshot["channels"] if item["id"] == query["channel"])
            return web.json_response(
                {"ok": True, "channel": found, "messages": self.messages.get(query["channel"], [])}
            )
        answers: Json = {
            "thread": {"messages": self.replies},
            "home": {"view": self.home},
            "modals": {"stack": self.stack},
            "traffic": {"entries": [canned_traffic.CLICK]},
        }
        return web.json_response({"ok": True, **answers[what]})

    async def _entry(self, request: web.Request) -> web.Response:
        return web.json_response({"ok": True, **self.bodies[request.query["id"]]})

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self.levers)

    async def _lever(self, request: web.Request) -> web.Response:
        what, body = request.match_info["what"], await request.json()
        if what == "faults":
            self.levers["faults"].append(canned_traffic.rule(**body))
        await self._record(f"/control/{what}", body)
        return web.json_response({"ok": True})

    async def _no_faults(self, request: web.Request) -> web.Response:
        self.levers["faults"] = []
        await self._record("DELETE /control/faults", {})
        return web.json_response({"ok": True})

    async def _post(self, request: web.Request) -> web.Response:
        body = await request.json()
        what = request.match_info["what"]
        await self._record(f"/ui/{what}", body)
        if self.refusal:
            status, answer = self.refusal
            return web.json_response(answer, status=status)
        if what == "options":
            return web.json_response(
                {"ok": True, "options": [canned.option(f"Found {body['value']}", "found")]}
            )
        if what == "view/submit":
            await self.submit_gate.wait()
            return web.json_response(self.submit_answer)
        if what == "view/close":
            self.show_modals(*([] if body["all"] else self.stack[:-1]))
        if what == "message":
            return web.json_response({"ok": True, "ts": "1790009999.000100"})
        if what not in {"action", "command", "shortcut"}:
            return web.json_response({"ok": True})
        key = f"K{len(self.posts)}"
        if not self.holds_acks:
            self.push(type="busy", key=key, on=False)
        return web.json_response({"ok": True, "key": key})

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        sent = form["file"]
        assert isinstance(sent, web.FileField)
        size = len(sent.file.read())
        await self._record("/ui/upload", {"user": form["user"], "name": sent.filename, "size": size})
        await self.upload_gate.wait()
        self._files += 1
        file = {
            "id": f"F0FILE{self._files:04d}",
            "name": sent.filename,
            "title": sent.filename,
            "mimetype": sent.content_type,
            "filetype": sent.filename.rsplit(".", 1)[-1],
            "pretty_type": "PNG",
            "size": size,
        }
        return web.json_response({"ok": True, "file": file})

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=PNG, content_type="image/png")

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        await response.write(b"retry: 50\n\n")
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self.streams[queue] = request.query["user"]
        await self._tell()
        try:
            while (event := await queue.get()) is not None:
                await response.write(f"data: {json.dumps(event)}\n\n".encode())
        except ConnectionError:
            pass
        finally:
            self.streams.pop(queue, None)
        return response

    async def _record(self, path: str, body: Json) -> None:
        self.posts.append((path, body))
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()
