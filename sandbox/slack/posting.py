"""Putting messages into channels: what is stored, what the pages see, which events the app hears."""

from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.messages import is_reply
from sandbox.slack.sidebar import readers, tell_unread
from sandbox.slack.stored_blocks import give_action_ids, stored, stored_attachments
from sandbox.slack.workspace import Workspace

MAX_TEXT = 40_000  # characters; Slack cuts off what is longer, without a word


def bot_draft(workspace: Workspace, *, text: str, blocks: list[Json], attachments: list[Json]) -> Json:
    """A message of the bot as Slack stores it, still without ts."""
    app = workspace.people.app
    draft: Json = {
        "user": app.bot_user_id,
        "bot_id": app.bot_id,
        "app_id": app.id,
        "team": workspace.config.team_id,
        "bot_profile": workspace.people.bot_profile(),
        "text": text[:MAX_TEXT],
    }
    if blocks:
        draft["blocks"] = stored_for_message(workspace, blocks)
    if attachments:
        draft["attachments"] = stored_attachments(attachments, workspace.mint)
    return draft


def stored_for_message(workspace: Workspace, blocks: list[Json]) -> list[Json]:
    copies = stored(blocks, workspace.mint)
    give_action_ids(copies, workspace.mint)
    return copies


def post(workspace: Workspace, channel: Channel, draft: Json) -> Json:
    """Store and announce a new message; returns it."""
    message = workspace.messages.add(channel.id, draft)
    workspace.hub.tell(
        {"type": "message", "channel": channel.id, "message": message}, readers(workspace, channel)
    )
    if is_reply(message):
        announce_change(workspace, channel, message["thread_ts"])
    if message.get("user"):
        workspace.channels.mark_read(channel, message["user"], message["ts"])
    tell_unread(workspace, channel)
    event = {**message, "channel": channel.id, "channel_type": channel.event_kind}
    if message.get("files"):
        event["subtype"] = "file_share"
    if workspace.channels.bot_is_in(channel):
        workspace.events.emit(f"message.{_subscription(channel)}", event)
    return message


def change(workspace: Workspace, channel: Channel, message: Json, previous: Json) -> None:
    """Store and announce an edit that was made in `message`."""
    workspace.messages.save(channel.id, message)
    announce_change(workspace, channel, message["ts"])
    if workspace.channels.bot_is_in(channel):
        workspace.events.emit(
            f"message.{_subscription(channel)}",
            {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "channel": channel.id,
                "channel_type": channel.event_kind,
                "ts": workspace.mint.ts(),
                "message": message,
                "previous_message": previous,
            },
        )


def delete(workspace: Workspace, channel: Channel, message: Json) -> None:
    """Remove and announce; a parent with replies stays as a tombstone."""
    tombstone = workspace.messages.remove(channel.id, message)
    if tombstone is not None:
        announce_change(workspace, channel, message["ts"])
    else:
        workspace.hub.tell(
            {"type": "message_deleted", "channel": channel.id, "ts": message["ts"]},
            readers(workspace, channel),
        )
        if is_reply(message):
            announce_change(workspace, channel, message["thread_ts"])
    if workspace.channels.bot_is_in(channel):
        workspace.events.emit(
            f"message.{_subscription(channel)}",
            {
                "type": "message",
                "subtype": "message_deleted",
                "hidden": True,
                "channel": channel.id,
                "channel_type": channel.event_kind,
                "ts": workspace.mint.ts(),
                "deleted_ts": message["ts"],
                "previous_message": message,
            },
        )


def whisper(workspace: Workspace, channel: Channel, user_id: str, draft: Json) -> Json:
    """Show an ephemeral message to one person."""
    message = workspace.messages.whisper(channel.id, user_id, draft)
    workspace.hub.tell({"type": "ephemeral", "channel": channel.id, "message": message}, [user_id])
    return message


def take_back_whisper(workspace: Workspace, channel: Channel, user_id: str, ts: str) -> None:
    workspace.messages.drop_ephemeral(channel.id, user_id, ts)
    workspace.hub.tell({"type": "ephemeral_gone", "channel": channel.id, "ts": ts}, [user_id])


def announce_change(workspace: Workspace, channel: Channel, ts: str) -> None:
    message = workspace.messages.find(channel.id, ts)
    if message is not None:
        workspace.hub.tell(
            {"type": "message_changed", "channel": channel.id, "message": message},
            readers(workspace, channel),
        )


def _subscription(channel: Channel) -> str:
    return "im" if channel.is_im else "groups" if channel.is_private else "channels"
