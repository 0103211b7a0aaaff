"""The blocks, their fields, and the surfaces that take them.

Source: the block pages of https://docs.slack.dev/reference/block-kit/blocks.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.blocks.kit import limits
from bot.blocks.validator.counting import chars_of
from bot.blocks.validator.elements import (
    ACTIONS_TAKE,
    CARD_TAKES,
    CONTEXT_ACTIONS_TAKE,
    CONTEXT_TAKES,
    INPUT_TAKES,
    SECTION_TAKES,
    within,
)
from bot.blocks.validator.objects import PICTURE_RULE, WEB, picture, plain, text
from bot.blocks.validator.problem import Problem, Surface
from bot.blocks.validator.rich_text import RICH_TEXT
from bot.blocks.validator.schema import (
    Check,
    Field,
    Rule,
    anything,
    array,
    boolean,
    integer,
    may,
    must,
    number,
    obj,
    some,
    string,
    tagged,
    url,
)

TASK_STATES = frozenset({"pending", "in_progress", "complete", "error"})
ALERT_LEVELS = frozenset({"default", "info", "warning", "error", "success"})


def legal(name: str, surface: Surface) -> bool:
    return surface in SURFACES[name]


def no_action_id_twice(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
    """An action id stands once in a block; in two blocks the same one is fine."""
    seen: set[str] = set()
    for name in ("elements", "actions"):
        entries = value.get(name)
        for position, entry in enumerate(entries if isinstance(entries, list) else ()):
            action_id = entry.get("action_id") if isinstance(entry, dict) else None
            if isinstance(action_id, str):
                if action_id in seen:
                    place = f"{pointer}/{name}/{position}/action_id"
                    yield Problem(f'`action_id` "{action_id}" already exists', place)
                seen.add(action_id)


def _same_width(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
    """Each row of a data table has as many cells as its header."""
    rows = value.get("rows")
    widths = [len(row) for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    if len(set(widths)) > 1:
        yield Problem("all rows must have the same number of items", f"{pointer}/rows")


def _series_points(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
    """Each series of a chart has its points; what else is in it is not looked at."""
    series = value.get("series")
    for position, entry in enumerate(series if isinstance(series, list) else ()):
        points = entry.get("data") if isinstance(entry, dict) else None
        if isinstance(points, list) and len(points) > limits.CHART_POINTS:
            place = f"{pointer}/series/{position}/data"
            yield Problem(f"no more than {limits.CHART_POINTS} items allowed", place)


def _cells_hold(most: int) -> Rule:
    """All cells of a table together have so many characters at most."""

    def rule(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
        if chars_of(value.get("rows")) > most:
            yield Problem(f"must be less than {most + 1} characters", f"{pointer}/rows")

    return rule


def _block(fields: Mapping[str, Field], *rules: Any) -> Check:
    return obj({"block_id": may(string(limits.BLOCK_ID_CHARS)), **fields}, *rules, tag="type")


_CELL = tagged(
    {
        "raw_text": obj({"text": must(string(least=1))}, tag="type"),  # empty: refused (vercel/chat #373)
        "raw_number": obj({"value": must(number()), "text": may(string())}, tag="type"),
        "rich_text": RICH_TEXT,
    }
)
_ROW = array(_CELL, limits.TABLE_COLUMNS, least=1)
_COLUMN = obj(
    {"align": may(string(among={"left", "center", "right"})), "is_wrapped": may(boolean())},
)
_SERIES = array(anything(), limits.CHART_SERIES, least=1)
_PIE = obj({"segments": must(_SERIES)}, tag="type")
_PLOT = obj({"series": must(_SERIES), "axis_config": must(anything())}, _series_points, tag="type")
_PICTURE = tagged({"image": obj(picture(), PICTURE_RULE, tag="type")})
_RICH = tagged({"rich_text": RICH_TEXT})


def _column(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
    """The settings of one column; null skips a column."""
    if value is not None:
        yield from _COLUMN(value, pointer, surface)


_CARD = _block(
    {
        "hero_image": may(_PICTURE),
        "icon": may(_PICTURE),
        "title": may(text(limits.CARD_TITLE_CHARS)),
        "subtitle": may(text(limits.CARD_TITLE_CHARS)),
        "body": may(text(limits.CARD_BODY_CHARS)),
        "subtext": may(text(limits.CARD_BODY_CHARS)),
        "actions": may(array(within(CARD_TAKES), limits.CARD_ACTIONS, least=1)),
        "slack_icon": may(anything()),
    },
    some("hero_image", "title", "actions", "body"),
    no_action_id_twice,
)

_TASK = _block(
    {
        "task_id": must(string(least=1)),
        "title": must(string(least=1)),
        "status": must(string(among=TASK_STATES)),
        "details": may(_RICH),
        "output": may(_RICH),
        "sources": may(
            array(
                tagged({"url": obj({"url": must(url(limits.URL_CHARS)), "text": must(string())}, tag="type")})
            )
        ),
    }
)

_TEXTUAL: dict[str, Check] = {
    "header": _block({"text": must(plain(limits.HEADER_CHARS)), "level": may(integer(1, 6))}),
    "section": _block(
        {
            "text": may(text()),
            "fields": may(array(text(limits.SECTION_FIELD_CHARS), limits.SECTION_FIELDS, least=1)),
            "accessory": may(within(SECTION_TAKES)),
            "expand": may(boolean()),
        },
        some("text", "fields"),
    ),
    "context": _block({"elements": must(array(within(CONTEXT_TAKES), limits.CONTEXT_ELEMENTS, least=1))}),
    "divider": _block({}),
    "image": _block(
        {"title": may(plain(limits.IMAGE_TITLE_CHARS)), "is_animated": may(boolean())} | picture(),
        PICTURE_RULE,
    ),
    "markdown": _block({"text": must(string(limits.MESSAGE_MARKDOWN_CHARS, least=1))}),
    "rich_text": RICH_TEXT,
    "alert": _block({"text": must(text(limits.ALERT_CHARS)), "level": may(string(among=ALERT_LEVELS))}),
    "file": _block({"external_id": must(string(least=1)), "source": must(string(among={"remote"}))}),
    "video": _block(
        {
            "title": must(plain(limits.VIDEO_TITLE_CHARS)),
            "video_url": must(url(limits.URL_CHARS, schemes={"https"})),
            "thumbnail_url": must(url(limits.URL_CHARS, schemes=WEB)),
            "alt_text": must(string(limits.VIDEO_TEXT_CHARS, least=1)),
            "title_url": may(url(limits.URL_CHARS, schemes={"https"})),
            "author_name": may(string(limits.VIDEO_AUTHOR_CHARS)),
            "description": may(plain(limits.VIDEO_TEXT_CHARS)),
            "provider_icon_url": may(url(limits.URL_CHARS, schemes=WEB)),
            "provider_name": may(string(limits.VIDEO_PROVIDER_CHARS)),
        }
    ),
}

_INTERACTIVE: dict[str, Check] = {
    "actions": _block(
        {"elements": must(array(within(ACTIONS_TAKE), limits.ACTIONS_ELEMENTS, least=1))}, no_action_id_twice
    ),
    "context_actions": _block(
        {"elements": must(array(within(CONTEXT_ACTIONS_TAKE), limits.CONTEXT_ACTIONS_ELEMENTS, least=1))},
        no_action_id_twice,
    ),
    "input": _block(
        {
            "label": must(plain(limits.LABEL_CHARS)),
            "element": must(within(INPUT_TAKES)),
            "hint": may(plain(limits.LABEL_CHARS)),
            "optional": may(boolean()),
            "dispatch_action": may(boolean()),
        }
    ),
}

_COMPOUND: dict[str, Check] = {
    "card": _CARD,
    "carousel": _block({"elements": must(array(tagged({"card": _CARD}), limits.CAROUSEL_CARDS, least=1))}),
    "task_card": _TASK,
    "plan": _block({"title": must(string(least=1)), "tasks": may(array(tagged({"task_card": _TASK})))}),
    "table": _block(
        {
            "rows": must(array(_ROW, limits.TABLE_ROWS, least=1)),
            "column_settings": may(array(_column, limits.TABLE_COLUMNS)),
        },
        _cells_hold(limits.TABLE_CHARS),
    ),
    "data_table": _block(
        {
            "caption": must(string(least=1)),
            "rows": must(array(_ROW, limits.DATA_TABLE_ROWS, least=2)),
            "page_size": may(integer(1, limits.DATA_TABLE_PAGE)),
            "row_header_column_index": may(integer(0, limits.TABLE_COLUMNS - 1)),
        },
        _same_width,
        _cells_hold(limits.DATA_TABLE_CHARS),
    ),
    "data_visualization": _block(
        {
            "title": must(string(limits.CHART_TITLE_CHARS, least=1)),
            "chart": must(tagged({"pie": _PIE, **dict.fromkeys(("bar", "area", "line"), _PLOT)})),
        }
    ),
}

_INNER = _TEXTUAL | _INTERACTIVE | _COMPOUND
BLOCKS: dict[str, Check] = {
    **_INNER,
    "container": _block(
        {
            "title": may(plain(limits.CONTAINER_TITLE_CHARS)),
            "rich_text_title": may(_RICH),
            "subtitle": may(text(limits.CONTAINER_TITLE_CHARS)),
            "icon": may(_PICTURE),
            "width": may(string(among={"narrow", "standard", "wide", "full"})),
            "is_collapsible": may(boolean()),
            "default_collapsed": may(boolean()),
            "child_blocks": must(array(tagged(_INNER, legal), limits.CONTAINER_BLOCKS, least=1)),
        },
        some("title", "rich_text_title"),
    ),
}

_ALL = frozenset(Surface)
_POSTED = frozenset({Surface.MESSAGE, Surface.HOME})
_MESSAGE = frozenset({Surface.MESSAGE})
SURFACES: dict[str, frozenset[Surface]] = {
    **dict.fromkeys(("actions", "card", "context", "divider", "header", "image", "input"), _ALL),
    **dict.fromkeys(("rich_text", "section", "video"), _ALL),
    "alert": frozenset({Surface.MODAL}),
    **dict.fromkeys(("carousel", "container", "data_table", "data_visualization", "table"), _POSTED),
    **dict.fromkeys(("context_actions", "file", "markdown", "plan", "task_card"), _MESSAGE),
}
"""Which surface takes which block, as the block pages list them under "Available in surfaces"."""
