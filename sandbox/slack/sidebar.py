"""What each person sees of the channels: which there are, what is unread, who reads along."""

from sandbox.slack.channels import Channel
from sandbox.slack.documents import Json
from sandbox.slack.workspace import Workspace

UNREAD_COUNTED = 100  # messages; beyond that a badge says nothing more


def sees(workspace: Workspace, user_id: str, channel: Channel) -> bool:
    """Members see a channel; a public one is open to everybody but guests."""
    user = workspace.people.human(user_id)
    if channel.is_private or user is None or user.is_guest:
        return user_id in channel.members
    return True


def readers(workspace: Workspace, channel: Channel) -> list[str]:
    """Whose pages show what happens in the channel."""
    return [user.id for user in workspace.people.humans() if sees(workspace, user.id, channel)]


def unread(workspace: Workspace, channel: Channel, user_id: str) -> tuple[int, int]:
    """How many messages this person has not seen there, and how many of them mention the person."""
    since = workspace.channels.read_until(channel, user_id)
    new: list[Json] = []
    for message in workspace.messages.newest_first(channel.id):
        if message["ts"] <= since or len(new) >= UNREAD_COUNTED:
            break
        if message.get("user") != user_id:
            new.append(message)
    mentions = [m for m in new if channel.is_im or f"<@{user_id}" in m.get("text", "")]
    return len(new), len(mentions)


def channel_json(workspace: Workspace, user_id: str, channel: Channel) -> Json:
    """The channel as this person's page lists it."""
    count, mentions = unread(workspace, channel, user_id)
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "is_private": channel.is_private,
        "is_im": channel.is_im,
        "is_archived": channel.is_archived,
        "is_member": user_id in channel.members,
        "bot_is_member": workspace.channels.bot_is_in(channel),
        "unread": count,
        "mentions": mentions,
        "im_user": workspace.people.app.bot_user_id if channel.is_im else None,
    }


def tell_channel(workspace: Workspace, channel: Channel) -> None:
    """Show a change of the channel itself to everybody who sees it."""
    for user_id in readers(workspace, channel):
        body = channel_json(workspace, user_id, channel)
        workspace.hub.tell({"type": "channel", "channel": body}, [user_id])


def tell_unread(workspace: Workspace, channel: Channel) -> None:
    for user_id in set(readers(workspace, channel)) & workspace.hub.listening():
        count, mentions = unread(workspace, channel, user_id)
        event: Json = {"type": "unread", "channel": channel.id, "unread": count, "mentions": mentions}
        workspace.hub.tell(event, [user_id])
