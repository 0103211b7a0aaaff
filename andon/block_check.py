"""`andon check --blocks FILE`: whether Slack would take this JSON, before anything is sent.

It reads blocks, a message or a view, from a file or from the standard input (`-`), and asks no one.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.blocks.validator import Problem, Surface, notes, validate

FOUND_CHARS = 60
"""Of what stands at a pointer, so much is shown."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What Slack would refuse, and what it would take though a person might not want it.

    `document` is the message or view that the pointers point into; those into a view start with /view.
    """

    surface: Surface
    document: object
    errors: list[Problem]
    notes: list[Problem]


def look_at(document: object, surface: Surface | None = None) -> Look:
    """Checks blocks (a list), a message or a view. Without a surface the document says which it is."""
    if isinstance(document, Mapping) and isinstance(document.get("view"), Mapping):
        document = document["view"]
    if surface is None:
        surface = _surface_of(document)
    if isinstance(document, list):
        document = (
            {"blocks": document} if surface is Surface.MESSAGE else {"type": surface, "blocks": document}
        )
    return Look(
        surface=surface,
        document=document,
        errors=validate(document, surface),
        notes=notes(document, surface),
    )


def check_blocks(source: str) -> int:
    """Prints what is wrong in the file, or in the standard input for `-`; 0 when Slack would take it, else 1."""
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        document = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        print(f"{source} cannot be read as JSON: {error}")
        return 1
    look = look_at(document)
    for line in lines(look):
        print(line)
    print(_verdict(look))
    return 1 if look.errors else 0


def lines(look: Look) -> list[str]:
    """One line for each finding: how grave, where, what, and what stands there."""
    graded = [("wrong", error) for error in look.errors] + [("note", note) for note in look.notes]
    return [f"{grade:<5}  {_told(look, finding)}" for grade, finding in graded]


def _surface_of(document: object) -> Surface:
    kind = document.get("type") if isinstance(document, Mapping) else None
    return Surface(kind) if kind in (Surface.MODAL, Surface.HOME) else Surface.MESSAGE


def _told(look: Look, finding: Problem) -> str:
    where = finding.pointer or "the message"
    return f"{where}: {finding.message}{_found(look, finding.pointer)}"


def _found(look: Look, pointer: str) -> str:
    """What stands at the pointer when it is a plain value; lists and objects would only be noise."""
    value: object = look.document if look.surface is Surface.MESSAGE else {"view": look.document}
    for step in pointer.split("/")[1:]:
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return ""
    if isinstance(value, str) and len(value) > FOUND_CHARS:
        return f" ({len(value)} characters: {json.dumps(value[:FOUND_CHARS], ensure_ascii=False)}…)"
    return "" if isinstance(value, Mapping | list) else f" ({json.dumps(value, ensure_ascii=False)})"


def _verdict(look: Look) -> str:
    named = {Surface.MESSAGE: "message", Surface.MODAL: "modal", Surface.HOME: "home tab"}[look.surface]
    if look.errors:
        return f"\nSlack would refuse this {named}: {len(look.errors)} to mend."
    return f"\nSlack would take this {named}."
