"""What Slack takes without a word is noted; what is as it should be is not."""

from typing import Any

import pytest

from bot.blocks.examples.drawings import drawings
from bot.blocks.validator import Surface, notes, validate
from bot.words import load

WORDS = load(strict=True)
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}}


def said(payload: object, surface: Surface = Surface.MESSAGE) -> list[tuple[str, str]]:
    """Pointer and first words of each note; Slack would take every payload that this is asked about."""
    assert validate(payload, surface) == []
    return [(note.pointer, " ".join(note.message.split()[:4])) for note in notes(payload, surface)]


def message(**fields: Any) -> dict[str, Any]:
    return {"text": "A sentence.", "blocks": [SECTION], **fields}


def modal(**element: Any) -> dict[str, Any]:
    block = {"type": "input", "label": {"type": "plain_text", "text": "Label"}, "element": element}
    title = {"type": "plain_text", "text": "Title"}
    return {"type": "modal", "title": title, "submit": title, "blocks": [block]}


def test_a_message_as_it_should_be_has_no_notes() -> None:
    strip = {"color": "#d72b3f", "fallback": "Open", "blocks": [SECTION]}
    assert said(message(attachments=[strip])) == []
    assert said({"text": "A sentence alone."}) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": ""}, ("", "there is no `text`:")),
        ({"text": "x" * 4_001}, ("/text", "longer than 4000 characters:")),
        ({"text": "x" * 40_001}, ("/text", "longer than 40000 characters:")),
        ({"attachments": [{"color": "crimson"}]}, ("/attachments/0/color", "neither good, warning, danger")),
        (
            {"attachments": [{"text": "x", "footer": "x" * 301}]},
            ("/attachments/0/footer", "longer than 300 characters:"),
        ),
        (
            {"attachments": [{"blocks": [SECTION], "title": "x"}]},
            ("/attachments/0/title", "beside `blocks` only `color`"),
        ),
        (
            {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_500}}] * 5},
            ("/blocks", "more than 12000 characters"),
        ),
    ],
)
def test_a_message_is_noted_for(fields: dict[str, Any], expected: tuple[str, str]) -> None:
    assert said(message(**fields)) == [expected]


@pytest.mark.parametrize("color", ["good", "danger", "#D72B3F", "d72b3f", "#d23"])
def test_a_colour_that_slack_shows_is_not_noted(color: str) -> None:
    assert said(message(attachments=[{"color": color, "blocks": [SECTION]}])) == []


MENU = {
    "type": "multi_static_select",
    "options": [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("a", "b")],
}


@pytest.mark.parametrize(
    ("element", "field", "words"),
    [
        ({"type": "plain_text_input", "min_length": 9, "max_length": 3}, "min_length", "no answer is both"),
        ({"type": "rich_text_input", "min_lines": 9, "max_lines": 3}, "min_lines", "no answer is both"),
        (
            {"type": "plain_text_input", "min_length": 9, "initial_value": "x"},
            "initial_value",
            "what it starts with",
        ),
        (
            {"type": "plain_text_input", "max_length": 1, "initial_value": "xx"},
            "initial_value",
            "what it starts with",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "10", "initial_value": "9.5"},
            "initial_value",
            "what it starts with",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "9", "initial_value": "9.5"},
            "initial_value",
            "what it starts with",
        ),
        (
            {**MENU, "max_selected_items": 1, "initial_options": MENU["options"]},
            "initial_options",
            "more is chosen at",
        ),
    ],
)
def test_an_input_that_contradicts_itself_is_noted(element: dict[str, Any], field: str, words: str) -> None:
    [(pointer, told)] = said(modal(**element), Surface.MODAL)
    assert pointer == f"/view/blocks/0/element/{field}"
    assert told.startswith(words)


@pytest.mark.parametrize(
    "element",
    [
        {"type": "plain_text_input", "min_length": 1, "max_length": 5, "initial_value": "short"},
        {"type": "plain_text_input", "min_length": 5, "initial_value": ""},
        {"type": "number_input", "is_decimal_allowed": False, "min_value": "9", "initial_value": "10"},
        {**MENU, "max_selected_items": 2, "initial_options": MENU["options"]},
    ],
)
def test_an_input_that_agrees_with_itself_is_not_noted(element: dict[str, Any]) -> None:
    assert said(modal(**element), Surface.MODAL) == []


@pytest.mark.parametrize("payload", [None, "x", [], {"blocks": "x", "attachments": [7, {"color": 7}]}])
def test_what_is_no_message_is_not_noted_and_does_not_raise(payload: object) -> None:
    assert all(note.pointer == "" for note in notes(payload, Surface.MESSAGE))


@pytest.mark.parametrize("language", WORDS)
def test_nothing_that_andon_draws_has_a_note(language: str) -> None:
    drawn = drawings(WORDS[language], WORDS)
    noted = {name: [str(n) for n in notes(d.payload, d.surface)] for name, d in drawn.items()}
    assert {name: told for name, told in noted.items() if told} == {}
