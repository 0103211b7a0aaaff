"""Everything Andon draws in English, and every card in every language, against what a person last approved:
`pytest tests/bot --bless`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.blocks import RENDERERS
from bot.blocks.examples.drawings import Drawing, drawings
from bot.blocks.validator import Surface, validate
from bot.words import BASE, load
from core.notices import Notice

GOLDEN = Path(__file__).parents[1] / "golden"
WORDS = load(strict=True)
DRAWN = drawings(WORDS[BASE], WORDS)
CARDS = {
    f"{language}/{name}": drawing
    for language, say in WORDS.items()
    if language != BASE
    for name, drawing in drawings(say, WORDS).items()
    if name.startswith("card.")
}
APPROVED = DRAWN | CARDS
MESSAGES = {name: d for name, d in DRAWN.items() if d.surface is Surface.MESSAGE}


@pytest.mark.parametrize("place", APPROVED)
def test_it_is_drawn_as_it_was_approved(place: str, request: pytest.FixtureRequest) -> None:
    path = GOLDEN / f"{place}.json"
    drawn = json.dumps(APPROVED[place].payload, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if request.config.getoption("--bless"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn, "utf-8")
    assert path.exists(), f"look at it, then: pytest tests/bot/blocks/test_golden.py --bless -k '{place}'"
    assert json.loads(drawn) == json.loads(path.read_text("utf-8"))


def test_no_approved_drawing_is_left_over() -> None:
    kept = {path.relative_to(GOLDEN).with_suffix("").as_posix() for path in GOLDEN.rglob("*.json")}
    assert kept == set(APPROVED)


@pytest.mark.parametrize("language", WORDS)
def test_slack_would_take_every_drawing(language: str) -> None:
    drawn = drawings(WORDS[language], WORDS)
    refused = {name: [str(p) for p in validate(d.payload, d.surface)] for name, d in drawn.items()}
    assert {name: problems for name, problems in refused.items() if problems} == {}


def test_every_notice_has_one_renderer_and_an_example() -> None:
    kinds = {kind for kind in Notice.__subclasses__() if kind.__module__.startswith("core.notices.")}
    assert kinds == set(RENDERERS), "add a file to bot/blocks/notices and a line to RENDERERS"
    assert [kind.__name__ for kind in RENDERERS if not kind.EXAMPLES] == []


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_whole_without_its_blocks(name: str) -> None:
    text = MESSAGES[name].payload["text"]
    assert len(text) > 10
    assert text.rstrip()[-1] in ".:!?…»”" or name.startswith(("notice.", "answer.bug")), "a sentence"


@pytest.mark.parametrize("name", [n for n in DRAWN if n.startswith("card.")])
def test_a_notification_shows_the_number_first(name: str) -> None:
    payload = DRAWN[name].payload
    assert payload["text"][:40].startswith("#2026")


@pytest.mark.parametrize("name", [n for n in DRAWN if n.startswith("card.")])
def test_a_card_has_at_most_three_buttons_and_more(name: str) -> None:
    payload = DRAWN[name].payload
    rows = [block for block in payload["blocks"] if block["type"] == "actions"]
    assert len(rows) == 1
    labels = [element["text"]["text"] for element in rows[0]["elements"]]
    assert labels[-1] == "More"
    assert len(labels) <= 4
    assert len(payload["attachments"]) == 1, "one colour strip, and no button inside it"
    assert {b["type"] for b in payload["attachments"][0]["blocks"]} == {"section"}


@pytest.mark.parametrize("name", [n for n in DRAWN if n.startswith("card.")])
def test_a_card_is_at_most_eight_lines(name: str) -> None:
    payload = DRAWN[name].payload
    strip = payload["attachments"][0]["blocks"]
    lines = sum(text.count("\n") + 1 for text in texts(payload["blocks"]) | texts(strip))
    assert lines + 1 <= 8, "its buttons are a line too"


def test_every_input_of_a_modal_is_named_after_a_field_of_its_form() -> None:
    from bot.form_fields import VALUE
    from bot.forms import FORMS, fields_of

    known = {name for form in FORMS for name in fields_of(form)}
    inputs = [b for d in DRAWN.values() for b in d.payload["blocks"] if b["type"] == "input"]
    assert {b["block_id"] for b in inputs} == known
    assert {b["element"]["action_id"] for b in inputs} == {VALUE}


def test_every_button_leads_to_a_route() -> None:
    from bot.routes import BUTTONS, SLOTTED, HomeRowMenu

    by_name = {route.name: route for route in BUTTONS}
    for name, drawn in DRAWN.items():
        for element in elements(drawn.payload):
            action_id = element["action_id"]
            route = next((r for r in SLOTTED if action_id.startswith(r.name)), by_name.get(action_id))
            assert route is not None, f"{name}: {action_id}"
            values = [o["value"] for o in element.get("options", ())] or [element.get("value", "{}")]
            assert all(route.parse(value) for value in values)
    assert HomeRowMenu.name in {e["action_id"] for e in elements(DRAWN["screen.home"].payload)}


def elements(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Buttons and menus; the fields of forms are looked at elsewhere."""
    for block in payload["blocks"]:
        found = [*block.get("elements", ()), block.get("accessory")]
        yield from (e for e in found if isinstance(e, dict) and "action_id" in e)


def texts(blocks: list[dict[str, Any]]) -> set[str]:
    """What stands in sections and contexts."""
    sections = {b["text"]["text"] for b in blocks if b["type"] == "section" and "text" in b}
    return sections | {e["text"] for b in blocks if b["type"] == "context" for e in b["elements"]}


def test_drawings_are_many() -> None:
    assert sum(isinstance(d, Drawing) for d in DRAWN.values()) > 150
