"""/control/*: faults and facts for tests and for whoever wants to see the app on a bad day.

Outside /api, since Slack has nothing like it.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, fields

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from sandbox.slack import lifecycle
from sandbox.slack.channels import Channel
from sandbox.slack.control_state import state_of
from sandbox.slack.documents import Json
from sandbox.slack.faults import CALL_FAULTS, DELIVERY_FAULTS, Fault
from sandbox.slack.posting import delete
from sandbox.slack.ui_looking import reply, told
from sandbox.slack.ui_problem import UiProblem, not_there
from sandbox.slack.workspace import Workspace


class Control:
    """The levers. Each POST takes a JSON object."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/control/messages", told(self.messages))
        router.add_get("/control/calls", told(self.calls))
        router.add_get("/control/state", told(self.state))
        router.add_get("/control/faults", told(self.faults))
        router.add_post("/control/faults", told(self.add_fault))
        router.add_delete("/control/faults", told(self.clear_faults))
        router.add_post("/control/channel", told(self.channel))
        router.add_post("/control/group", told(self.group))
        router.add_post("/control/token", told(self.token))
        router.add_post("/control/delete", told(self.delete))
        router.add_post("/control/clock", told(self.clock))
        router.add_post("/control/paging", told(self.paging))
        router.add_post("/control/socket", told(self.socket))
        router.add_post("/control/app", told(self.app))
        router.add_post("/control/repeat", told(self.repeat))

    async def messages(self, request: web.Request) -> web.Response:
        """Every message ever posted there, replies and deleted ones included, oldest first."""
        channel, log = self._channel(request.query.get("channel")), self._workspace.messages
        gone = [{**message, "deleted": True} for message in log.deleted(channel.id)]
        alive = [m for m in log.all(channel.id) if m.get("subtype") != "tombstone"]
        messages = sorted([*alive, *gone], key=lambda message: str(message["ts"]))
        return reply({"ok": True, "messages": messages, "count": len(messages)})

    async def calls(self, request: web.Request) -> web.Response:
        """The traffic with arguments and replies; `method` narrows it to one kind."""
        wanted = request.query.get("method")
        entries = [e for e in self._workspace.hub.traffic(2000) if wanted in (None, e["kind"])]
        return reply({"ok": True, "calls": entries, "count": len(entries)})

    async def state(self, request: web.Request) -> web.Response:
        return reply(state_of(self._workspace))

    async def faults(self, request: web.Request) -> web.Response:
        rules = [asdict(rule) for rule in self._workspace.faults.rules()]
        return reply({"ok": True, "faults": rules, "hits": self._workspace.faults.hits})

    async def add_fault(self, request: web.Request) -> web.Response:
        """The fields of `Fault`; `seed` makes the random ones repeatable."""
        said = await _said(request)
        seed = said.pop("seed", None)
        unknown = sorted(set(said) - {field.name for field in fields(Fault)})
        try:
            fault = _FAULT.validate_python(said)
        except ValidationError as error:
            unknown += [".".join(map(str, problem["loc"])) for problem in error.errors()]
        if unknown:
            known = ", ".join([*CALL_FAULTS, *DELIVERY_FAULTS])
            raise UiProblem("invalid_fault", f"`kind` is one of {known}; wrong here: {unknown}")
        if isinstance(seed, int):
            self._workspace.faults.seed(seed)
        self._workspace.faults.add(fault)
        return reply({"ok": True})

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._workspace.faults.clear()
        return reply({"ok": True})

    async def channel(self, request: web.Request) -> web.Response:
        """{channel, act}: archive, unarchive, rename (to `name`), remove_bot, invite_bot, delete, change_id."""
        said = await _said(request)
        channel, act = self._channel(said.get("channel")), _CHANNEL_ACTS.get(str(said.get("act")))
        if act is None:
            raise UiProblem("invalid_act", f"`act` is one of {', '.join(_CHANNEL_ACTS)}.")
        act(self._workspace, channel, said)
        return reply({"ok": True})

    async def group(self, request: web.Request) -> web.Response:
        """{group, users: [...]} or {group, act: disable | enable}: the app hears subteam_updated and, of people,
        subteam_members_changed."""
        said, groups = await _said(request), self._workspace.user_groups
        group, users = groups.get(str(said.get("group"))), said.get("users")
        if group is None:
            not_there("user group")
        if isinstance(users, list):
            groups.set_users(group, tuple(map(str, users)))
        elif said.get("act") in ("disable", "enable"):
            groups.set_disabled(group, said["act"] == "disable")
        else:
            raise UiProblem("invalid_act", "Give `users`, or `act`: disable or enable.")
        return reply({"ok": True})

    async def token(self, request: web.Request) -> web.Response:
        """{act: revoke | uninstall | expire | restore}, or {scopes: [...]} to reinstall with other scopes."""
        said, workspace = await _said(request), self._workspace
        if isinstance(said.get("scopes"), list):
            workspace.tokens.set_scopes(workspace.tokens.bot_secret, tuple(map(str, said["scopes"])))
        elif said.get("act") in ("revoke", "uninstall"):
            lifecycle.revoke(workspace, uninstall=said["act"] == "uninstall")
        elif said.get("act") == "expire":
            workspace.tokens.kill(workspace.tokens.bot_secret, "token_expired")
        elif said.get("act") == "restore":
            workspace.tokens.revive(workspace.tokens.bot_secret)
        else:
            raise UiProblem("invalid_act", "`act` is revoke, uninstall, expire or restore, or give `scopes`.")
        return reply({"ok": True})

    async def delete(self, request: web.Request) -> web.Response:
        """{channel, ts}: delete any message, as a workspace owner may."""
        said = await _said(request)
        channel = self._channel(said.get("channel"))
        message = self._workspace.messages.find(channel.id, str(said.get("ts")))
        if message is None:
            not_there("message")
        delete(self._workspace, channel, message)
        return reply({"ok": True})

    async def clock(self, request: web.Request) -> web.Response:
        """{advance_s}: jump forward; retries and expiries that are due then happen."""
        said = await _said(request)
        seconds = said.get("advance_s")
        if not isinstance(seconds, int | float):
            raise UiProblem("invalid_arguments", "`advance_s` is a number of seconds.")
        self._workspace.clock.advance(seconds)
        return reply({"ok": True, "now_s": self._workspace.clock.now_s()})

    async def paging(self, request: web.Request) -> web.Response:
        """{short: true}: lists come in pages shorter than asked for, some of them empty."""
        self._workspace.short_pages = bool((await _said(request)).get("short"))
        return reply({"ok": True})

    async def socket(self, request: web.Request) -> web.Response:
        """{act: warning | refresh_requested | link_disabled | abort | refuse | allow}"""
        act, socket = (await _said(request)).get("act"), self._workspace.delivery.socket
        if act == "warning" or act == "refresh_requested" or act == "link_disabled":
            await socket.disconnect(act)
        elif act == "abort":
            socket.abort()
        elif act in ("refuse", "allow"):
            socket.enabled = act == "allow"
        else:
            raise UiProblem("invalid_act", "`act` names a disconnect reason, abort, refuse or allow.")
        return reply({"ok": True, "connections": socket.connection_count})

    async def app(self, request: web.Request) -> web.Response:
        """{request_url} for signed HTTP, {socket_mode: true} to go back; {ssl_check: true} probes the address.

        `verified` says whether the address echoed the challenge of Slack's url_verification.
        """
        said, delivery = await _said(request), self._workspace.delivery
        if said.get("socket_mode"):
            delivery.use_socket()
            return reply({"ok": True})
        if said.get("ssl_check"):
            if delivery.http is None:
                raise UiProblem("invalid_act", "Only a request url is probed; this app is in Socket Mode.")
            return reply({"ok": True, "status": await delivery.http.ssl_check()})
        link = delivery.use_http(str(said.get("request_url")))
        verified = await link.challenge(self._workspace.mint.secret_path())
        return reply({"ok": True, "verified": verified})

    async def repeat(self, request: web.Request) -> web.Response:
        """Deliver the last event again: what is delivered at least once comes twice some day."""
        if not self._workspace.events.repeat_last():
            not_there("event")
        return reply({"ok": True})

    def _channel(self, channel_id: object) -> Channel:
        channel = self._workspace.channels.get(str(channel_id))
        return channel if channel is not None else not_there("channel")


