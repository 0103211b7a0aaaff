"""The few shapes that Block Kit is described with: each makes a check of one value.

A check reads a value, the JSON pointer to it and the surface it stands on, and yields what Slack would object
to. It never raises, whatever the value is.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.blocks.validator.problem import Problem, Surface, one_of

Check = Callable[[object, str, Surface], Iterator[Problem]]
Rule = Callable[[Mapping[str, Any], str, Surface], Iterator[Problem]]
"""What must hold between the fields of an object. Asked whatever the fields are, so it raises at none of them."""


@dataclass(frozen=True)
class Field:
    check: Check
    required: bool = False


def must(check: Check) -> Field:
    return Field(check, required=True)


def may(check: Check) -> Field:
    return Field(check)


def string(
    most: int | None = None,
    *,
    least: int = 0,
    among: Collection[str] | None = None,
    form: str | None = None,
) -> Check:
    """Text of `least` to `most` code points, one of `among`, or of the regular expression `form`."""
    pattern = re.compile(form) if form else None

    def check(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem("must provide a string", pointer)
            return
        if len(value) < least:
            yield Problem(f"must be more than {least - 1} characters", pointer)
        if most is not None and len(value) > most:
            yield Problem(f"must be less than {most + 1} characters", pointer)
        if among is not None and value not in among:
            yield Problem("must be a valid enum value", pointer, one_of(sorted(among)))
        if pattern is not None and pattern.fullmatch(value) is None:
            yield Problem("failed to match the expected format", pointer)

    return check


def url(most: int, *, schemes: Collection[str] | None = None) -> Check:
    """An address; any scheme unless some are named, since buttons may open other programs."""
    text = string(most, least=1)

    def check(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
        yield from text(value, pointer, surface)
        if isinstance(value, str) and value and not _is_url(value, schemes):
            yield Problem("invalid_url", pointer)

    return check


def integer(least: int | None = None, most: int | None = None) -> Check:
    def check(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield Problem("must provide an integer", pointer)
            return
        if least is not None and value < least:
            yield Problem(f"must be greater than {least - 1}", pointer)
        if most is not None and value > most:
            yield Problem(f"must be less than {most + 1}", pointer)

    return check


def number() -> Check:
    def check(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield Problem("must provide a number", pointer)

    return check


def boolean() -> Check:
    def check(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield Problem("must provide a boolean", pointer)

    return check


def anything() -> Check:
    def check(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
        yield from ()

    return check


def array(item: Check, most: int | None = None, *, least: int = 0) -> Check:
    """A list. One that is too long is not looked into: what is in it would only bury the reason."""

    def check(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem("must provide an array", pointer)
        elif most is not None and len(value) > most:
            yield Problem(f"no more than {most} items allowed", pointer)
        elif len(value) < least:
            yield Problem(f"no fewer than {least} items allowed", pointer)
        else:
            for position, entry in enumerate(value):
                yield from item(entry, f"{pointer}/{position}", surface)

    return check


def obj(fields: Mapping[str, Field], *rules: Rule, tag: str | None = None) -> Check:
    """An object with these fields and no others. `tag` names a field that was read already: `type`."""

    def _fields(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
        for name, field in fields.items():
            if name in value:
                yield from field.check(value[name], f"{pointer}/{name}", surface)
            elif field.required:
                yield Problem(f"missing required field: {name}", pointer)
        for name in value:
            if name not in fields and name != tag:
                yield Problem(f"invalid additional property: {name}", pointer)

    def check(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must provide an object", pointer)
            return
        alone = list(_fields(value, pointer, surface))
        yield from alone
        told = [problem.pointer for problem in alone if problem.pointer != pointer]
        for rule in rules:
            yield from (found for found in rule(value, pointer, surface) if not _within(found.pointer, told))

    return check


def tagged(kinds: Mapping[str, Check], legal: Callable[[str, Surface], bool] | None = None) -> Check:
    """An object whose `type` says which of the kinds it is. `legal` says which kinds a surface takes."""

    def check(value: object, pointer: str, surface: Surface) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem("must provide an object", pointer)
        elif "type" not in value:
            yield Problem("missing required field: type", pointer)
        elif not isinstance(value["type"], str):
            yield Problem("must provide a string", f"{pointer}/type")
        elif value["type"] not in kinds or (legal and not legal(value["type"], surface)):
            fit = [kind for kind in kinds if legal is None or legal(kind, surface)]
            yield Problem(f"unsupported type: {value['type']}", f"{pointer}/type", one_of(fit))
        else:
            yield from kinds[value["type"]](value, pointer, surface)

    return check


def either(*names: str) -> Rule:
    """Exactly one of the fields is there."""

    def rule(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
        if sum(name in value for name in names) != 1:
            yield Problem(f"must provide exactly one of {_listed(names)}", pointer)

    return rule


def some(*names: str) -> Rule:
    """At least one of the fields is there."""

    def rule(value: Mapping[str, Any], pointer: str, surface: Surface) -> Iterator[Problem]:
        if not any(name in value for name in names):
            yield Problem(f"must provide at least one of {_listed(names)}", pointer)

    return rule


def _within(pointer: str, told: Sequence[str]) -> bool:
    """Whether what is wrong there was told already: at the value itself, or at the list that holds it."""
    return any(pointer == place or pointer.startswith(f"{place}/") for place in told)


def _listed(names: tuple[str, ...]) -> str:
    return " or ".join([", ".join(f"`{name}`" for name in names[:-1]), f"`{names[-1]}`"])


def _is_url(value: str, schemes: Collection[str] | None) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if schemes is not None and parts.scheme not in schemes:
        return False
    return bool(parts.scheme) and bool(parts.netloc or parts.path) and not re.search(r"\s", value)
