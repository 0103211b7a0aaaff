"""chat.*: messages of the bot."""

import copy

import orjson

from sandbox.slack.channels import Channel
from sandbox.slack.checking import check_message
from sandbox.slack.documents import Json
from sandbox.slack.messages import is_reply
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.posting import bot_draft, change, delete, post, stored_for_message, whisper
from sandbox.slack.refusal import Refusal
from sandbox.slack.stored_blocks import stored_attachments

MAX_UPDATE_TEXT = 4_000  # characters; chat.update is stricter than chat.postMessage: msg_too_long
MAX_MARKDOWN_TEXT = 12_000  # characters of markdown_text
MAX_ATTACHMENTS = 100
MAX_METADATA_BYTES = 16 * 1024  # of JSON


def post_message(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postMessage"""
    arguments, workspace = call.arguments, call.workspace
    channel = _destination(call)
    draft = _drafted(call)
    thread_ts = arguments.text("thread_ts")
    if thread_ts:
        _check_parent(call, channel, thread_ts)
        draft["thread_ts"] = thread_ts
        if arguments.flag("reply_broadcast"):
            draft |= {"subtype": "thread_broadcast", "root": workspace.messages.find(channel.id, thread_ts)}
    metadata = _metadata(call)
    if metadata:
        draft["metadata"] = metadata
    message = post(workspace, channel, draft)
    return {"ok": True, "channel": channel.id, "ts": message["ts"], "message": shown(message, True)}


def update(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.update and its rules of what is kept."""
    arguments, workspace = call.arguments, call.workspace
    channel, message = _own_message(call, "cant_update_message", archived="is_inactive")
    text, blocks = arguments.text("text"), arguments.listed("blocks", "invalid_blocks_format")
    attachments = arguments.listed("attachments", "invalid_attachments")
    if len(text) > MAX_UPDATE_TEXT:
        raise Refusal("msg_too_long")
    _check_content(call, blocks, attachments)
    metadata = _metadata(call)
    previous = copy.deepcopy(message)
    if blocks is not None or text:
        message.pop("blocks", None)
        if blocks:
            message["blocks"] = stored_for_message(workspace, blocks)
    if text or blocks:
        message["text"] = text
    if attachments is not None:
        message.pop("attachments", None)
        if attachments:
            message["attachments"] = stored_attachments(attachments, workspace.mint)
    if not (message.get("text") or message.get("blocks") or message.get("attachments")):
        message.clear()
        message.update(previous)
        raise Refusal("no_text")
    if metadata is not None:
        message.pop("metadata", None)
        if metadata:
            message["metadata"] = metadata
    if "blocks" not in message:
        message["edited"] = {"user": message["user"], "ts": workspace.mint.ts()}
    change(workspace, channel, message, previous)
    body = shown(message, True)
    return {"ok": True, "channel": channel.id, "ts": message["ts"], "text": message["text"], "message": body}


def delete_message(call: Call) -> Json:
    channel, message = _own_message(call, "cant_delete_message", archived="is_archived")
    delete(call.workspace, channel, message)
    return {"ok": True, "channel": channel.id, "ts": message["ts"]}


def post_ephemeral(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral"""
    channel, user_id = _destination(call), call.arguments.required("user")
    if user_id not in channel.members:
        raise Refusal("user_not_in_channel")
    draft = _drafted(call)
    thread_ts = call.arguments.text("thread_ts")
    if thread_ts:
        draft["thread_ts"] = thread_ts
    message = whisper(call.workspace, channel, user_id, draft)
    return {"ok": True, "message_ts": message["ts"]}


def get_permalink(call: Call) -> Json:
    channel = call.visible_channel()
    ts = call.arguments.text("message_ts")
    message = call.workspace.messages.find(channel.id, ts)
    if message is None:
        raise Refusal("message_not_found")
    link = f"{call.workspace.base_url}/archives/{channel.id}/p{ts.replace('.', '')}"
    if is_reply(message):
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def shown(message: Json, with_metadata: bool) -> Json:
    """A stored message as the Web API gives it; metadata only to who asked for it."""
    return {key: value for key, value in message.items() if key != "metadata" or with_metadata}


def _destination(call: Call) -> Channel:
    """Where to post: a channel id or name, or a user id for the direct message with that user."""
    workspace, wanted = call.workspace, call.arguments.required("channel", "channel_not_found")
    channels = workspace.channels
    channel = channels.get(wanted) or channels.named(wanted)
    if channel is None and workspace.people.human(wanted):
        channel = channels.direct(wanted)
    if channel is None or (channel.is_private and not channels.bot_is_in(channel)):
        raise Refusal("channel_not_found")
    if channel.is_archived:
        raise Refusal("is_archived")
    if not channels.bot_is_in(channel) and not call.has_scope("chat:write.public"):
        raise Refusal("not_in_channel")
    return channel


def _drafted(call: Call) -> Json:
    arguments = call.arguments
    text, markdown = arguments.text("text"), arguments.text("markdown_text")
    blocks = arguments.listed("blocks", "invalid_blocks_format")
    attachments = arguments.listed("attachments", "invalid_attachments")
    if markdown:
        if text or blocks:
            raise Refusal("markdown_text_conflict")
        if len(markdown) > MAX_MARKDOWN_TEXT:
            raise Refusal("msg_too_long")
        text = markdown
    if not (text or blocks or attachments):
        raise Refusal("no_text")
    _check_content(call, blocks, attachments)
    return bot_draft(call.workspace, text=text, blocks=blocks or [], attachments=attachments or [])


def _check_content(call: Call, blocks: list[Json] | None, attachments: list[Json] | None) -> None:
    if attachments and len(attachments) > MAX_ATTACHMENTS:
        raise Refusal("too_many_attachments")
    check_message(blocks, attachments)
    call.check_images("invalid_blocks", "/blocks", blocks)
    call.check_images("invalid_attachments", "/attachments", attachments)


def _check_parent(call: Call, channel: Channel, thread_ts: str) -> None:
    parent = call.workspace.messages.find(channel.id, thread_ts)
    if parent is None or is_reply(parent):
        raise Refusal("cannot_reply_to_message")


def _own_message(call: Call, not_own: str, *, archived: str) -> tuple[Channel, Json]:
    workspace = call.workspace
    channel = workspace.channels.get(call.arguments.required("channel", "channel_not_found"))
    if channel is None or (channel.is_private and not workspace.channels.bot_is_in(channel)):
        raise Refusal("channel_not_found")
    message = workspace.messages.find(channel.id, call.arguments.required("ts", "message_not_found"))
    if channel.is_archived:
        raise Refusal(archived)
    if message is None or message.get("subtype") == "tombstone":
        raise Refusal("message_not_found")
    if message.get("bot_id") != workspace.people.app.bot_id:
        raise Refusal(not_own)
    return channel, message


def _metadata(call: Call) -> Json | None:
    """None when not given, {} to remove it, else a checked event_type and event_payload."""
    metadata = call.arguments.document("metadata", "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise Refusal("invalid_metadata_format")
    if not metadata:
        return {}
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if len(orjson.dumps(metadata)) > MAX_METADATA_BYTES:
        raise Refusal("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


METHODS = {
    "chat.postMessage": Method(run=post_message, tier="post", scopes=("chat:write",)),
    "chat.update": Method(run=update, tier="t3", scopes=("chat:write",)),
    "chat.delete": Method(run=delete_message, tier="t3", scopes=("chat:write",)),
    "chat.postEphemeral": Method(run=post_ephemeral, tier="t4", scopes=("chat:write",)),
    "chat.getPermalink": Method(run=get_permalink, tier="special"),
}
