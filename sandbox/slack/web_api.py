"""/api/{method}: the Web API at the wire: encodings, tokens, limits, faults, the log of calls."""

import logging
import math
import time
from contextlib import suppress

from aiohttp import web

from sandbox.slack.arguments import Arguments, read_arguments
from sandbox.slack.documents import Json
from sandbox.slack.faults import Fault
from sandbox.slack.methods import METHODS, Call, Method
from sandbox.slack.pictures import unfetchable
from sandbox.slack.refusal import Refusal, pointers_in
from sandbox.slack.replies import Reply, hang_up, ratelimited, spoilt
from sandbox.slack.tokens import Token
from sandbox.slack.workspace import Workspace

log = logging.getLogger(__name__)
_REPLY_KEPT = (
    "ok", "error", "errors", "response_metadata", "channel", "ts", "message_ts", "needed", "provided", "file_id",
)  # fmt: skip


class WebApi:
    """Serves every method of `METHODS` for one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_route("*", "/api/{method}", self.serve)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        name, started = request.match_info["method"], time.monotonic()
        try:
            arguments = await read_arguments(request)
        except Refusal as refusal:
            return web.json_response(refusal.body())
        fault = self._workspace.faults.match(name, self._channel(arguments)) if name in METHODS else None
        token = _token(request, arguments)
        unfetched = await self._unfetched(arguments)

        def answer() -> Reply:
            return self._answer(name, arguments, token, unfetched)

        if fault is not None and fault.kind == "pause":
            until_s = self._workspace.clock.now_s() + fault.retry_after_s
            self._workspace.limits.pause(name, METHODS[name].tier, self._channel(arguments), until_s)
        reply = answer() if fault is None else await spoilt(self._workspace, fault, answer)
        hang_up(request, fault)
        self._record(name, arguments, reply, fault, started)
        return self._response(name, reply, token)

    async def _unfetched(self, arguments: Arguments) -> frozenset[str]:
        """The images in the call that Slack would fail to download."""
        if not self._workspace.config.fetch_images:
            return frozenset()
        documents = []
        for name in ("blocks", "attachments", "view"):
            with suppress(Refusal):  # what is no JSON is refused by the method itself
                documents.append(arguments.document(name, "invalid_arguments"))
        return await unfetchable(documents)

    def _answer(
        self, name: str, arguments: Arguments, secret: str | None, unfetched: frozenset[str]
    ) -> Reply:
        method = METHODS.get(name)
        try:
            if method is None:
                log.warning("the app calls %s, which this Slack does not have", name[:80])
                raise Refusal("unknown_method", req_method=name)
            token = self._authorised(method, secret)
            wait_s = self._limited(name, method, arguments)
            if wait_s is not None:
                return ratelimited(math.ceil(wait_s))
            call = Call(
                workspace=self._workspace, arguments=arguments, token=token, unfetched_images=unfetched
            )
            body = method.run(call)
        except Refusal as refusal:
            return Reply(body=refusal.body())
        if arguments.warning:
            body = {**body, "warning": arguments.warning}
            metadata = body.get("response_metadata") or {}
            body["response_metadata"] = {**metadata, "warnings": [arguments.warning]}
        return Reply(body=body)

    def _authorised(self, method: Method, secret: str | None) -> Token | None:
        if method.caller == "anybody":
            return None
        token = self._workspace.tokens.check(secret)
        if method.caller not in ("either", token.kind):
            raise Refusal("not_allowed_token_type")
        if method.scopes and not set(method.scopes) & set(token.scopes):
            raise Refusal("missing_scope", needed=method.scopes[0], provided=",".join(token.scopes))
        return token

    def _limited(self, name: str, method: Method, arguments: Arguments) -> float | None:
        now_s = self._workspace.clock.now_s()
        return self._workspace.limits.take(name, method.tier, self._channel(arguments), now_s)

    def _channel(self, arguments: Arguments) -> str:
        """The id of the channel that the call is about, by whichever name it was given."""
        wanted = arguments.text("channel") or arguments.text("channel_id")
        channels = self._workspace.channels
        found = channels.get(wanted) or channels.named(wanted)
        if found is None and self._workspace.people.human(wanted):
            found = channels.direct(wanted)
        return found.id if found else wanted

    def _record(
        self, name: str, arguments: Arguments, reply: Reply, fault: Fault | None, started: float
    ) -> None:
        error = reply.body.get("error")
        entry: Json = {
            "direction": "from_app",
            "transport": "web_api",
            "kind": name,
            "ms": round((time.monotonic() - started) * 1000, 1),
            "status": f"fault:{fault.kind}" if fault else error or "ok",
            "summary": f"{name} {arguments.text('channel') or arguments.text('user_id')}".strip(),
            "http_status": reply.status,
            "ok": bool(reply.body.get("ok")),
            "error": error,
            "fault": fault.kind if fault else None,
            "arguments": arguments.shown(),
            "reply": {key: reply.body[key] for key in _REPLY_KEPT if key in reply.body},
            "pointers": pointers_in(reply.body),
        }
        self._workspace.hub.record(entry)

    def _response(self, name: str, reply: Reply, secret: str | None) -> web.Response:
        headers = {"x-slack-req-id": self._workspace.mint.secret_path()}
        method = METHODS.get(name)
        if method is not None and method.caller != "anybody":
            try:
                headers["x-oauth-scopes"] = ",".join(self._workspace.tokens.check(secret).scopes)
                headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
            except Refusal:
                pass  # no token, no scopes to tell
        return reply.response(headers)


def _token(request: web.Request, arguments: Arguments) -> str | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        return secret.strip()
    return arguments.text("token") or None
