"""sandbox.toml: the workspace that `andon sandbox` runs, and what is wrong with the file, in words.

Every section may be left out; what is not said comes from the demo workspace. Ids may be left out too and are
then made of the name, so that they are the same at each start.
"""

import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sandbox.slack.config import (
    BOT_EVENTS,
    MANIFEST_SCOPES,
    AppSeed,
    ChannelSeed,
    CommandSeed,
    ShortcutSeed,
    SlackConfig,
    UserGroupSeed,
    UserSeed,
)
from sandbox.slack.config_sections import SECTIONS, ChannelSection, File, GroupSection, UserSection
from sandbox.slack.demo import demo_config
from sandbox.slack.manifest import ManifestError, read_manifest
from sandbox.slack.methods import METHODS

EVERY_EVENT = (*BOT_EVENTS, "message.channels", "message.groups")


class ConfigFileError(Exception):
    """The file cannot be used. Each line says where and what to do."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read_config_file(path: Path, *, manifest: Path | None = None) -> SlackConfig:
    """The workspace that the file describes; *manifest* goes before the one the file names.

    Raises ConfigFileError.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigFileError((f"{path}: {error.strerror}; name a file that is there.",)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigFileError((f"{path}: this is not TOML: {error}",)) from None
    try:
        file = File.model_validate(said)
    except ValidationError as error:
        raise ConfigFileError(tuple(_line(path, problem) for problem in error.errors())) from None
    named = file.app.manifest
    return _config(path, file, manifest or (path.parent / named if named else None))


def config_of_manifest(manifest: Path) -> SlackConfig:
    """The demo workspace with the app of this manifest installed. Raises ConfigFileError."""
    return demo_config(app=_app(File(), manifest))


def every_app() -> AppSeed:
    """An app without commands and shortcuts that may do and hears everything."""
    return _app(File(), None)


def _config(path: Path, file: File, manifest: Path | None) -> SlackConfig:
    demo = demo_config()
    users = tuple(_user(section) for section in file.users) or demo.users
    ids = {user.name: user.id for user in users}
    _check(path, file, users, ids)
    channels = tuple(_channel(section, ids) for section in file.channels)
    if not channels:
        channels = demo.channels if not file.users else (ChannelSeed(id="C0GENERAL", name="general"),)
    return demo_config(
        users=users,
        channels=channels,
        usergroups=tuple(_group(section, ids) for section in file.groups)
        or (() if file.users else demo.usergroups),
        app=_app(file, manifest),
        team_id=file.workspace.id,
        team_name=file.workspace.name,
        team_domain=file.workspace.domain,
        bot_token=file.app.bot_token,
        app_token=file.app.app_token,
        signing_secret=file.app.signing_secret,
        request_url=file.app.request_url,
        rate_scale=file.limits.rate_scale or None,
        **file.limits.model_dump(exclude={"rate_scale"}),
    )


def _check(path: Path, file: File, users: tuple[UserSeed, ...], ids: dict[str, str]) -> None:
    """What only the whole file shows: members nobody knows, and ids that two names lead to."""
    lines = [
        f"{path}: {kind}[{number}].members: {name} is none of the users: {', '.join(ids)}."
        for kind, lists in (
            ("channels", [section.members for section in file.channels]),
            ("groups", [section.members for section in file.groups]),
        )
        for number, members in enumerate(lists, start=1)
        for name in members or ()
        if name not in ids
    ]
    made = [user.id for user in users] + [_made_id("C", s.id, s.name) for s in file.channels]
    made += [_made_id("S", s.id, s.handle) for s in file.groups] + [file.app.bot_user_id]
    lines += [
        f"{path}: two names lead to the id {one}; give one of them an `id` of its own."
        for one in sorted({one for one in made if made.count(one) > 1})
    ]
    if all(user.is_guest for user in users):
        lines.append(f"{path}: users: everybody is a guest; somebody has to be a member.")
    if lines:
        raise ConfigFileError(tuple(lines))


def _app(file: File, manifest: Path | None) -> AppSeed:
    base = AppSeed(id=file.app.id, bot_id=file.app.bot_id, bot_user_id=file.app.bot_user_id)
    try:
        app = read_manifest(manifest, base=base) if manifest else base
    except ManifestError as error:
        raise ConfigFileError((str(error),)) from None
    return AppSeed(
        id=app.id,
        bot_id=app.bot_id,
        bot_user_id=app.bot_user_id,
        name=file.app.name or (app.name if manifest else "App"),
        bot_scopes=_said_or(file.app.scopes, app.bot_scopes if manifest else _every_scope()),
        bot_events=_said_or(file.app.events, app.bot_events if manifest else EVERY_EVENT),
        commands=tuple(CommandSeed(**dict(section)) for section in file.commands) or app.commands,
        shortcuts=tuple(ShortcutSeed(**dict(section)) for section in file.shortcuts) or app.shortcuts,
    )


def _said_or(said: tuple[str, ...] | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    return otherwise if said is None else said


def _every_scope() -> tuple[str, ...]:
    """Where nobody says what the app may do, it may do what this Slack can."""
    asked = {scope for method in METHODS.values() if method.caller != "app" for scope in method.scopes}
    return tuple(sorted(asked | set(MANIFEST_SCOPES)))


def _user(section: UserSection) -> UserSeed:
    return UserSeed(
        id=_made_id("U", section.id, section.name),
        name=section.name,
        real_name=section.real_name,
        email=section.email or f"{section.name}@workspace.example",
        locale=section.locale,
        tz=section.timezone,
        role_note=section.note,
        avatar_color=section.color,
        is_admin=section.admin,
        is_guest=section.guest,
    )


def _channel(section: ChannelSection, ids: dict[str, str]) -> ChannelSeed:
    return ChannelSeed(
        id=_made_id("C", section.id, section.name),
        name=section.name,
        topic=section.topic,
        is_private=section.private,
        bot_is_member=section.app_is_member,
        members=None if section.members is None else tuple(ids[name] for name in section.members),
    )


def _group(section: GroupSection, ids: dict[str, str]) -> UserGroupSeed:
    members = tuple(ids[name] for name in section.members)
    made = _made_id("S", section.id, section.handle)
    return UserGroupSeed(id=made, handle=section.handle, name=section.name, users=members)


def _made_id(letter: str, given: str | None, name: str) -> str:
    return given or f"{letter}0{re.sub('[^A-Z0-9]', '', name.upper())}"


def _line(path: Path, problem: Any) -> str:
    """One sentence for a mistake: where it stands, what was said there and what may be."""
    where, keys = "", list(problem["loc"])
    for key in keys:
        where += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if where else str(key)
    if problem["type"] == "extra_forbidden":
        near = get_close_matches(str(keys[-1]), _known_keys(keys), n=1)
        return f"{path}: {where}: no such key{f'; did you mean {near[0]}?' if near else '.'}"
    if problem["type"] == "missing":
        return f"{path}: {where}: is missing."
    said = problem["msg"].removeprefix("Value error, ")
    return f"{path}: {where}: {said[:1].lower()}{said[1:]}."


def _known_keys(keys: list[Any]) -> list[str]:
    if len(keys) == 1:
        return list(File.model_fields)
    return list(SECTIONS[str(keys[0])].model_fields)
