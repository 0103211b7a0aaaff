"""What of a form a draft keeps, and how it comes back: one mechanism for all forms, over their own fields."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeGuard

from bot.form_fields import (
    MOMENTS,
    NUMBER_CHARS,
    VALUE,
    CaseNumber,
    Choice,
    Day,
    Form,
    Moment,
    Person,
    State,
    Text,
    Widget,
    day_of,
    fields_of,
    read,
)
from core.domain.draft import Draft, Typed

KEPT = Text | Choice | Person | Moment | Day | CaseNumber
"""A tick says that one has looked or understood, so it is made anew; a file is never kept."""

INITIAL = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_user": "initial_user",
    "selected_date": "initial_date",
    "selected_date_time": "initial_date_time",
}
"""Where an element says what stands in it now, and what stood in it from the start (Block Kit reference)."""

OPTION_CHARS = 150
"""Of an option's value (SLACK 1.2)."""

_MEMBER = re.compile(r"[UW][A-Z0-9]{1,30}")


@cache
def kept_fields(form: type[Form]) -> Mapping[str, Widget]:
    """The fields that a draft keeps."""
    if not form.drafts:
        return {}
    return {name: widget for name, (widget, _) in fields_of(form).items() if isinstance(widget, KEPT)}


def left_in(form: type[Form], state: State, blocks: Sequence[object]) -> dict[str, Typed] | None:
    """What somebody leaves in the form; None where that is what stood there from the start, as `blocks` of the
    view say, or where Slack does not tell. Both come from outside: what does not fit its field is left out."""
    left, drawn = _typed(form, state), _typed(form, _untouched(blocks))
    return left if any(value != drawn.get(name) for name, value in left.items()) else None


def brought_back(form: type[Form], draft: Draft | None) -> dict[str, object]:
    """The draft's values for the builder: those that fit the form, which another version may have written.
    Empty where nothing is left of it; None for a field that the person emptied."""
    fields, values = kept_fields(form), draft.values if draft is not None else {}
    fitting = {name: v for name, v in values.items() if name in fields and _fits(v, fields[name])}
    if not any(fitting.values()):
        return {}
    return {
        name: datetime.fromtimestamp(value, UTC) if isinstance(value, int) else value
        for name, value in fitting.items()
    }


def _typed(form: type[Form], state: State) -> dict[str, Typed]:
    """The fields that the state speaks of."""
    found: dict[str, Typed] = {}
    for name, widget in kept_fields(form).items():
        if name in state:
            standing = read(widget, state[name])
            plain = int(standing.timestamp()) if isinstance(standing, datetime) else standing
            if _fits(plain, widget):
                found[name] = plain
    return found


def _untouched(blocks: Sequence[object]) -> dict[str, Any]:
    """The state of a view in which nobody has typed."""
    state: dict[str, Any] = {}
    for block in blocks:
        element = block.get("element") if isinstance(block, Mapping) else None
        if isinstance(block, Mapping) and isinstance(element, Mapping):
            standing = {now: element.get(first) for now, first in INITIAL.items()}
            state[str(block.get("block_id"))] = {VALUE: standing}
    return state


def _fits(value: object, widget: Widget) -> TypeGuard[Typed]:
    """Whether the field can have been filled in like that."""
    if value is None:
        return True
    match widget:
        case Moment():
            return isinstance(value, int) and value in MOMENTS
        case Day():
            return isinstance(value, str) and day_of(value) is not None
        case Text(most=most):
            return isinstance(value, str) and len(value) <= most
        case CaseNumber():
            return isinstance(value, str) and len(value) <= NUMBER_CHARS
        case Choice(values=values):
            return isinstance(value, str) and (value in values if values else len(value) <= OPTION_CHARS)
        case _:
            return isinstance(value, str) and _MEMBER.fullmatch(value) is not None
