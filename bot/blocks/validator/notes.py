"""What Slack takes without a word, and a person would not have wanted.

Each note is about one place of the JSON, as a problem is; none of them is a reason for a refusal.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.blocks.kit import limits
from bot.blocks.validator.problem import Problem, Surface
from bot.blocks.validator.surfaces import message_chars
from bot.blocks.validator.walking import attachments_of, pieces

COLOUR = re.compile(r"good|warning|danger|#?[0-9a-fA-F]{6}|#?[0-9a-fA-F]{3}")
LEGACY = ("title", "text", "fields")

NO_TEXT = "there is no `text`: notifications, search and screen readers have nothing to say"
SHORT_TEXT = f"longer than {limits.MESSAGE_TEXT_CHARS} characters: chat.update would refuse it"
CUT_TEXT = f"longer than {limits.MESSAGE_TEXT_CUT_CHARS} characters: Slack cuts the rest"
NEAR_LIMIT = f"more than {limits.MESSAGE_BLOCK_TEXT_SAFE_CHARS} characters in all: Slack may refuse it"
NO_COLOUR = "neither good, warning, danger nor a hex colour such as #d72b3f"
MIXED = "beside `blocks` only `color` and `fallback` have a meaning"
CUT_FOOTER = f"longer than {limits.ATTACHMENT_FOOTER_CHARS} characters: Slack cuts the rest"
NOTHING_FITS = "no answer is both long enough and short enough"
STARTS_WRONG = "what it starts with could not be sent"
STARTS_FULL = "more is chosen at first than `max_selected_items` allows"


def notes(payload: object, surface: Surface) -> list[Problem]:
    """What to think over in a message or view that `validate` may well find nothing wrong with. Never raises."""
    return list(_noted(payload, surface))


def _noted(payload: object, surface: Surface) -> Iterator[Problem]:
    if not isinstance(payload, dict):
        return
    if surface is Surface.MESSAGE:
        yield from _about_text(payload)
        for placed in attachments_of(payload):
            yield from _about_attachment(*placed)
        if limits.MESSAGE_BLOCK_TEXT_SAFE_CHARS < message_chars(payload) <= limits.MESSAGE_BLOCK_TEXT_CHARS:
            yield Problem(NEAR_LIMIT, "/blocks")
    for pointer, piece in pieces("" if surface is Surface.MESSAGE else "/view", payload):
        yield from _about_element(pointer, piece)


def _about_text(message: Mapping[str, Any]) -> Iterator[Problem]:
    text = message.get("text")
    if not text:
        if message.get("blocks"):
            yield Problem(NO_TEXT, "")
    elif isinstance(text, str) and len(text) > limits.MESSAGE_TEXT_CUT_CHARS:
        yield Problem(CUT_TEXT, "/text")
    elif isinstance(text, str) and len(text) > limits.MESSAGE_TEXT_CHARS:
        yield Problem(SHORT_TEXT, "/text")


def _about_attachment(pointer: str, attachment: Mapping[str, Any]) -> Iterator[Problem]:
    color, footer = attachment.get("color"), attachment.get("footer")
    if isinstance(color, str) and COLOUR.fullmatch(color) is None:
        yield Problem(NO_COLOUR, f"{pointer}/color")
    if isinstance(footer, str) and len(footer) > limits.ATTACHMENT_FOOTER_CHARS:
        yield Problem(CUT_FOOTER, f"{pointer}/footer")
    if attachment.get("blocks"):
        yield from (Problem(MIXED, f"{pointer}/{name}") for name in LEGACY if attachment.get(name))


def _about_element(pointer: str, piece: Mapping[str, Any]) -> Iterator[Problem]:
    for least, most in (("min_length", "max_length"), ("min_lines", "max_lines")):
        low, high = _count(piece, least), _count(piece, most)
        if low is not None and high is not None and low > high:
            yield Problem(NOTHING_FITS, f"{pointer}/{least}")
    kind = piece.get("type")
    unfit = _UNFIT.get(kind) if isinstance(kind, str) else None
    if unfit is not None and unfit(piece):
        yield Problem(STARTS_WRONG, f"{pointer}/initial_value")
    most_chosen = _count(piece, "max_selected_items")
    if most_chosen is None:
        return
    for name, chosen in piece.items():
        if name.startswith("initial_") and isinstance(chosen, list) and len(chosen) > most_chosen:
            yield Problem(STARTS_FULL, f"{pointer}/{name}")


def _unfit_text(piece: Mapping[str, Any]) -> bool:
    value, least, most = piece.get("initial_value"), _count(piece, "min_length"), _count(piece, "max_length")
    if not isinstance(value, str) or not value:
        return False
    return len(value) < (least or 0) or (most is not None and len(value) > most)


def _unfit_number(piece: Mapping[str, Any]) -> bool:
    value = _number(piece.get("initial_value"))
    least, most = _number(piece.get("min_value")), _number(piece.get("max_value"))
    if value is None:
        return False
    return (least is not None and value < least) or (most is not None and value > most)


def _number(text: object) -> float | None:
    try:
        return float(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _count(piece: Mapping[str, Any], name: str) -> int | None:
    value = piece.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


_UNFIT: dict[str, Callable[[Mapping[str, Any]], bool]] = {
    "plain_text_input": _unfit_text,
    "number_input": _unfit_number,
}
