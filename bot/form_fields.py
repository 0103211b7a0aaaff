"""What a field of a form is, and how what was typed comes back: one description for builder and parser.

A form is a pydantic model. The name of a field is its block id on the wire; its element's action id is VALUE,
the same for all, since each input block holds one element.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

VALUE = "value"
"""The action id of every field."""

VALUE_AFRESH = "value.afresh"
"""The same where what stood in the fields is to go: Slack keeps what was typed as long as both ids stay."""

TICKED = "yes"
"""The value of a checkbox that stands alone."""

NUMBER_CHARS = 20
"""Of a case's number as people write it."""

MOMENTS = range(10**9, 10**10)
"""Seconds since 1970, "10 digits". Source: Block Kit reference, datetime picker element."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """Something to type. `most` and `least` are in characters."""

    multiline: bool = False
    most: int = 3000
    least: int | None = None


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several. Without `values` the modal supplies the options. `words`: keys are words.<value>."""

    values: tuple[str, ...] = ()
    words: str = ""
    radio: bool = False


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of the workspace."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A day and a time."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day, without a time."""


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """Files, in modals only. `most` is how many."""

    most: int = 3


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One checkbox."""


@dataclass(frozen=True, kw_only=True)
class CaseNumber:
    """A case's number, with or without the #."""


Widget: TypeAlias = Text | Choice | Person | Moment | Day | Pictures | Tick | CaseNumber
State: TypeAlias = Mapping[str, Any]
"""`view.state.values` as Slack sends it: block id -> action id -> element."""


def _number(value: object) -> object:
    """2026 and a sequence of at least four digits, with or without the # (DOMAIN 2.2)."""
    found = re.fullmatch(r"#?\s*(20\d{2}\d{4,8})", str(value).strip())
    if found is None:
        raise PydanticCustomError("error.not_a_number", "not the number of a case")
    return int(found[1])


def ticked(value: bool) -> bool:
    if not value:
        raise PydanticCustomError("error.tick_first", "not ticked")
    return value


def country_code(value: object) -> object:
    """ISO 3166 alpha-2, in either case."""
    text = str(value).strip().upper()
    if text and re.fullmatch(r"[A-Z]{2}", text, re.ASCII) is None:
        raise PydanticCustomError("error.country", "not two letters")
    return text


REASON_MIN, REASON_LIMIT = 3, 500
"""Characters of a reason, as the core holds every reason to (core/services/texts.py)."""

Reason = Annotated[
    str,
    Field(min_length=REASON_MIN, max_length=REASON_LIMIT),
    Text(multiline=True, least=REASON_MIN, most=REASON_LIMIT),
]
Long = Annotated[str, Field(min_length=1, max_length=3000), Text(multiline=True)]
Line = Annotated[str, Field(min_length=1, max_length=200), Text(most=200)]
At = Annotated[datetime, Moment()]
Number = Annotated[int, BeforeValidator(_number), CaseNumber()]


class SlackFile(BaseModel):
    """A file as Slack describes it in a form: the uploader's word, checked later. `size` is in bytes."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    id: str
    name: str = ""
    mimetype: str = ""
    size: int = 0
    created: datetime | None = None


class FormErrors(Exception):
    """What was typed cannot be taken. `errors`: field -> key of its words; `facts`: field -> what fills them."""

    def __init__(self, errors: Mapping[str, str], facts: Mapping[str, Mapping[str, object]]) -> None:
        super().__init__(", ".join(f"{name}: {key}" for name, key in errors.items()))
        self.errors = errors
        self.facts = facts


class Form(BaseModel):
    """What a person fills in. `name` keys the words: form.<name>.<field>, modal.<name>.title ..."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: ClassVar[str]
    drafts: ClassVar[bool] = True
    """Whether it is offered again where it was closed unsent: not what is about a part of a case."""


F = TypeVar("F", bound=Form)


@cache
def fields_of(form: type[Form]) -> Mapping[str, tuple[Widget, bool]]:
    """Field name -> its widget and whether it has to be filled in."""
    return {name: (_widget(form, name, info), info.is_required()) for name, info in form.model_fields.items()}


def parse(form: type[F], state: State) -> F:
    """The form as filled in. Raises FormErrors with a reason for each field that cannot be taken."""
    typed = {name: value for name, value in typed_in(form, state).items() if value is not None}
    try:
        return form.model_validate(typed)
    except ValidationError as refused:
        found = {_field(e, form): _problem(e) for e in reversed(refused.errors())}
        errors = {name: key for name, (key, _) in found.items()}
        raise FormErrors(errors, {name: facts for name, (_, facts) in found.items()}) from None


def typed_in(form: type[Form], state: State) -> dict[str, object]:
    """What stands in the fields, valid or not: kept when the modal is drawn again. None where empty."""
    return {name: read(widget, state.get(name, {})) for name, (widget, _) in fields_of(form).items()}


def read(widget: Widget, block: object) -> object:
    """The value in Slack's element state; what has another shape reads as empty."""
    element = _map(next(iter(_map(block).values()), None))
    match widget:
        case Choice():
            return _map(element.get("selected_option")).get("value")
        case Person():
            return element.get("selected_user")
        case Moment():
            seconds = element.get("selected_date_time")
            if not isinstance(seconds, int) or not 0 <= seconds < MOMENTS.stop:
                return None
            return datetime.fromtimestamp(seconds, UTC)
        case Day():
            return element.get("selected_date")
        case Tick():
            return any(_map(o).get("value") == TICKED for o in _list(element.get("selected_options")))
        case Pictures():
            return tuple(f for f in _list(element.get("files")) if isinstance(f, dict))
        case _:
            text = element.get("value")
            return text.strip() or None if isinstance(text, str) else None


def day_of(text: str) -> date | None:
    """2026-11-23 as a day; None for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _widget(form: type[Form], name: str, info: FieldInfo) -> Widget:
    found = [m for m in _metadata(info) if isinstance(m, Widget)]
    if len(found) != 1:
        raise TypeError(f"{form.__name__}.{name} needs one widget in its Annotated type")
    return found[0]


def _metadata(info: FieldInfo) -> list[object]:
    """Of the field, and of an Annotated inside `Annotated[...] | None`, which pydantic leaves where it is."""
    inside = [m for arm in get_args(info.annotation) for m in getattr(arm, "__metadata__", ())]
    return [*info.metadata, *inside]


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _field(error: ErrorDetails, form: type[Form]) -> str:
    """The field a problem belongs to; what concerns the whole form is shown at its last field."""
    return str(error["loc"][0]) if error["loc"] else list(form.model_fields)[-1]


def _problem(error: ErrorDetails) -> tuple[str, Mapping[str, object]]:
    facts = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "error.text_missing", {}
        case "string_too_long":
            length = len(str(error["input"]))
            return "error.text_too_long", {"limit": facts["max_length"], "length": length}
        case "string_too_short":
            return "error.reason_too_short", {"least": facts["min_length"]}
        case kind if kind.startswith("error."):
            return kind, facts
        case _:
            return "error.cannot_be_taken", {}
