"""The composition objects: texts, options, dialogs, filters.

Source: the pages "Text object" to "Trigger object" of https://docs.slack.dev/reference/block-kit.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.blocks.kit import limits
from bot.blocks.validator.problem import Problem, Surface
from bot.blocks.validator.schema import (
    Check,
    Field,
    array,
    boolean,
    either,
    may,
    must,
    obj,
    some,
    string,
    tagged,
    url,
)

WEB = frozenset({"http", "https"})
CONVERSATION_TYPES = frozenset({"im", "mpim", "private", "public"})
TYPING_TRIGGERS = frozenset({"on_enter_pressed", "on_character_entered"})


def plain(most: int, *, least: int = 1) -> Check:
    """A plain_text object."""
    return tagged({"plain_text": _plain(most, least)})


def text(most: int = limits.TEXT_CHARS, *, least: int = 1) -> Check:
    """A plain_text or mrkdwn object."""
    return tagged({"plain_text": _plain(most, least), "mrkdwn": _mrkdwn(most, least)})


def option(words: Check, description: Check, *, linked: bool = False) -> Check:
    fields = {
        "text": must(words),
        "value": must(string(limits.OPTION_VALUE_CHARS, least=1)),
        "description": may(description),
    }
    return obj(fields | {"url": may(url(limits.URL_CHARS))} if linked else fields)


def id_fields() -> dict[str, Field]:
    """An empty id is taken, as an empty block_id is (slack-go #823)."""
    return {"action_id": may(string(limits.ACTION_ID_CHARS))}


def picture() -> dict[str, Field]:
    """The fields that say where an image comes from; `PICTURE_RULE` belongs to them."""
    return {
        "image_url": may(url(limits.IMAGE_URL_CHARS, schemes=WEB)),
        "slack_file": may(SLACK_FILE),
        "alt_text": must(string(limits.ALT_TEXT_CHARS, least=1)),
        "image_width": may(_POSITIVE),
        "image_height": may(_POSITIVE),
        "image_bytes": may(_POSITIVE),
    }


def no_value_twice(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
    """Two options of one menu must not answer with the same value: it is to be unique ("Option object")."""
    seen: set[str] = set()
    for place, entry in options_of(value, pointer):
        answer = entry.get("value")
        if isinstance(answer, str):
            if answer in seen:
                yield Problem(f'`value` "{answer}" already exists', f"{place}/value")
            seen.add(answer)


def initial_is_an_option(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
    """What is chosen at first must be one of the options, whole: text, value and description."""
    known = [entry for _, entry in options_of(value, pointer)]
    if not known:
        return
    if "initial_option" in value and value["initial_option"] not in known:
        yield Problem("must match one of the options", f"{pointer}/initial_option")
    chosen = value.get("initial_options")
    for position, entry in enumerate(chosen if isinstance(chosen, list) else ()):
        if entry not in known:
            yield Problem("must match one of the options", f"{pointer}/initial_options/{position}")


def options_of(value: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Pointer and option, for each option of a menu, in groups or not."""
    groups = value.get("option_groups")
    homes = [(f"{pointer}/options", value.get("options"))]
    for position, group in enumerate(groups if isinstance(groups, list) else ()):
        if isinstance(group, dict):
            homes.append((f"{pointer}/option_groups/{position}/options", group.get("options")))
    for place, entries in homes:
        for position, entry in enumerate(entries if isinstance(entries, list) else ()):
            if isinstance(entry, dict):
                yield f"{place}/{position}", entry


def _plain(most: int, least: int) -> Check:
    return obj({"text": must(string(most, least=least)), "emoji": may(boolean())}, tag="type")


def _mrkdwn(most: int, least: int) -> Check:
    return obj({"text": must(string(most, least=least)), "verbatim": may(boolean())}, tag="type")


def _positive(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        yield Problem("must provide an integer", pointer)


_POSITIVE: Check = _positive

MENU_OPTION = option(plain(limits.OPTION_CHARS), plain(limits.OPTION_CHARS))
CHOICE_OPTION = option(text(limits.OPTION_CHARS), text(limits.OPTION_CHARS))
OVERFLOW_OPTION = option(plain(limits.OPTION_CHARS), plain(limits.OPTION_CHARS), linked=True)

OPTION_GROUP = obj(
    {
        "label": must(plain(limits.OPTION_GROUP_CHARS)),
        "options": must(array(MENU_OPTION, limits.OPTIONS, least=1)),
    }
)

CONFIRM = obj(
    {
        "title": must(plain(limits.CONFIRM_TITLE_CHARS)),
        "text": must(text(limits.CONFIRM_TEXT_CHARS)),
        "confirm": must(plain(limits.CONFIRM_BUTTON_CHARS)),
        "deny": must(plain(limits.CONFIRM_BUTTON_CHARS)),
        "style": may(string(among={"primary", "danger"})),
    }
)

CONVERSATION_FILTER = obj(
    {
        "include": may(array(string(among=CONVERSATION_TYPES), least=1)),
        "exclude_external_shared_channels": may(boolean()),
        "exclude_bot_users": may(boolean()),
    },
    some("include", "exclude_external_shared_channels", "exclude_bot_users"),
)

DISPATCH_CONFIG = obj(
    {"trigger_actions_on": may(array(string(among=TYPING_TRIGGERS), len(TYPING_TRIGGERS), least=1))}
)

SLACK_FILE = obj(
    {"id": may(string(least=1)), "url": may(url(limits.IMAGE_URL_CHARS, schemes=WEB))}, either("id", "url")
)

PICTURE_RULE = either("image_url", "slack_file")