async def _said(request: web.Request) -> Json:
    try:
        said = json.loads(await request.read() or b"{}")
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise UiProblem("invalid_json", "Send a JSON object.")
    return said


def _person(workspace: Workspace) -> str:
    """Who archives channels here; events name somebody."""
    return workspace.config.users[0].id


def _bot(workspace: Workspace) -> str:
    return workspace.people.app.bot_user_id


_CHANNEL_ACTS: dict[str, Callable[[Workspace, Channel, Json], object]] = {
    "archive": lambda workspace, channel, said: lifecycle.archive(workspace, channel, _person(workspace)),
    "unarchive": lambda workspace, channel, said: lifecycle.unarchive(workspace, channel, _person(workspace)),
    "rename": lambda workspace, channel, said: lifecycle.rename(workspace, channel, str(said.get("name"))),
    "remove_bot": lambda workspace, channel, said: lifecycle.leave_channel(
        workspace, channel, _bot(workspace)
    ),
    "invite_bot": lambda workspace, channel, said: lifecycle.join_channel(
        workspace, channel, _bot(workspace)
    ),
    "delete": lambda workspace, channel, said: lifecycle.delete_channel(workspace, channel),
    "change_id": lambda workspace, channel, said: lifecycle.change_channel_id(
        workspace, channel, str(said.get("id") or workspace.mint.id("C"))
    ),
}
_FAULT: TypeAdapter[Fault] = TypeAdapter(Fault)
