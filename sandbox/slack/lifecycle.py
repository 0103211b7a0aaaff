"""What happens to channels and to the installation itself, with the events that the app hears of it."""

from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.sidebar import tell_channel
from sandbox.slack.workspace import Workspace


def archive(workspace: Workspace, channel: Channel, user_id: str) -> Channel:
    changed = workspace.channels.set_archived(channel, True)
    word = "group_archive" if channel.is_private else "channel_archive"
    _tell(workspace, changed, word, {"channel": channel.id, "user": user_id, "is_moved": 0})
    return changed


def unarchive(workspace: Workspace, channel: Channel, user_id: str) -> Channel:
    changed = workspace.channels.set_archived(channel, False)
    word = "group_unarchive" if channel.is_private else "channel_unarchive"
    _tell(workspace, changed, word, {"channel": channel.id, "user": user_id})
    return changed


def rename(workspace: Workspace, channel: Channel, name: str) -> Channel:
    changed = workspace.channels.rename(channel, name)
    body: Json = {"id": channel.id, "name": name, "name_normalized": name, "created": 1_790_000_000}
    word = "group_rename" if channel.is_private else "channel_rename"
    _tell(workspace, changed, word, {"channel": body})
    return changed


def delete_channel(workspace: Workspace, channel: Channel) -> None:
    workspace.channels.delete(channel)
    word = "group_deleted" if channel.is_private else "channel_deleted"
    workspace.events.emit(word, {"type": word, "channel": channel.id})
    workspace.hub.tell({"type": "channel_gone", "channel": channel.id})


def change_channel_id(workspace: Workspace, channel: Channel, new_id: str) -> Channel:
    """As when a channel is shared with, or taken back from, another organisation."""
    changed = workspace.channels.change_id(channel, new_id)
    workspace.messages.move(channel.id, new_id)
    workspace.hub.tell({"type": "channel_gone", "channel": channel.id})
    ids = {"old_channel_id": channel.id, "new_channel_id": new_id}
    _tell(workspace, changed, "channel_id_changed", ids)
    return changed


def join_channel(workspace: Workspace, channel: Channel, user_id: str) -> Channel:
    changed = workspace.channels.add(channel, user_id)
    _tell(workspace, changed, "member_joined_channel", _membership(workspace, channel, user_id))
    return changed


def leave_channel(workspace: Workspace, channel: Channel, user_id: str) -> Channel:
    """The app hears of its own removal too: member_left_channel, and channel_left or group_left."""
    changed = workspace.channels.take_out(channel, user_id)
    _tell(workspace, changed, "member_left_channel", _membership(workspace, channel, user_id))
    if user_id == workspace.people.app.bot_user_id:
        word = "group_left" if channel.is_private else "channel_left"
        workspace.events.emit(word, {"type": word, "channel": channel.id, "actor_id": ""})
    return changed


def revoke(workspace: Workspace, *, uninstall: bool) -> None:
    """Kill the bot token; uninstalling also says app_uninstalled. The order of the two is not fixed."""
    error = "account_inactive" if uninstall else "token_revoked"
    workspace.tokens.kill(workspace.tokens.bot_secret, error)
    tokens = {"oauth": [], "bot": [workspace.people.app.bot_user_id]}
    workspace.events.emit("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
    if uninstall:
        workspace.events.emit("app_uninstalled", {"type": "app_uninstalled"})


def _membership(workspace: Workspace, channel: Channel, user_id: str) -> Json:
    letter = "G" if channel.is_private else "C"
    return {
        "user": user_id,
        "channel": channel.id,
        "channel_type": letter,
        "team": workspace.config.team_id,
    }


def _tell(workspace: Workspace, channel: Channel, word: str, event: Json) -> None:
    workspace.events.emit(word, {"type": word, **event})
    tell_channel(workspace, channel)
