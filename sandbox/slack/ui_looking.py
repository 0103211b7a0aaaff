"""/ui/*, the half that only looks: what the page shows, and the stream of changes."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import orjson
from aiohttp import web
from aiohttp_sse import sse_response

from sandbox.slack.documents import Json
from sandbox.slack.file_routes import file_response
from sandbox.slack.hub import BODIES, without_bodies
from sandbox.slack.sidebar import channel_json, sees
from sandbox.slack.surfaces import visible_channel
from sandbox.slack.ui_problem import UiProblem, not_there
from sandbox.slack.workspace import Workspace

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]


class UiLooking:
    """Reads of the page. Each names the acting person as `user`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_routes(self, router: web.UrlDispatcher) -> None:
        for path, handler in (
            ("/ui/snapshot", self.snapshot),
            ("/ui/channel", self.channel),
            ("/ui/thread", self.thread),
            ("/ui/home", self.home),
            ("/ui/modals", self.modals),
            ("/ui/stream", self.stream),
            ("/ui/file", self.file),
            ("/ui/traffic", self.traffic),
            ("/ui/traffic/entry", self.traffic_entry),
        ):
            router.add_get(path, told(handler))

    async def snapshot(self, request: web.Request) -> web.Response:
        workspace = self._workspace
        asked = (
            request.query.get("user") or next(iter(workspace.people.humans())).id
        )  # a first visit names nobody
        user_id = acting_user(workspace, asked)
        config = workspace.config
        channels = [channel for channel in workspace.channels.all() if sees(workspace, user_id, channel)]
        return reply(
            {
                "ok": True,
                "team": {"id": config.team_id, "name": config.team_name, "domain": config.team_domain},
                "me": user_id,
                "users": [self._user(user) for user in self._user_ids()],
                "app": self._app(),
                "channels": [channel_json(workspace, user_id, channel) for channel in channels],
                "usergroups": [
                    {"id": group.id, "handle": group.handle, "name": group.name, "users": list(group.users)}
                    for group in workspace.user_groups.all()
                ],
                "links": [{"label": link.label, "href": link.href} for link in config.links],
            }
        )

    async def channel(self, request: web.Request) -> web.Response:
        workspace, user_id = self._workspace, acting_user(self._workspace, request.query.get("user"))
        channel = visible_channel(workspace, user_id, request.query.get("channel"))
        messages = workspace.messages.history(channel.id)
        whispers = [m for m in workspace.messages.ephemerals(channel.id, user_id) if not m.get("thread_ts")]
        if messages:
            workspace.channels.mark_read(channel, user_id, messages[-1]["ts"])
            event = {"type": "unread", "channel": channel.id, "unread": 0, "mentions": 0}
            workspace.hub.tell(event, [user_id])
        shown = sorted([*messages, *whispers], key=lambda message: str(message["ts"]))
        return reply({"ok": True, "channel": channel_json(workspace, user_id, channel), "messages": shown})

    async def thread(self, request: web.Request) -> web.Response:
        workspace, user_id = self._workspace, acting_user(self._workspace, request.query.get("user"))
        channel = visible_channel(workspace, user_id, request.query.get("channel"))
        ts = request.query.get("ts", "")
        whispers = [m for m in workspace.messages.ephemerals(channel.id, user_id) if m.get("thread_ts") == ts]
        messages = workspace.messages.thread(channel.id, ts)
        if not messages:
            not_there("thread")
        return reply({"ok": True, "messages": [*messages, *whispers]})

    async def home(self, request: web.Request) -> web.Response:
        user_id = acting_user(self._workspace, request.query.get("user"))
        return reply({"ok": True, "view": self._workspace.modals.home(user_id)})

    async def modals(self, request: web.Request) -> web.Response:
        user_id = acting_user(self._workspace, request.query.get("user"))
        return reply({"ok": True, "stack": self._workspace.modals.stack(user_id)})

    async def file(self, request: web.Request) -> web.Response:
        user_id = acting_user(self._workspace, request.query.get("user"))
        record = self._workspace.files.get(request.query.get("id", ""))
        if record is None or not record["uploaded"] or not _may_see(self._workspace, user_id, record):
            not_there("file")
        return file_response(self._workspace, record)

    async def traffic(self, request: web.Request) -> web.Response:
        limit = request.query.get("limit", "200")
        entries = self._workspace.hub.traffic(int(limit) if limit.isdigit() else 200)
        return reply({"ok": True, "entries": [without_bodies(entry) for entry in entries]})

    async def traffic_entry(self, request: web.Request) -> web.Response:
        """What one line of the traffic was about: {payload, ack} or {arguments, reply}, the others null."""
        number = request.query.get("id", "")
        entry = self._workspace.hub.entry(int(number)) if number.isdigit() else None
        if entry is None:
            not_there("entry")
        return reply({"ok": True, **{name: entry.get(name) for name in sorted(BODIES)}})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the page leaves, lags too far behind, or the sandbox stops."""
        user_id = acting_user(self._workspace, request.query.get("user"))
        queue = self._workspace.hub.listen(user_id)
        try:
            async with sse_response(request) as response:
                await response.send(_text({"type": "app", "connected": self._workspace.delivery.connected}))
                while (event := await queue.get()) is not None:
                    await response.send(_text(event))
            return response
        except ConnectionError:
            return web.Response()  # the page left
        finally:
            self._workspace.hub.leave(queue)

    def _user_ids(self) -> list[str]:
        people = self._workspace.people
        return [user.id for user in people.humans()] + [people.app.bot_user_id]

    def _user(self, user_id: str) -> Json:
        people = self._workspace.people
        body = people.user_json(user_id, include_locale=True)
        seed = people.human(user_id)
        words = body["real_name"].split()
        return {
            "id": user_id,
            "name": body["name"],
            "real_name": body["real_name"],
            "avatar_color": f"#{body['color']}",
            "initials": "".join(word[0] for word in words[:2]).upper(),
            "is_bot": body["is_bot"],
            "is_admin": body["is_admin"],
            "tz": body["tz"],
            "tz_offset_s": body["tz_offset"],
            "locale": body["locale"],
            "role_note": seed.role_note if seed else "App",
        }

    def _app(self) -> Json:
        app = self._workspace.people.app
        return {
            "id": app.id,
            "name": app.name,
            "bot_user_id": app.bot_user_id,
            "commands": [
                {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
                for c in app.commands
            ],
            "shortcuts": [
                {"callback_id": s.callback_id, "name": s.name, "type": s.type} for s in app.shortcuts
            ],
            "connected": self._workspace.delivery.connected,
        }


def _may_see(workspace: Workspace, user_id: str, record: Json) -> bool:
    """One's own file, one shared where this person looks, or one of the bot that only stands in blocks."""
    places = [workspace.channels.get(share["channel"]) for share in record["shares"]]
    if record["user"] == user_id or any(place and sees(workspace, user_id, place) for place in places):
        return True
    return not places and record["user"] == workspace.people.app.bot_user_id


def told(handler: Handler) -> Handler:
    """The handler with `UiProblem` answered in the page's own shape."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except UiProblem as problem:
            body = {"ok": False, "errors": None, "error": problem.error, "detail": problem.detail}
            return web.json_response(body, status=problem.status)

    return answer


def acting_user(workspace: Workspace, user_id: object) -> str:
    """The person the page acts as; raises `UiProblem` for a stranger."""
    if not isinstance(user_id, str) or workspace.people.human(user_id) is None:
        raise UiProblem("user_not_found", "Name an existing person as `user`.", 404)
    return user_id


def reply(document: Json) -> web.Response:
    return web.Response(body=orjson.dumps(document), content_type="application/json")


def _text(event: Json) -> str:
    return orjson.dumps(event).decode()
