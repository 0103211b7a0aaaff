"""files.*: the three steps of an upload, looking, deleting.

https://docs.slack.dev/messaging/working-with-files#uploading_files
"""

from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.messages import is_reply
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.posting import bot_draft, post
from sandbox.slack.refusal import Refusal
from sandbox.slack.slack_files import app_may_see

MAX_ALT_TEXT = 1000  # characters; alt_txt_too_large
MAX_CHANNELS = 100


def get_upload_url(call: Call) -> Json:
    arguments, workspace = call.arguments, call.workspace
    name = arguments.required("filename")
    length = arguments.text("length")
    if not length.isdigit() or int(length) < 1:
        raise Refusal(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] length must be at least 1"]}
        )
    if int(length) > workspace.config.max_upload_bytes:
        raise Refusal("file_upload_size_restricted")
    alt_text = arguments.text("alt_txt") or arguments.text("alt_text")
    if len(alt_text) > MAX_ALT_TEXT:
        raise Refusal("alt_txt_too_large")
    record = workspace.files.announce(
        name=name, length=int(length), user_id=workspace.people.app.bot_user_id, alt_text=alt_text
    )
    upload_url = f"{workspace.base_url}/upload/v1/{record['upload_key']}"
    return {"ok": True, "upload_url": upload_url, "file_id": record["id"]}


def complete_upload(call: Call) -> Json:
    """Names the files and shares them; without a channel they stay private to the bot."""
    records = _uploaded(call)
    channels = _channels(call)
    thread_ts = call.arguments.text("thread_ts")
    if thread_ts:
        if len(channels) != 1:
            raise Refusal("invalid_arguments")
        parent = call.workspace.messages.find(channels[0].id, thread_ts)
        if parent is None or is_reply(parent):
            raise Refusal("invalid_thread_ts")
    files = call.workspace.files
    done = [files.complete(record, title=title) for record, title in records]
    for channel in channels:
        _share(call, channel, done, thread_ts)
    return {"ok": True, "files": [files.json(record) for record in done]}


def file_info(call: Call) -> Json:
    record = _visible(call)
    body = call.workspace.files.json(record)
    return {"ok": True, "file": body, "comments": [], "response_metadata": {"next_cursor": ""}}


def list_files(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/files.list: newest first, by page numbers and not by cursor."""
    arguments, files = call.arguments, call.workspace.files
    channel, user = arguments.text("channel"), arguments.text("user")
    found = [
        record
        for record in reversed(files.all())
        if record["completed"]
        and app_may_see(call.workspace.channels, record)
        and (not user or record["user"] == user)
        and (not channel or any(share["channel"] == channel for share in record["shares"]))
    ]
    count, number = _number(call, "count", 100), _number(call, "page", 1)
    shown = [files.json(record) for record in found[(number - 1) * count : number * count]]
    pages = max(1, -(-len(found) // count))
    return {
        "ok": True,
        "files": shown,
        "paging": {"count": count, "total": len(found), "page": number, "pages": pages},
    }


def delete_file(call: Call) -> Json:
    record = _visible(call)
    if record["user"] != call.workspace.people.app.bot_user_id:
        raise Refusal("cant_delete_file")
    call.workspace.files.remove(record["id"])
    return {"ok": True}


def _number(call: Call, name: str, default: int) -> int:
    text = call.arguments.text(name, str(default))
    return max(1, int(text)) if text.isdigit() else default


def _uploaded(call: Call) -> list[tuple[Json, str]]:
    named = call.arguments.listed("files", "invalid_arguments")
    if not named:
        raise Refusal(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: files"]}
        )
    found = []
    for item in named:
        record = call.workspace.files.get(str(item.get("id"))) if isinstance(item, dict) else None
        if record is None or not record["uploaded"]:
            raise Refusal("file_not_found")
        if record["user"] != call.workspace.people.app.bot_user_id:
            raise Refusal("access_denied")
        found.append((record, str(item.get("title") or "")))
    return found


def _channels(call: Call) -> list[Channel]:
    arguments, workspace = call.arguments, call.workspace
    ids = [word for word in arguments.text("channels").split(",") if word]
    if arguments.text("channel_id"):
        ids = [arguments.text("channel_id")]
    if len(ids) > MAX_CHANNELS:
        raise Refusal("invalid_arguments")
    found = []
    for channel_id in ids:
        channel = workspace.channels.get(channel_id)
        if channel is None or (channel.is_private and not workspace.channels.bot_is_in(channel)):
            raise Refusal("channel_not_found")
        if channel.is_archived:
            raise Refusal("is_archived")
        if not workspace.channels.bot_is_in(channel):
            raise Refusal("not_in_channel")
        found.append(channel)
    return found


def _share(call: Call, channel: Channel, records: list[Json], thread_ts: str) -> None:
    workspace = call.workspace
    text = call.arguments.text("initial_comment")
    blocks = None if text else call.arguments.listed("blocks", "invalid_blocks_format")
    draft = bot_draft(workspace, text=text, blocks=blocks or [], attachments=[])
    draft |= {
        "files": [workspace.files.json(record, with_shares=False) for record in records],
        "upload": True,
    }
    if thread_ts:
        draft["thread_ts"] = thread_ts
    message = post(workspace, channel, draft)
    for record in records:
        workspace.files.share(record, channel, message["ts"], thread_ts or None)


def _visible(call: Call) -> Json:
    record = call.workspace.files.get(call.arguments.required("file", "file_not_found"))
    if record is None or not app_may_see(call.workspace.channels, record):
        raise Refusal("file_not_found")
    return record


METHODS = {
    "files.getUploadURLExternal": Method(run=get_upload_url, tier="t4", scopes=("files:write",)),
    "files.completeUploadExternal": Method(run=complete_upload, tier="t4", scopes=("files:write",)),
    "files.info": Method(run=file_info, tier="t4", scopes=("files:read",)),
    "files.list": Method(run=list_files, tier="t3", scopes=("files:read",)),
    "files.delete": Method(run=delete_file, tier="t3", scopes=("files:write",)),
}
