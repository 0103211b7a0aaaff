"""Reactions on messages."""

from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.posting import announce_change
from sandbox.slack.workspace import Workspace


def react(
    workspace: Workspace, channel: Channel, message: Json, user_id: str, name: str, *, on: bool
) -> bool:
    """Add or take back a reaction; False when there was nothing to change."""
    reactions: list[Json] = message.setdefault("reactions", [])
    entry = next((reaction for reaction in reactions if reaction["name"] == name), None)
    users: list[str] = entry["users"] if entry else []
    if (user_id in users) == on:
        return False
    if entry is None:
        entry = {"name": name, "users": [], "count": 0}
        reactions.append(entry)
    if on:
        entry["users"].append(user_id)
    else:
        entry["users"].remove(user_id)
    entry["count"] = len(entry["users"])
    message["reactions"] = [reaction for reaction in reactions if reaction["count"]]
    workspace.messages.save(channel.id, message)
    announce_change(workspace, channel, message["ts"])
    word = "reaction_added" if on else "reaction_removed"
    if workspace.channels.bot_is_in(channel):
        workspace.events.emit(
            word,
            {
                "type": word,
                "user": user_id,
                "reaction": name,
                "item": {"type": "message", "channel": channel.id, "ts": message["ts"]},
                "item_user": message.get("user", ""),
            },
        )
    return True
