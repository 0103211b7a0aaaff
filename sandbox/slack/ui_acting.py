"""/ui/*, the half that acts: what a person does on the page."""

import json

from aiohttp import BodyPartReader, web

from sandbox.slack import acting, submitting
from sandbox.slack.documents import Json
from sandbox.slack.file_routes import read_part
from sandbox.slack.posting import delete, take_back_whisper
from sandbox.slack.reacting import react
from sandbox.slack.surfaces import visible_channel
from sandbox.slack.ui_looking import acting_user, reply, told
from sandbox.slack.ui_problem import UiProblem, not_there, part
from sandbox.slack.workspace import Workspace


class UiActing:
    """Writes of the page: JSON in, JSON out; an upload is multipart."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_routes(self, router: web.UrlDispatcher) -> None:
        for path, handler in (
            ("/ui/home/open", self.open_home),
            ("/ui/message", self.message),
            ("/ui/ephemeral/dismiss", self.dismiss),
            ("/ui/command", self.command),
            ("/ui/action", self.action),
            ("/ui/view/submit", self.submit),
            ("/ui/view/close", self.close),
            ("/ui/upload", self.upload),
            ("/ui/options", self.options),
            ("/ui/reaction", self.reaction),
            ("/ui/shortcut", self.shortcut),
            ("/ui/delete", self.delete),
        ):
            router.add_post(path, told(handler))

    async def open_home(self, request: web.Request) -> web.Response:
        """The app is looked at: {tab: "home" | "messages"}, its Home tab when left out."""
        user_id, said = await self._said(request)
        tab = "messages" if said.get("tab") == "messages" else "home"
        acting.open_home(self._workspace, user_id, tab)
        return reply({"ok": True})

    async def message(self, request: web.Request) -> web.Response:
        user_id, said = await self._said(request)
        channel = visible_channel(self._workspace, user_id, said.get("channel"))
        listed = said.get("file_ids")
        file_ids = [str(item) for item in listed] if isinstance(listed, list) else []
        thread_ts = str(said["thread_ts"]) if said.get("thread_ts") else None
        text = str(said.get("text") or "")
        message = acting.say(
            self._workspace,
            user_id,
            channel,
            text,
            thread_ts=thread_ts,
            broadcast=bool(said.get("broadcast")),
            file_ids=file_ids,
        )
        return reply({"ok": True, "ts": message["ts"]})

    async def dismiss(self, request: web.Request) -> web.Response:
        """Put an ephemeral message away: {channel, ts}."""
        user_id, said = await self._said(request)
        channel = visible_channel(self._workspace, user_id, said.get("channel"))
        take_back_whisper(self._workspace, channel, user_id, str(said.get("ts")))
        return reply({"ok": True})

    async def command(self, request: web.Request) -> web.Response:
        user_id, said = await self._said(request)
        channel = visible_channel(self._workspace, user_id, said.get("channel"))
        words = str(said.get("text") or "")
        key = acting.run_command(self._workspace, user_id, channel, str(said.get("command")), words)
        return reply({"ok": True, "key": key})

    async def action(self, request: web.Request) -> web.Response:
        user_id, said = await self._said(request)
        return reply({"ok": True, "key": acting.act(self._workspace, user_id, said)})

    async def submit(self, request: web.Request) -> web.Response:
        user_id, said = await self._said(request)
        values = part(said, "state").get("values")
        errors = await submitting.submit(self._workspace, user_id, str(said.get("view_id")), values)
        return reply({"ok": True, "errors": errors})

    async def close(self, request: web.Request) -> web.Response:
        user_id, said = await self._said(request)
        view_id, everything = str(said.get("view_id")), bool(said.get("all"))
        values = part(said, "state").get("values")
        await submitting.close(self._workspace, user_id, view_id, values, everything=everything)
        return reply({"ok": True})

    async def options(self, request: web.Request) -> web.Response:
        user_id, said = await self._said(request)
        return reply({"ok": True, **await acting.suggest(self._workspace, user_id, said)})

    async def shortcut(self, request: web.Request) -> web.Response:
        user_id, said = await self._said(request)
        channel = None
        if said.get("channel"):
            channel = visible_channel(self._workspace, user_id, said["channel"])
        callback_id, ts = str(said.get("callback_id")), said.get("message_ts")
        key = acting.run_shortcut(self._workspace, user_id, callback_id, channel, ts)
        return reply({"ok": True, "key": key})

    async def reaction(self, request: web.Request) -> web.Response:
        user_id, said = await self._said(request)
        channel = visible_channel(self._workspace, user_id, said.get("channel"))
        message = self._workspace.messages.find(channel.id, str(said.get("ts")))
        if message is None:
            not_there("message")
        react(
            self._workspace, channel, message, user_id, str(said.get("name")), on=bool(said.get("on", True))
        )
        return reply({"ok": True})

    async def delete(self, request: web.Request) -> web.Response:
        """One's own message; an admin may delete anybody's, the bot's too."""
        user_id, said = await self._said(request)
        workspace, ts = self._workspace, str(said.get("ts"))
        channel = visible_channel(workspace, user_id, said.get("channel"))
        message = workspace.messages.find(channel.id, ts)
        if message is None:
            not_there("message")
        user = workspace.people.human(user_id)
        if message.get("user") != user_id and not (user and user.is_admin):
            raise UiProblem("cant_delete_message", "Only its author or an admin can delete it.", 403)
        delete(workspace, channel, message)
        return reply({"ok": True})

    async def upload(self, request: web.Request) -> web.Response:
        """A private file of the person: {user, file} as multipart."""
        user_id, name, content = "", "", b""
        if request.content_type != "multipart/form-data":
            raise UiProblem("invalid_upload", "Send the file as multipart/form-data.")
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader):
                continue
            if part.name == "user":
                user_id = (await part.text())[:100]
            elif part.name == "file":
                name = part.filename or "file"
                content = await read_part(part, self._workspace.config.max_upload_bytes)
        owner = acting_user(self._workspace, user_id)
        record = self._workspace.files.upload_by_user(name=name, content=content, user_id=owner)
        return reply({"ok": True, "file": self._workspace.files.json(record, with_shares=False)})

    async def _said(self, request: web.Request) -> tuple[str, Json]:
        try:
            said = json.loads(await request.read())
        except ValueError:
            raise UiProblem("invalid_json", "Send a JSON object.") from None
        if not isinstance(said, dict):
            raise UiProblem("invalid_json", "Send a JSON object.")
        return acting_user(self._workspace, said.get("user")), said
