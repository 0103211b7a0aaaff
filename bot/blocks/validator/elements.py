"""The elements people press, pick and fill in, and which block takes which.

Source: the element pages of https://docs.slack.dev/reference/block-kit/block-elements, and for what goes where
the unions `ActionsBlockElement`, `SectionBlockAccessory` and `InputBlockElement` of Slack's own @slack/types.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.blocks.kit import limits
from bot.blocks.validator.objects import (
    CHOICE_OPTION,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    MENU_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PICTURE_RULE,
    id_fields,
    initial_is_an_option,
    no_value_twice,
    picture,
    plain,
    text,
)
from bot.blocks.validator.problem import Problem, Surface
from bot.blocks.validator.rich_text import RICH_TEXT
from bot.blocks.validator.schema import (
    Check,
    Field,
    anything,
    array,
    boolean,
    either,
    integer,
    may,
    must,
    obj,
    string,
    tagged,
    url,
)

DATE_FORM = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
TIME_FORM = r"([01]\d|2[0-3]):[0-5]\d"
NUMBER_FORM = r"-?\d+(\.\d+)?"
EPOCH_MOST_S = 9_999_999_999  # seconds since 1970, ten digits ("Datetime picker element")


def within(names: frozenset[str]) -> Check:
    """An element that this block takes; a file input only in a modal."""
    return tagged({name: ELEMENTS[name] for name in sorted(names)}, _legal)


def _legal(name: str, surface: Surface) -> bool:
    return name != "file_input" or surface is Surface.MODAL


def _element(fields: dict[str, Field]) -> dict[str, Field]:
    return id_fields() | fields


def _pressed(fields: dict[str, Field]) -> dict[str, Field]:
    return _element({"confirm": may(CONFIRM)}) | fields


def _picked(fields: dict[str, Field], *, several: bool = False) -> dict[str, Field]:
    more: dict[str, Field] = {"max_selected_items": may(integer(1))} if several else {}
    asked = {"placeholder": may(plain(limits.PLACEHOLDER_CHARS)), "focus_on_load": may(boolean())}
    return _pressed(asked) | more | fields


def _typed(fields: dict[str, Field]) -> dict[str, Field]:
    asked = {
        "placeholder": may(plain(limits.PLACEHOLDER_CHARS)),
        "focus_on_load": may(boolean()),
        "dispatch_action_config": may(DISPATCH_CONFIG),
    }
    return _element(asked) | fields


def _static(initial: dict[str, Field], *, several: bool = False) -> Check:
    menu = {
        "options": may(array(MENU_OPTION, limits.OPTIONS, least=1)),
        "option_groups": may(array(OPTION_GROUP, limits.OPTION_GROUPS, least=1)),
    }
    fields = _picked(menu | initial, several=several)
    rules = (either("options", "option_groups"), no_value_twice, initial_is_an_option)
    return obj(fields, *rules, tag="type")


def _open(initial: dict[str, Field], *, several: bool = False) -> Check:
    return obj(_picked(initial, several=several), tag="type")


def _choices(initial: dict[str, Field]) -> Check:
    fields = {"options": must(array(CHOICE_OPTION, limits.CHOICES, least=1)), "focus_on_load": may(boolean())}
    return obj(_pressed(fields | initial), no_value_twice, initial_is_an_option, tag="type")


_ONE = may(string(least=1))
_MANY = may(array(string(least=1)))
_RESPONSE_URL = {"response_url_enabled": may(boolean())}
_CONVERSATIONS = {
    "default_to_current_conversation": may(boolean()),
    "filter": may(CONVERSATION_FILTER),
}
_SEARCH = {"min_query_length": may(integer(0))}

_BUTTON = obj(
    _pressed(
        {
            "text": must(plain(limits.BUTTON_CHARS)),
            "value": may(string(limits.BUTTON_VALUE_CHARS)),
            "url": may(url(limits.URL_CHARS)),
            "style": may(string(among={"primary", "danger"})),
            "accessibility_label": may(string(limits.BUTTON_CHARS)),
            "agent_prompt": may(string(limits.AGENT_PROMPT_CHARS)),
            "agent_prompt_display": may(string()),
            "visible_to_user_ids": _MANY,
        }
    ),
    tag="type",
)

_WORKFLOW_BUTTON = obj(
    _element(
        {
            "text": must(plain(limits.BUTTON_CHARS)),
            "workflow": must(anything()),
            "style": may(string(among={"primary", "danger"})),
            "accessibility_label": may(string(limits.BUTTON_CHARS)),
        }
    ),
    tag="type",
)

_FEEDBACK = obj(
    {
        "text": must(plain(limits.BUTTON_CHARS)),
        "value": must(string(limits.BUTTON_VALUE_CHARS)),
        "accessibility_label": may(string(limits.BUTTON_CHARS)),
    }
)

_ICON_BUTTON = obj(
    _pressed(
        {
            "icon": must(string(least=1)),
            "text": must(plain(limits.BUTTON_CHARS)),
            "value": may(string(limits.BUTTON_VALUE_CHARS)),
            "accessibility_label": may(string(limits.BUTTON_CHARS)),
            "visible_to_user_ids": _MANY,
        }
    ),
    tag="type",
)

_DATETIME = _element(
    {
        "initial_date_time": may(integer(0, EPOCH_MOST_S)),
        "confirm": may(CONFIRM),
        "focus_on_load": may(boolean()),
    }
)

_PLAIN_TEXT_INPUT = _typed(
    {
        "initial_value": may(string(limits.INPUT_CHARS)),
        "multiline": may(boolean()),
        "min_length": may(integer(0, limits.INPUT_CHARS)),
        "max_length": may(integer(1, limits.INPUT_CHARS)),
    }
)


def _least_and_most(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
    """The least number is not above the most ("Number input element"); both are text."""
    least, most = _as_number(value.get("min_value")), _as_number(value.get("max_value"))
    if least is not None and most is not None and least > most:
        yield Problem("cannot be greater than `max_value`", f"{pointer}/min_value")


def _as_number(text: object) -> Decimal | None:
    return Decimal(text) if isinstance(text, str) and re.fullmatch(NUMBER_FORM, text) else None


_NUMBER_INPUT = _typed(
    {
        "is_decimal_allowed": must(boolean()),
        "initial_value": may(string(form=NUMBER_FORM)),
        "min_value": may(string(form=NUMBER_FORM)),
        "max_value": may(string(form=NUMBER_FORM)),
    }
)

_RICH_TEXT_INPUT = _typed(
    {
        "initial_value": may(tagged({"rich_text": RICH_TEXT})),
        "min_lines": may(integer(1, limits.INPUT_LINES)),
        "max_lines": may(integer(1, limits.INPUT_LINES)),
    }
)

_FILE_INPUT = _element(
    {"filetypes": may(array(string(least=1), least=1)), "max_files": may(integer(1, limits.INPUT_FILES))}
)

_SELECTS: dict[str, Check] = {
    "static_select": _static({"initial_option": may(MENU_OPTION)}),
    "external_select": _open({"initial_option": may(MENU_OPTION)} | _SEARCH),
    "users_select": _open({"initial_user": _ONE}),
    "conversations_select": _open({"initial_conversation": _ONE} | _CONVERSATIONS | _RESPONSE_URL),
    "channels_select": _open({"initial_channel": _ONE} | _RESPONSE_URL),
}

_MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": _static({"initial_options": may(array(MENU_OPTION, least=1))}, several=True),
    "multi_external_select": _open({"initial_options": may(array(MENU_OPTION))} | _SEARCH, several=True),
    "multi_users_select": _open({"initial_users": _MANY}, several=True),
    "multi_conversations_select": _open({"initial_conversations": _MANY} | _CONVERSATIONS, several=True),
    "multi_channels_select": _open({"initial_channels": _MANY}, several=True),
}

ELEMENTS: dict[str, Check] = {
    "button": _BUTTON,
    "workflow_button": _WORKFLOW_BUTTON,
    "icon_button": _ICON_BUTTON,
    "feedback_buttons": obj(
        _element({"positive_button": must(_FEEDBACK), "negative_button": must(_FEEDBACK)}), tag="type"
    ),
    "overflow": obj(
        _pressed({"options": must(array(OVERFLOW_OPTION, limits.OVERFLOW_OPTIONS, least=1))}),
        no_value_twice,
        tag="type",
    ),
    "checkboxes": _choices({"initial_options": may(array(CHOICE_OPTION, least=1))}),
    "radio_buttons": _choices({"initial_option": may(CHOICE_OPTION)}),
    "datepicker": _open({"initial_date": may(string(form=DATE_FORM))}),
    "timepicker": _open({"initial_time": may(string(form=TIME_FORM)), "timezone": _ONE}),
    "datetimepicker": obj(_DATETIME, tag="type"),
    "plain_text_input": obj(_PLAIN_TEXT_INPUT, tag="type"),
    "email_text_input": obj(_typed({"initial_value": may(string())}), tag="type"),
    "url_text_input": obj(_typed({"initial_value": may(string())}), tag="type"),
    "number_input": obj(_NUMBER_INPUT, _least_and_most, tag="type"),
    "rich_text_input": obj(_RICH_TEXT_INPUT, tag="type"),
    "file_input": obj(_FILE_INPUT, tag="type"),
    "image": obj(picture(), PICTURE_RULE, tag="type"),
    "plain_text": text(),
    "mrkdwn": text(),
    **_SELECTS,
    **_MULTI_SELECTS,
}

_MENUS = frozenset(_SELECTS) | frozenset(_MULTI_SELECTS)
_EVERYWHERE = _MENUS | {"checkboxes", "datepicker", "radio_buttons", "timepicker"}
_INPUTS = frozenset({"email_text_input", "file_input", "number_input", "plain_text_input", "url_text_input"})
SECTION_TAKES = _EVERYWHERE | {"button", "image", "overflow", "workflow_button"}
ACTIONS_TAKE = _EVERYWHERE | {"button", "datetimepicker", "overflow", "rich_text_input", "workflow_button"}
INPUT_TAKES = _EVERYWHERE | _INPUTS | {"datetimepicker", "rich_text_input"}
CONTEXT_TAKES = frozenset({"image", "mrkdwn", "plain_text"})
CONTEXT_ACTIONS_TAKE = frozenset({"feedback_buttons", "icon_button"})
CARD_TAKES = frozenset({"button", "overflow", "static_select", "workflow_button"})
