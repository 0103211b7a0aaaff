"""The small objects that blocks and elements are made of: texts, options, confirmation dialogs."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from bot.blocks.kit import limits
from bot.blocks.kit.text import NOTHING, escaped, plain, safe_url

Block = dict[str, Any]
"""A piece of Block Kit as JSON."""

Style = Literal["primary", "danger"]


def plain_text(text: str, limit: int) -> Block:
    """One line in which nothing but `:emoji:` is markup, trimmed to `limit` characters."""
    return {"type": "plain_text", "text": plain(text, limit), "emoji": True}


def mrkdwn(text: str, limit: int = limits.TEXT_CHARS) -> Block:
    """Markup, trimmed to `limit` characters. A `str` is escaped, `Mrkdwn` is taken as it is.

    `verbatim` keeps Slack from making mentions and links of its own out of what people wrote ("Text object").
    """
    safe = escaped(text, limit=limit, multiline=True)
    return {"type": "mrkdwn", "text": str(safe) if safe.strip() else NOTHING, "verbatim": True}


def option(label: str, value: str, *, description: str | None = None, url: str | None = None) -> Block:
    """One line of a menu, of checkboxes or of radio buttons. `url` is for overflow menus only."""
    return present(
        text=plain_text(label, limits.OPTION_CHARS),
        value=exact("value", value, limits.OPTION_VALUE_CHARS),
        description=plain_text(description, limits.OPTION_CHARS) if description else None,
        url=safe_url(url),
    )


def option_group(label: str, options: Sequence[Block]) -> Block:
    return {
        "label": plain_text(label, limits.OPTION_GROUP_CHARS),
        "options": listed("options", options, limits.OPTIONS),
    }


def confirm(title: str, text: str, ok: str, cancel: str, style: Style | None = None) -> Block:
    """The dialog that asks before a dangerous act: what will happen to what."""
    return present(
        title=plain_text(title, limits.CONFIRM_TITLE_CHARS),
        text=plain_text(text, limits.CONFIRM_TEXT_CHARS),
        confirm=plain_text(ok, limits.CONFIRM_BUTTON_CHARS),
        deny=plain_text(cancel, limits.CONFIRM_BUTTON_CHARS),
        style=style,
    )


def present(**fields: Any) -> Block:
    """The fields that are set. Slack refuses a null where it expects nothing."""
    return {name: value for name, value in fields.items() if value is not None}


def exact(name: str, value: str, limit: int) -> str:
    """A value that must arrive whole, so it is refused and never trimmed. Raises ValueError."""
    if not 0 < len(value) <= limit:
        raise ValueError(f"{name} must have 1 to {limit} characters, not {len(value)}: {value[:40]!r}")
    return value


def listed(name: str, items: Sequence[Mapping[str, Any]], limit: int) -> list[Block]:
    """1 to `limit` items, since which to leave out is the caller's to choose. Raises ValueError."""
    if not 0 < len(items) <= limit:
        raise ValueError(f"{name} must have 1 to {limit} items, not {len(items)}")
    return [dict(item) for item in items]
