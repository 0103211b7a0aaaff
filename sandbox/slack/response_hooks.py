"""/hooks/...: answers of the app to a response url.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

import copy
import json
import math

from aiohttp import web

from sandbox.slack.channels import Channel
from sandbox.slack.checking import check_message
from sandbox.slack.documents import Json
from sandbox.slack.pictures import check_fetched, unfetchable
from sandbox.slack.posting import bot_draft, change, delete, post, take_back_whisper, whisper
from sandbox.slack.refusal import Refusal
from sandbox.slack.replies import ratelimited, served
from sandbox.slack.response_urls import ResponseUrl
from sandbox.slack.slack_files import check_slack_files
from sandbox.slack.workspace import Workspace

_CONTENT = ("text", "blocks", "attachments")


class ResponseHooks:
    """Takes the posts; what is wrong with one is answered 404, as Slack does."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/hooks/actions/{team}/{key}", self.serve)
        router.add_post("/hooks/commands/{team}/{key}", self.serve)
        router.add_post("/hooks/app/{team}/{key}", self.serve)

    async def serve(self, request: web.Request) -> web.Response:
        """One answer. Faults know it as the method "response_url"."""
        key, raw, workspace = request.match_info["key"], await request.read(), self._workspace
        unfetched = await self._unfetched(raw)
        channel = workspace.response_urls.channel_of(key)
        return await served(
            workspace, request, "response_url", lambda: self._answer(key, raw, unfetched), channel=channel
        )

    def _answer(self, key: str, raw: bytes, unfetched: frozenset[str]) -> web.Response:
        workspace, body, refusal = self._workspace, {}, None
        wait_s = workspace.limits.take("response_url", "hook", key, workspace.clock.now_s())
        if wait_s is not None:
            return ratelimited(math.ceil(wait_s)).response()
        try:
            url = workspace.response_urls.look(key)
            body = _parsed(raw)
            answer_interaction(workspace, url, body, unfetched)
            workspace.response_urls.spend(key)
        except Refusal as caught:
            refusal = caught
        self._record(body, refusal)
        if refusal is not None:
            return web.json_response({"ok": False, "error": refusal.code}, status=404)
        return web.Response(text="ok")

    async def _unfetched(self, raw: bytes) -> frozenset[str]:
        if not self._workspace.config.fetch_images:
            return frozenset()
        try:
            return await unfetchable(_parsed(raw))
        except Refusal:
            return frozenset()  # what is no JSON is refused when its turn comes

    def _record(self, body: Json, refusal: Refusal | None) -> None:
        """The answer to the app names only the error; what is wrong and where stands in the traffic."""
        self._workspace.hub.record(
            {
                "direction": "from_app",
                "transport": "response_url",
                "kind": "response_url",
                "ms": 0.0,
                "status": refusal.code if refusal else "ok",
                "summary": "answer to an interaction",
                "ok": refusal is None,
                "error": refusal.code if refusal else None,
                "arguments": body,
                "reply": refusal.body() if refusal else {"ok": True},
                "pointers": refusal.pointers if refusal else [],
            }
        )


def answer_interaction(
    workspace: Workspace, url: ResponseUrl, body: Json, unfetched: frozenset[str] = frozenset()
) -> None:
    """Do what the body says: say something new, or replace or delete what was acted on.

    `unfetched` are the image urls in it that Slack could not download.
    """
    channel = workspace.channels.get(url.channel_id)
    if channel is None:
        raise Refusal("channel_not_found")
    if body.get("delete_original") and url.message_ts:
        _delete_original(workspace, url, channel)
        return
    blocks, attachments = body.get("blocks"), body.get("attachments")
    if isinstance(blocks, str):
        blocks = _json_list(blocks)
    _check_content(workspace, blocks, attachments, unfetched)
    text = str(body.get("text") or "")
    if not (text or blocks or attachments):
        if body:
            raise Refusal("no_text")
        return
    draft = bot_draft(workspace, text=text, blocks=blocks or [], attachments=attachments or [])
    if body.get("replace_original") and url.message_ts:
        _replace_original(workspace, url, channel, draft)
        return
    thread_ts = body.get("thread_ts") or (url.thread_ts if body.get("thread_ts") is None else None)
    if thread_ts:
        draft["thread_ts"] = str(thread_ts)
    if body.get("response_type") == "in_channel":
        if channel.is_archived:
            raise Refusal("is_archived")
        post(workspace, channel, draft)
    else:
        whisper(workspace, channel, url.user_id, draft)


def _check_content(
    workspace: Workspace, blocks: object, attachments: object, unfetched: frozenset[str]
) -> None:
    """The same as for chat.postMessage."""
    check_message(blocks, attachments)
    for error, pointer, document in (
        ("invalid_blocks", "/blocks", blocks),
        ("invalid_attachments", "/attachments", attachments),
    ):
        check_slack_files(workspace.files, workspace.channels, error, pointer, document)
        check_fetched(unfetched, error, pointer, document)


def _delete_original(workspace: Workspace, url: ResponseUrl, channel: Channel) -> None:
    ts = url.message_ts or ""
    if url.is_ephemeral:
        take_back_whisper(workspace, channel, url.user_id, ts)
        return
    message = workspace.messages.find(channel.id, ts)
    if message is None:
        raise Refusal("message_not_found")
    delete(workspace, channel, message)


def _replace_original(workspace: Workspace, url: ResponseUrl, channel: Channel, draft: Json) -> None:
    ts = url.message_ts or ""
    if url.is_ephemeral:
        old = workspace.messages.ephemeral(channel.id, url.user_id, ts)
        if old is None:
            raise Refusal("message_not_found")
        _put_content(old, draft)
        workspace.hub.tell({"type": "ephemeral", "channel": channel.id, "message": old}, [url.user_id])
        return
    message = workspace.messages.find(channel.id, ts)
    if message is None:
        raise Refusal("message_not_found")
    previous = copy.deepcopy(message)
    _put_content(message, draft)
    change(workspace, channel, message, previous)


def _put_content(message: Json, draft: Json) -> None:
    for field in _CONTENT:
        message.pop(field, None)
        if field in draft:
            message[field] = draft[field]


def _parsed(raw: bytes) -> Json:
    try:
        body = json.loads(raw)
    except ValueError:
        raise Refusal("invalid_payload") from None
    if not isinstance(body, dict):
        raise Refusal("invalid_payload")
    return body


def _json_list(text: str) -> list[Json]:
    try:
        blocks = json.loads(text)
    except ValueError:
        raise Refusal("invalid_blocks") from None
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks")
    return blocks
