"""Whole messages and views: counts, ids that must differ, and the rules that look at all blocks at once."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.blocks.kit import limits
from bot.blocks.validator.blocks import BLOCKS, legal
from bot.blocks.validator.counting import chars_of
from bot.blocks.validator.objects import plain
from bot.blocks.validator.problem import MESSAGE_TOO_LONG, VIEW_TOO_LARGE, Problem, Surface
from bot.blocks.validator.schema import Field, array, boolean, may, must, obj, string, tagged
from bot.blocks.validator.walking import Placed, attachments_of, blocks_at, blocks_of

NO_SUBMIT = "bolt-app must define `submit` to use an `input` block in modals"
ONE_TABLE = "only_one_table_allowed"
UNSEEN = frozenset({"options", "option_groups", "initial_option", "initial_options", "confirm", "rows"})


def validate(payload: object, surface: Surface) -> list[Problem]:
    """What Slack would refuse, in the order of the payload; an empty list means it would be taken.

    For a message *payload* holds `blocks`, `attachments` and `text` (other arguments of the call are not
    looked at); for a modal or a home tab it is the view, and pointers start with /view. Never raises.
    """
    return list(_message(payload) if surface is Surface.MESSAGE else _view(payload, surface))


def _message(payload: object) -> Iterator[Problem]:
    if not isinstance(payload, dict):
        yield Problem("must provide an object", "")
        return
    for name, check in _MESSAGE_FIELDS.items():
        if payload.get(name) is not None:
            yield from check(payload[name], f"/{name}", Surface.MESSAGE)
    placed = list(blocks_of(payload))
    yield from _no_block_id_twice(placed)
    yield from _markdown_and_tables(placed)
    if message_chars(payload) > limits.MESSAGE_BLOCK_TEXT_CHARS:
        yield Problem(MESSAGE_TOO_LONG, "/blocks")


def message_chars(payload: Mapping[str, Any]) -> int:
    """What the blocks of a message say at first sight: no menus, no dialogs; tables have a total of their own."""
    attached = [attachment.get("blocks") for _, attachment in attachments_of(payload)]
    return chars_of([payload.get("blocks"), attached], but=UNSEEN)


def _view(payload: object, surface: Surface) -> Iterator[Problem]:
    yield from _VIEWS[surface](payload, "/view", surface)
    if not isinstance(payload, dict):
        return
    placed = list(blocks_at("/view/blocks", payload.get("blocks")))
    yield from _no_block_id_twice(placed)
    if surface is Surface.MODAL and "submit" not in payload:
        for pointer, block in placed:
            if block.get("type") == "input":
                yield Problem(NO_SUBMIT, f"{pointer}/input")
    if _too_large(payload):
        yield Problem(VIEW_TOO_LARGE, "/view")


def _no_block_id_twice(placed: list[Placed]) -> Iterator[Problem]:
    """Blocks within blocks count too. That of a markdown block is ignored by Slack ("Markdown block")."""
    seen: set[str] = set()
    for pointer, block in placed:
        block_id = block.get("block_id")
        if isinstance(block_id, str) and block.get("type") != "markdown":
            if block_id in seen:
                yield Problem(f'`block_id` "{block_id}" already exists', f"{pointer}/block_id")
            seen.add(block_id)


def _markdown_and_tables(placed: list[Placed]) -> Iterator[Problem]:
    """Markdown counts over all blocks of a message, and it has one table at most; a home tab may have several."""
    most, written, tables = limits.MESSAGE_MARKDOWN_CHARS, 0, 0
    for pointer, block in placed:
        text = block.get("text")
        if block.get("type") == "markdown" and isinstance(text, str) and len(text) <= most:
            written += len(text)
            if written > most:
                yield Problem(f"must be less than {most + 1} characters", f"{pointer}/text")
        tables += block.get("type") == "table"
        if block.get("type") == "table" and tables > limits.MESSAGE_TABLES:
            yield Problem(ONE_TABLE, pointer)


def _too_large(view: Mapping[str, Any]) -> bool:
    try:
        text = json.dumps(view, ensure_ascii=False, separators=(",", ":"), default=str)
    except (RecursionError, ValueError):
        return True
    return len(text.encode("utf-8", "surrogatepass")) > limits.VIEW_BYTES


_BLOCK = tagged(BLOCKS, legal)
_VIEW_FIELDS: dict[str, Field] = {
    "blocks": must(array(_BLOCK, limits.VIEW_BLOCKS, least=1)),
    "private_metadata": may(string(limits.PRIVATE_METADATA_CHARS)),
    "callback_id": may(string(limits.CALLBACK_ID_CHARS)),
    "external_id": may(string(limits.CALLBACK_ID_CHARS)),
}
_MODAL_FIELDS: dict[str, Field] = {
    "title": must(plain(limits.VIEW_TITLE_CHARS)),
    "submit": may(plain(limits.VIEW_TITLE_CHARS)),
    "close": may(plain(limits.VIEW_TITLE_CHARS)),
    "clear_on_close": may(boolean()),
    "notify_on_close": may(boolean()),
    "submit_disabled": may(boolean()),
}
_VIEWS = {
    Surface.MODAL: tagged({"modal": obj(_MODAL_FIELDS | _VIEW_FIELDS, tag="type")}),
    Surface.HOME: tagged({"home": obj(_VIEW_FIELDS, tag="type")}),
}


def _attachment(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
    """A legacy attachment: Slack is strict with the blocks in it and lenient with all else."""
    if not isinstance(value, dict):
        yield Problem("must provide an object", pointer)
        return
    for name, check in _ATTACHMENT_FIELDS.items():
        if value.get(name) is not None:
            yield from check(value[name], f"{pointer}/{name}", surface)


_BLOCK_LIST = array(_BLOCK, limits.MESSAGE_BLOCKS)
_ATTACHMENT_FIELDS = {"blocks": _BLOCK_LIST, "color": string(), "fallback": string()}
_MESSAGE_FIELDS = {
    "blocks": _BLOCK_LIST,
    "attachments": array(_attachment, limits.ATTACHMENTS),
    "text": string(),
}
