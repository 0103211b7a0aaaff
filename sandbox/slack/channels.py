"""Channels and direct messages: who is in them, whether they are archived, what each reader has seen."""

from dataclasses import asdict, dataclass, replace

from sandbox.slack.config import SlackConfig
from sandbox.slack.documents import Json, Shelf, Store, json_shelf
from sandbox.slack.ids import Mint

CREATED_S = 1_790_000_000  # epoch seconds; the demo's channels have always been there


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A conversation; `im_user` is the human of a direct message with the bot."""

    id: str
    name: str
    topic: str = ""
    is_private: bool = False
    is_archived: bool = False
    members: tuple[str, ...] = ()
    creator: str = ""
    im_user: str | None = None
    is_deleted: bool = False

    @property
    def is_im(self) -> bool:
        return self.im_user is not None

    @property
    def kind(self) -> str:
        """The word used in scopes: channels, groups or im."""
        return "im" if self.is_im else "groups" if self.is_private else "channels"

    @property
    def event_kind(self) -> str:
        """The `channel_type` of message events."""
        return "im" if self.is_im else "group" if self.is_private else "channel"

    @property
    def payload_name(self) -> str:
        """What interactive payloads call it; private conversations are not named there."""
        return "directmessage" if self.is_im else "privategroup" if self.is_private else self.name


class Channels:
    """All conversations of the workspace."""

    def __init__(self, config: SlackConfig, store: Store, mint: Mint) -> None:
        self._config, self._mint = config, mint
        self._shelf: Shelf[Channel] = Shelf(store, "channel", encode=asdict, decode=_decode)
        self._marks = json_shelf(store, "read_mark")
        for seed in config.channels:
            if seed.id not in self._shelf:
                self._shelf.put(seed.id, _seeded(config, seed.id))
        for user in config.users:
            self.direct(user.id)

    def all(self) -> list[Channel]:
        return [channel for channel in self._shelf.values() if not channel.is_deleted]

    def get(self, channel_id: str) -> Channel | None:
        found = self._shelf.get(channel_id)
        return None if found is None or found.is_deleted else found

    def named(self, name: str) -> Channel | None:
        return next((c for c in self.all() if not c.is_im and c.name == name.lstrip("#")), None)

    def direct(self, user_id: str) -> Channel:
        """The direct message between this user and the bot, made on first need."""
        for channel in self._shelf.values():
            if channel.im_user == user_id:
                return channel
        members = (user_id, self._config.app.bot_user_id)
        channel = Channel(
            id=self._mint.id("D"), name=user_id, is_private=True, members=members, im_user=user_id
        )
        return self._shelf.put(channel.id, channel)

    def bot_is_in(self, channel: Channel) -> bool:
        return self._config.app.bot_user_id in channel.members

    def set_archived(self, channel: Channel, archived: bool) -> Channel:
        return self._shelf.put(channel.id, replace(channel, is_archived=archived))

    def delete(self, channel: Channel) -> Channel:
        """Kept as a deleted one, so that the configuration does not bring it back."""
        return self._shelf.put(channel.id, replace(channel, is_deleted=True))

    def change_id(self, channel: Channel, new_id: str) -> Channel:
        self.delete(channel)
        return self._shelf.put(new_id, replace(channel, id=new_id))

    def rename(self, channel: Channel, name: str) -> Channel:
        return self._shelf.put(channel.id, replace(channel, name=name))

    def add(self, channel: Channel, user_id: str) -> Channel:
        if user_id in channel.members:
            return channel
        return self._shelf.put(channel.id, replace(channel, members=(*channel.members, user_id)))

    def take_out(self, channel: Channel, user_id: str) -> Channel:
        members = tuple(member for member in channel.members if member != user_id)
        return self._shelf.put(channel.id, replace(channel, members=members))

    def mark_read(self, channel: Channel, user_id: str, ts: str) -> None:
        self._marks.put(f"{channel.id}:{user_id}", {"ts": ts})

    def read_until(self, channel: Channel, user_id: str) -> str:
        mark = self._marks.get(f"{channel.id}:{user_id}")
        return str(mark["ts"]) if mark else "0"

    def json(self, channel: Channel, *, include_num_members: bool = False) -> Json:
        """The `channel` object of conversations.info, as the bot sees it."""
        base: Json = {
            "id": channel.id,
            "created": CREATED_S,
            "is_archived": channel.is_archived,
            "is_im": channel.is_im,
            "is_org_shared": False,
            "context_team_id": self._config.team_id,
            "updated": CREATED_S * 1000,
        }
        if channel.is_im:
            return {**base, "user": channel.im_user, "is_user_deleted": False, "priority": 0}
        document = base | self._channel_fields(channel)
        if include_num_members:
            document["num_members"] = len(channel.members)
        return document

    def _channel_fields(self, channel: Channel) -> Json:
        return {
            "name": channel.name,
            "name_normalized": channel.name,
            "is_channel": not channel.is_private,
            "is_group": channel.is_private,
            "is_mpim": False,
            "is_private": channel.is_private,
            "is_general": channel.name == "general",
            "unlinked": 0,
            "is_shared": False,
            "is_ext_shared": False,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "pending_connected_team_ids": [],
            "shared_team_ids": [self._config.team_id],
            "parent_conversation": None,
            "creator": channel.creator,
            "is_member": self.bot_is_in(channel),
            "topic": {"value": channel.topic, "creator": channel.creator, "last_set": CREATED_S},
            "purpose": {"value": "", "creator": "", "last_set": 0},
            "previous_names": [],
        }


def _seeded(config: SlackConfig, channel_id: str) -> Channel:
    seed = next(c for c in config.channels if c.id == channel_id)
    members = seed.members
    if members is None:
        members = tuple(user.id for user in config.users if not user.is_guest)
    if seed.bot_is_member:
        members = (*members, config.app.bot_user_id)
    return Channel(
        id=seed.id,
        name=seed.name,
        topic=seed.topic,
        is_private=seed.is_private,
        members=members,
        creator=config.users[0].id,
    )


def _decode(document: Json) -> Channel:
    return Channel(**{**document, "members": tuple(document["members"])})
