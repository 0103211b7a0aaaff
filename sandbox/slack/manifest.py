"""The app as its own manifest describes it, so that the sandbox grants exactly what a workspace would.

https://docs.slack.dev/reference/app-manifest
"""

from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import yaml

from sandbox.slack.config import AppSeed, CommandSeed, ShortcutSeed
from sandbox.slack.documents import Json


class ManifestError(Exception):
    """The manifest cannot be used; the text says where and what to do."""


def read_manifest(path: Path, *, base: AppSeed | None = None) -> AppSeed:
    """The app of a manifest file, YAML or JSON. Raises ManifestError."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))  # JSON is YAML
    except OSError as error:
        raise ManifestError(f"{path}: {error.strerror}; name the manifest.yml of your app.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path}{_line_of(error)}: this is neither YAML nor JSON.") from None
    if not isinstance(document, dict):
        raise ManifestError(f"{path}: a manifest has sections such as display_information and oauth_config.")
    try:
        return app_from_manifest(document, base=base)
    except ManifestError as error:
        raise ManifestError(f"{path}: {error}") from None


def app_from_manifest(manifest: Json, *, base: AppSeed | None = None) -> AppSeed:
    """The name, scopes, events, commands and shortcuts of a parsed manifest; ids come from `base`.

    Raises ManifestError for a section of another shape.
    """
    features = _section(manifest, "features")
    events = _section(_section(manifest, "settings"), "event_subscriptions")
    scopes = _section(_section(manifest, "oauth_config"), "scopes")
    return replace(
        base or AppSeed(),
        name=str(_section(manifest, "display_information").get("name", "App")),
        bot_scopes=(*_words(scopes, "bot"), *_words(scopes, "bot_optional")),
        bot_events=_words(events, "bot_events"),
        commands=tuple(_command(item) for item in _items(features, "slash_commands")),
        shortcuts=tuple(_shortcut(item) for item in _items(features, "shortcuts")),
    )


def _section(document: Json, name: str) -> Json:
    found: Any = document.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ManifestError(f"`{name}` is a section with names and values, not {found!r}.")
    return found


def _words(section: Json, name: str) -> tuple[str, ...]:
    found = section.get(name) or []
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise ManifestError(f"`{name}` is a list of words, not {found!r}.")
    return tuple(found)


def _items(section: Json, name: str) -> list[Json]:
    found = section.get(name) or []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ManifestError(f"`{name}` is a list of entries with names and values.")
    return found


def _command(item: Json) -> CommandSeed:
    command = str(item.get("command", ""))
    if not command.startswith("/"):
        raise ManifestError(f"`slash_commands`: `command` begins with a slash, not {command!r}.")
    return CommandSeed(
        command=command,
        description=str(item.get("description", "")),
        usage_hint=str(item.get("usage_hint", "")),
        should_escape=bool(item.get("should_escape", False)),
    )


def _shortcut(item: Json) -> ShortcutSeed:
    callback_id, name = str(item.get("callback_id", "")), str(item.get("name", ""))
    if not callback_id or not name:
        raise ManifestError("`shortcuts`: each has a `name` and a `callback_id`.")
    kind: Literal["global", "message"] = "message" if item.get("type") == "message" else "global"
    if item.get("type") not in ("global", "message"):
        raise ManifestError(f"`shortcuts`: the `type` of {callback_id} is global or message.")
    return ShortcutSeed(callback_id=callback_id, name=name, type=kind)


def _line_of(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", line {mark.line + 1}" if mark is not None else ""
