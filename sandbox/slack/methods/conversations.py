"""conversations.*: what there is to read, and joining."""

from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.lifecycle import join_channel, leave_channel
from sandbox.slack.methods.call import Call, Method
from sandbox.slack.methods.chat import shown
from sandbox.slack.refusal import Refusal

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}
DEFAULT_PAGE = 100


def info(call: Call) -> Json:
    channel = call.visible_channel()
    call.need_scope(f"{channel.kind}:read")
    with_count = call.arguments.flag("include_num_members")
    body = call.workspace.channels.json(channel, include_num_members=with_count)
    if call.arguments.flag("include_locale"):
        body["locale"] = "en-US"
    return {"ok": True, "channel": body}


def list_all(call: Call) -> Json:
    return _listed(call, only_own=False)


def list_of_user(call: Call) -> Json:
    """users.conversations: where the bot (or `user`) is a member."""
    return _listed(call, only_own=True)


def history(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.history: newest first, no replies."""
    channel = _readable(call)
    messages = _between(call, call.workspace.messages.history(channel.id))
    limit = call.arguments.limit(DEFAULT_PAGE)
    newest_first = list(reversed(messages))
    if call.arguments.text("oldest") and not call.arguments.text("latest"):
        newest_first = newest_first if len(messages) <= limit else _oldest_page(messages, limit)
    found, next_cursor = call.page(newest_first, DEFAULT_PAGE)
    return {
        **_messages_body(call, found, next_cursor),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }


def replies(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.replies: the parent, then oldest first."""
    channel = _readable(call)
    ts = call.arguments.required("ts")
    asked = call.workspace.messages.find(channel.id, ts)
    if asked is None:
        raise Refusal("thread_not_found")
    thread = call.workspace.messages.thread(channel.id, ts)
    parent, rest = thread[0], _between(call, thread[1:])
    found, next_cursor = call.page([parent, *rest], DEFAULT_PAGE)
    return _messages_body(call, found, next_cursor)


def members(call: Call) -> Json:
    channel = call.visible_channel()
    call.need_scope(f"{channel.kind}:read")
    found, next_cursor = call.page(channel.members, DEFAULT_PAGE)
    return {"ok": True, "members": found, "response_metadata": {"next_cursor": next_cursor}}


def join(call: Call) -> Json:
    channel = call.visible_channel()
    if channel.is_private:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal("is_archived")
    workspace = call.workspace
    body: Json = {"ok": True}
    if workspace.channels.bot_is_in(channel):
        body |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    else:
        channel = join_channel(workspace, channel, workspace.people.app.bot_user_id)
    return {**body, "channel": workspace.channels.json(channel)}


def leave(call: Call) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.leave"""
    channel, workspace = call.visible_channel(), call.workspace
    if channel.is_im:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal("is_archived")
    if channel.name == "general":
        raise Refusal("cant_leave_general")
    if not workspace.channels.bot_is_in(channel):
        return {"ok": True, "not_in_channel": True}
    leave_channel(workspace, channel, workspace.people.app.bot_user_id)
    return {"ok": True}


def open_direct(call: Call) -> Json:
    """conversations.open with one user, or the channel of a direct message."""
    workspace = call.workspace
    if "channel" in call.arguments:
        channel = call.visible_channel()
        if not channel.is_im:
            raise Refusal("method_not_supported_for_channel_type")
    else:
        users = [user for user in call.arguments.text("users").split(",") if user]
        if len(users) != 1:
            raise Refusal("users_list_not_supplied" if not users else "not_enough_users")
        if workspace.people.human(users[0]) is None:
            raise Refusal("user_not_found")
        channel = workspace.channels.direct(users[0])
    if call.arguments.flag("return_im"):
        return {"ok": True, "channel": workspace.channels.json(channel)}
    return {"ok": True, "channel": {"id": channel.id}}


def _listed(call: Call, *, only_own: bool) -> Json:
    workspace, arguments = call.workspace, call.arguments
    kinds = []
    for word in (arguments.text("types") or "public_channel").split(","):
        if word.strip() not in _TYPES:
            raise Refusal("invalid_types")
        kinds.append(_TYPES[word.strip()])
    for kind in kinds:
        call.need_scope(f"{kind}:read")
    member = arguments.text("user") or workspace.people.app.bot_user_id
    found = [
        channel
        for channel in workspace.channels.all()
        if channel.kind in kinds
        and (member in channel.members if only_own else _may_see(call, channel))
        and not (channel.is_archived and arguments.flag("exclude_archived"))
    ]
    shown_page, next_cursor = call.page(found, DEFAULT_PAGE)
    bodies = [workspace.channels.json(c, include_num_members=not only_own) for c in shown_page]
    return {"ok": True, "channels": bodies, "response_metadata": {"next_cursor": next_cursor}}


def _may_see(call: Call, channel: Channel) -> bool:
    return not channel.is_private or call.workspace.channels.bot_is_in(channel)


def _readable(call: Call) -> Channel:
    channel = call.visible_channel()
    call.need_scope(f"{channel.kind}:history")
    if not call.workspace.channels.bot_is_in(channel):
        raise Refusal("not_in_channel")
    return channel


def _between(call: Call, messages: list[Json]) -> list[Json]:
    """Those in (oldest, latest), the ends included when `inclusive`."""
    oldest, latest = _ts(call, "oldest"), _ts(call, "latest")
    inclusive = call.arguments.flag("inclusive")
    found = []
    for message in messages:
        at = float(message["ts"])
        after = oldest is None or at > oldest or (inclusive and at == oldest)
        before = latest is None or at < latest or (inclusive and at == latest)
        if after and before:
            found.append(message)
    return found


def _ts(call: Call, name: str) -> float | None:
    text = call.arguments.text(name)
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise Refusal(f"invalid_ts_{name}") from None


def _oldest_page(messages: list[Json], limit: int) -> list[Json]:
    """With only `oldest`, Slack pages from that end; within a page the newest still comes first."""
    pages = [messages[start : start + limit] for start in range(0, len(messages), limit)]
    return [message for part in pages for message in reversed(part)]


def _messages_body(call: Call, found: list[Json], next_cursor: str) -> Json:
    with_metadata = call.arguments.flag("include_all_metadata")
    body: Json = {
        "ok": True,
        "messages": [shown(message, with_metadata) for message in found],
        "has_more": bool(next_cursor),
    }
    if next_cursor:
        body["response_metadata"] = {"next_cursor": next_cursor}
    return body


METHODS = {
    "conversations.info": Method(run=info, tier="t3", scopes=_READ),
    "conversations.list": Method(run=list_all, tier="t2", scopes=_READ),
    "conversations.history": Method(run=history, tier="t3", scopes=_HISTORY),
    "conversations.replies": Method(run=replies, tier="t3", scopes=_HISTORY),
    "conversations.members": Method(run=members, tier="t4", scopes=_READ),
    "conversations.join": Method(run=join, tier="t3", scopes=("channels:join",)),
    "conversations.leave": Method(run=leave, tier="t3", scopes=("channels:manage", "groups:write")),
    "conversations.open": Method(
        run=open_direct, tier="t3", scopes=("im:write", "channels:manage", "groups:write", "mpim:write")
    ),
    "users.conversations": Method(run=list_of_user, tier="t3", scopes=_READ),
}
