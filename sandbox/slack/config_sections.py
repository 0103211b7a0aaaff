"""What sandbox.toml may say: its sections and keys, each with the words for what does not fit."""

import re
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator

from sandbox.slack.config import AppSeed, SlackConfig


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("use a name like Europe/Madrid") from None
    return name


def _fits(pattern: str, words: str) -> AfterValidator:
    """A text of this shape; *words* say what to write instead."""

    def checked(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{value!r} does not fit: {words}")
        return value

    return AfterValidator(checked)


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _id(letters: str) -> AfterValidator:
    return _fits(f"[{letters}][A-Z0-9]+", f"an id is {letters[0]} and then capital letters and digits")


Handle = Annotated[
    str, _fits(r"[a-z0-9][a-z0-9._-]{0,79}", "a name is small letters, digits, dots and dashes")
]
Word = Annotated[str, Field(min_length=1, max_length=200)]
Zone = Annotated[str, AfterValidator(_zone)]


class WorkspaceSection(Section):
    id: Annotated[str, _id("T")] = SlackConfig.team_id
    name: Word = SlackConfig.team_name
    domain: Handle = SlackConfig.team_domain


class AppSection(Section):
    """`manifest` is a path beside this file; scopes, events, commands and shortcuts then come from there."""

    manifest: Path | None = None
    name: Word | None = None
    id: Annotated[str, _id("A")] = AppSeed.id
    bot_id: Annotated[str, _id("B")] = AppSeed.bot_id
    bot_user_id: Annotated[str, _id("U")] = AppSeed.bot_user_id
    scopes: tuple[Word, ...] | None = None
    events: tuple[Word, ...] | None = None
    bot_token: Annotated[str, _fits("xoxb-.+", "a bot token begins with xoxb-")] = SlackConfig.bot_token
    app_token: Annotated[str, _fits("xapp-.+", "an app token begins with xapp-")] = SlackConfig.app_token
    signing_secret: Word = SlackConfig.signing_secret
    request_url: (
        Annotated[str, _fits("https?://.+", "use an address like http://127.0.0.1:3000/slack/events")] | None
    ) = None


class UserSection(Section):
    name: Handle
    real_name: Word
    id: Annotated[str, _id("UW")] | None = None
    email: str = ""
    locale: Annotated[str, _fits("[a-z]{2,3}-[A-Z]{2}", "a locale is like es-ES")] = "en-US"
    timezone: Zone = "Europe/Madrid"
    note: str = ""
    color: Annotated[str, _fits("[0-9a-f]{6}", "a colour is six hex digits, like 1264a3")] = "4a154b"
    admin: bool = False
    guest: bool = False


class ChannelSection(Section):
    """No `members` means everybody who is not a guest."""

    name: Handle
    id: Annotated[str, _id("C")] | None = None
    topic: str = ""
    private: bool = False
    app_is_member: bool = True
    members: tuple[Handle, ...] | None = None


class GroupSection(Section):
    handle: Handle
    name: Word
    id: Annotated[str, _id("S")] | None = None
    members: tuple[Handle, ...]


class CommandSection(Section):
    command: Annotated[str, _fits("/[a-z0-9_-]{1,31}", "a command is like /deploy")]
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


class ShortcutSection(Section):
    callback_id: Word
    name: Word
    type: Literal["global", "message"] = "global"


class LimitsSection(Section):
    """Slack's own times and rates; `rate_scale` 0 switches rate limits off."""

    rate_scale: Annotated[float, Field(ge=0)] = 1.0
    ack_deadline_s: Annotated[float, Field(gt=0)] = SlackConfig.ack_deadline_s
    trigger_lifetime_s: Annotated[float, Field(gt=0)] = SlackConfig.trigger_lifetime_s
    response_url_lifetime_s: Annotated[float, Field(gt=0)] = SlackConfig.response_url_lifetime_s
    event_retry_delays_s: tuple[Annotated[float, Field(ge=0)], ...] = SlackConfig.event_retry_delays_s
    file_processing_s: Annotated[float, Field(ge=0)] = SlackConfig.file_processing_s
    connection_lifetime_s: Annotated[float, Field(gt=0)] = SlackConfig.connection_lifetime_s
    fetch_images: bool = SlackConfig.fetch_images
    short_pages: bool = SlackConfig.short_pages


class File(Section):
    workspace: WorkspaceSection = WorkspaceSection()
    app: AppSection = AppSection()
    limits: LimitsSection = LimitsSection()
    users: tuple[UserSection, ...] = ()
    channels: tuple[ChannelSection, ...] = ()
    groups: tuple[GroupSection, ...] = ()
    commands: tuple[CommandSection, ...] = ()
    shortcuts: tuple[ShortcutSection, ...] = ()

    @field_validator("users", "channels", "groups", "commands", "shortcuts")
    @classmethod
    def _no_name_twice(cls, value: tuple[Section, ...]) -> tuple[Section, ...]:
        twice = [name for name, times in Counter(map(_name_of, value)).items() if times > 1]
        if twice:
            raise ValueError(f"{', '.join(twice)} stands there twice; keep one")
        return value


def _name_of(item: Section) -> str:
    return str(next(getattr(item, key) for key in _NAMES if hasattr(item, key)))


_NAMES = ("command", "callback_id", "handle", "name")
SECTIONS: dict[str, type[Section]] = {
    "workspace": WorkspaceSection,
    "app": AppSection,
    "limits": LimitsSection,
    "users": UserSection,
    "channels": ChannelSection,
    "groups": GroupSection,
    "commands": CommandSection,
    "shortcuts": ShortcutSection,
}
