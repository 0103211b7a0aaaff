"""Form -> input blocks: walks the same description that the parser walks, so neither can drift."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.blocks import kit
from bot.blocks.kit import Block
from bot.form_fields import (
    NUMBER_CHARS,
    TICKED,
    VALUE,
    CaseNumber,
    Choice,
    Day,
    Form,
    Moment,
    Person,
    Pictures,
    Text,
    Tick,
    Widget,
    day_of,
    fields_of,
)
from bot.words import Say

NOTHING_KEPT: Mapping[str, object] = MappingProxyType({})
PICTURE_TYPES = ("png", "jpg", "jpeg", "webp")
"""A hint to the picker; what the bytes are is checked later (condition P2)."""

Options = Mapping[str, Sequence[Block]]
"""Field -> its options, where only the case knows them."""


def inputs(
    form: type[Form],
    say: Say,
    *,
    kept: Mapping[str, object] = NOTHING_KEPT,
    options: Options = MappingProxyType({}),
    only: Sequence[str] | None = None,
    action_id: str = VALUE,
) -> list[Block]:
    """The fields of *form* in their order. `kept` is what stands in them; a kept value that is no option any
    more is dropped. `only` draws some of them."""
    fields = fields_of(form)
    return [
        _input(form.name, name, *fields[name], say, kept.get(name), options.get(name), action_id)
        for name in only or fields
    ]


def _input(
    form: str,
    name: str,
    widget: Widget,
    required: bool,
    say: Say,
    kept: object,
    options: Sequence[Block] | None,
    action_id: str,
) -> Block:
    key = f"form.{form}.{name}"
    hint = say(f"{key}.hint") if say.has(f"{key}.hint") else None
    if isinstance(widget, Tick):
        label = say(key)
        ticked = [TICKED] if kept is True else []
        element = kit.checkboxes(action_id, [kit.option(say(f"{key}.tick"), TICKED)], initial=ticked)
        return kit.input_block(label, element, name, optional=not required, hint=hint)
    element = _element(widget, say, kept, options, action_id)
    chosen = "initial_option" in element and element["type"] == "static_select"  # a menu cannot be emptied
    return kit.input_block(say(key), element, name, optional=not (required or chosen), hint=hint)


def _element(
    widget: Widget, say: Say, kept: object, options: Sequence[Block] | None, action_id: str
) -> Block:
    match widget:
        case Choice():
            return _choice(widget, say, kept, options, action_id)
        case Person():
            return kit.users_select(action_id, initial=kept if isinstance(kept, str) else None)
        case Moment():
            return kit.datetimepicker(action_id, initial=kept if isinstance(kept, datetime) else None)
        case Day():
            return kit.datepicker(action_id, initial=day_of(kept) if isinstance(kept, str) else None)
        case Pictures():
            return kit.file_input(action_id, filetypes=PICTURE_TYPES, most=widget.most)
        case Text():
            return kit.plain_text_input(
                action_id,
                multiline=widget.multiline,
                initial=str(kept) if kept else None,
                least=widget.least,
                most=widget.most,
            )
        case CaseNumber():
            number = f"#{kept}" if isinstance(kept, int) else str(kept or "")
            return kit.plain_text_input(action_id, initial=number, most=NUMBER_CHARS)
        case _:
            raise TypeError(f"no element for {type(widget).__name__}")


def _choice(widget: Choice, say: Say, kept: object, options: Sequence[Block] | None, action_id: str) -> Block:
    drawn = list(options) if options is not None else choices(widget.words, widget.values, say)
    chosen = str(kept) if kept is not None and str(kept) in {o["value"] for o in drawn} else None
    if widget.radio:
        return kit.radio_buttons(action_id, drawn, initial=chosen)
    return kit.static_select(action_id, drawn, initial=chosen)


def choices(words: str, values: Sequence[str], say: Say) -> list[Block]:
    """Options with the words of `<words>.<value>`, and what they mean where `<words>.<value>.about` says so."""
    return [
        kit.option(
            say(f"{words}.{value}"),
            str(value),
            description=say(f"{words}.{value}.about") if say.has(f"{words}.{value}.about") else None,
        )
        for value in values
    ]
