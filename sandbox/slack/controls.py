"""Finds what a person would point at, by its words, and shapes what the person enters as the page does."""

from collections.abc import Iterator

from sandbox.slack.documents import Json
from sandbox.slack.input_state import VALUE_FIELDS, options_of
from sandbox.slack.stored_blocks import all_blocks, elements


class NotThere(AssertionError):
    """No such control, field or option stands there; the text says what does."""


def find_control(document: Json, wanted: str) -> tuple[Json, Json]:
    """The block and the element whose words, action_id or block_id are *wanted*. Raises NotThere."""
    found = control_or_none(document, wanted)
    if found is None:
        there = sorted({name for _, names in _controls(document) for name in names})
        raise NotThere(f"no {wanted!r} here, but {there}")
    return found


def control_or_none(document: Json, wanted: str) -> tuple[Json, Json] | None:
    return next((pair for pair, names in _controls(document) if wanted in names), None)


def chosen(element: Json, choice: object) -> Json:
    """The value of an element when this is typed, picked or chosen there; options by their words or value."""
    if element["type"] == "overflow":
        return {"selected_option": _option(element, choice)}
    field = VALUE_FIELDS.get(element["type"])
    if field is None:
        return {}
    if field == "selected_option":
        return {field: _option(element, choice) if choice is not None else None}
    if field == "selected_options":
        return {field: [_option(element, one) for one in _listed(choice)]}
    if field == "rich_text_value" and isinstance(choice, str):
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": choice}]}
        return {field: {"type": "rich_text", "elements": [section]}}
    if field == "value":
        return {field: None if choice is None else str(choice)}
    return {field: _listed(choice) if field.endswith("s") else choice}


def _controls(document: Json) -> Iterator[tuple[tuple[Json, Json], set[str]]]:
    """Each interactive element in its block, and the names a person or a test has for it."""
    for block, _ in all_blocks(document):
        for element in elements(block):
            texts = (element.get("text"), element.get("placeholder"), block.get("label"))
            names = {str(text["text"]) for text in texts if isinstance(text, dict)}
            ids = {str(element["action_id"])}
            if block.get("type") == "input":
                ids.add(str(block["block_id"]))
            yield (block, element), names | ids


def _option(element: Json, choice: object) -> Json:
    if isinstance(choice, dict):
        return choice
    known = options_of(element)
    for option in known:
        if choice in (option.get("value"), option["text"]["text"]):
            return option
    raise NotThere(f"no option {choice!r}, but {[option['text']['text'] for option in known]}")


def _listed(choice: object) -> list[object]:
    if choice is None:
        return []
    return list(choice) if isinstance(choice, list | tuple) else [choice]
