"""What a local workspace consists of, before anybody acts in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MANIFEST_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "usergroups:read",
    "users:read",
)
BOT_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
)


@dataclass(frozen=True, kw_only=True)
class UserSeed:
    """A person. `role_note` is shown to whoever picks whom to act as; Slack itself knows no such field."""

    id: str
    name: str
    real_name: str
    email: str
    locale: str = "en-US"
    tz: str = "Europe/Madrid"
    role_note: str = ""
    avatar_color: str = "4a154b"
    is_admin: bool = False
    is_guest: bool = False


@dataclass(frozen=True, kw_only=True)
class ChannelSeed:
    """A channel; no `members` means every user who is not a guest."""

    id: str
    name: str
    topic: str = ""
    is_private: bool = False
    bot_is_member: bool = True
    members: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class UserGroupSeed:
    id: str
    handle: str
    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CommandSeed:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, kw_only=True)
class ShortcutSeed:
    callback_id: str
    name: str
    type: Literal["global", "message"] = "global"


@dataclass(frozen=True, kw_only=True)
class AppSeed:
    """The app under test, as its manifest describes it to Slack."""

    id: str = "A07ANDON001"
    name: str = "Andon"
    bot_id: str = "B07ANDON001"
    bot_user_id: str = "U07ANDONBOT"
    bot_scopes: tuple[str, ...] = MANIFEST_SCOPES
    bot_events: tuple[str, ...] = BOT_EVENTS
    commands: tuple[CommandSeed, ...] = ()
    shortcuts: tuple[ShortcutSeed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Link:
    """A neighbour page shown in the sandbox's side bar."""

    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class SlackConfig:
    """One workspace with one app installed.

    `request_url` set: events, interactions and commands go there, signed; else Socket Mode.
    `rate_scale` multiplies every rate limit; None switches them off.
    The limits of time are Slack's (SLACK docs: interactivity, events); tests may shorten them.
    `file_processing_s`: how long an uploaded image cannot stand in a block yet. `ticket_lifetime_s` of a
    Socket Mode address, None for ever. `fetch_images` of this machine when they are sent. `short_pages`: lists
    come in shorter pages than asked for, some empty, all with a cursor while there is more.
    """

    users: tuple[UserSeed, ...]
    channels: tuple[ChannelSeed, ...]
    usergroups: tuple[UserGroupSeed, ...] = ()
    app: AppSeed = AppSeed()
    team_id: str = "T07HARBOUR1"
    team_name: str = "Harbour Goods"
    team_domain: str = "harbour-goods"
    bot_token: str = "xoxb-sandbox-bot"  # noqa: S105 - opens nothing but this sandbox
    app_token: str = "xapp-sandbox-app"  # noqa: S105 - opens nothing but this sandbox
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - opens nothing but this sandbox
    host: str = "127.0.0.1"
    port: int = 0
    request_url: str | None = None
    state_path: Path | None = None
    links: tuple[Link, ...] = ()
    rate_scale: float | None = 1.0
    post_burst: int = 2
    ack_deadline_s: float = 3.0
    trigger_lifetime_s: float = 3.0
    response_url_lifetime_s: float = 1800.0
    response_url_uses: int = 5
    event_retry_delays_s: tuple[float, ...] = (0.0, 60.0, 300.0)
    share_delay_s: float = 0.05
    file_processing_s: float = 0.0
    ticket_lifetime_s: float | None = None
    connection_lifetime_s: float = 18060.0
    fetch_images: bool = False
    short_pages: bool = False
    max_upload_bytes: int = 64 * 1024 * 1024
