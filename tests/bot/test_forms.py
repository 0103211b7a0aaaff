"""A form is drawn and read back from one description, and nothing typed is lost on the way."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot import forms
from bot.blocks.fields import inputs
from bot.form_fields import Choice, Tick
from bot.forms import FORMS, VALUE, Form, FormErrors, fields_of, parse, typed_in
from bot.words import load
from core.domain.case_parts import HoldKind
from core.domain.close_attempt import Claim
from core.errors import CoreError

SAY = load(strict=True)["en"]
OPTIONS = {
    "to": "noor@kitchenware.example",
    "kind": "pause_job",
    "resolution": "retry_delivery",
    "canned": "0",
}


def typed(element: dict[str, Any]) -> dict[str, Any]:
    """What Slack sends for a field that was filled in with something it takes."""
    match element["type"]:
        case "plain_text_input":
            short = {20: "#20262010", 2: "ES"}
            return {"value": short.get(element.get("max_length", 0), "as agreed")}
        case "users_select":
            return {"selected_user": "U0ANA"}
        case "datepicker":
            return {"selected_date": "2026-11-23"}
        case "datetimepicker":
            return {"selected_date_time": 1_800_000_000}
        case "checkboxes":
            return {"selected_options": element["options"][:1]}
        case "file_input":
            return {"files": [{"id": "F1", "name": "run.png", "mimetype": "image/png", "size": 9, "x": 1}]}
        case _:
            return {"selected_option": element["options"][0]}


def drawn(form: type[Form]) -> list[dict[str, Any]]:
    from bot.blocks import kit

    open_choices = {
        name: [kit.option("One", OPTIONS[name])]
        for name, (widget, _) in fields_of(form).items()
        if isinstance(widget, Choice) and not widget.values
    }
    return inputs(form, SAY, options=open_choices)


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.__name__)
def test_what_the_builder_draws_the_parser_reads(form: type[Form]) -> None:
    blocks = drawn(form)
    state = {b["block_id"]: {b["element"]["action_id"]: typed(b["element"])} for b in blocks}
    filled = parse(form, state)
    assert set(state) == set(form.model_fields)
    assert [n for n in form.model_fields if getattr(filled, n) in (None, "", ())] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.__name__)
def test_an_empty_form_is_refused_at_each_field_that_is_needed(form: type[Form]) -> None:
    needed = {name for name, (_, required) in fields_of(form).items() if required}
    blocks = drawn(form)
    assert {b["block_id"] for b in blocks if not b.get("optional")} == needed
    state = {b["block_id"]: {VALUE: {"value": None, "selected_option": None}} for b in blocks}
    if not needed:
        parse(form, state)
        return
    with pytest.raises(FormErrors) as refused:
        parse(form, state)
    assert set(refused.value.errors) == needed
    for name, key in refused.value.errors.items():
        assert SAY(key, **refused.value.facts[name])


def test_a_tick_is_false_when_it_is_taken_away() -> None:
    ticks = [(f, n) for f in FORMS for n, (w, _) in fields_of(f).items() if isinstance(w, Tick)]
    assert ticks
    state = {"kind": {VALUE: {"selected_option": {"value": "pause_job"}}}}
    assert parse(forms.ContainForm, state).cancel_inflight is False


def test_too_short_a_reason_says_how_long_it_has_to_be() -> None:
    state = {
        "kind": {VALUE: {"selected_option": {"value": "retailer"}}},
        "reason": {VALUE: {"value": "  a  "}},
    }
    with pytest.raises(FormErrors) as refused:
        parse(forms.HoldForm, state)
    assert refused.value.errors == {"reason": "error.reason_too_short"}
    assert "3 characters" in SAY("error.reason_too_short", **refused.value.facts["reason"])


@pytest.mark.parametrize("number", ["#20262010", "20262010", " # 20262010 ", "202612345"])
def test_the_number_of_a_case_is_read_as_people_write_it(number: str) -> None:
    found = parse(forms.LinkForm, {"to_number": {VALUE: {"value": number}}})
    assert found.to_number == int(number.strip(" #"))


@pytest.mark.parametrize("number", ["abc", "2010", "#1999", "20262010; drop", "-20262010", "٢٠٢٦٢٠١٠"])
def test_what_is_no_number_of_a_case_is_said_at_its_field(number: str) -> None:
    with pytest.raises(FormErrors) as refused:
        parse(forms.LinkForm, {"to_number": {VALUE: {"value": number}}})
    assert refused.value.errors == {"to_number": "error.not_a_number"}


def test_an_option_that_was_never_offered_is_refused() -> None:
    with pytest.raises(FormErrors) as refused:
        parse(forms.DecideForm, {"choice": {VALUE: {"selected_option": {"value": "burn_it_down"}}}})
    assert refused.value.errors == {"choice": "error.cannot_be_taken"}


def test_what_was_typed_is_kept_even_where_it_cannot_be_taken() -> None:
    state = {"reason": {VALUE: {"value": "a"}}, "until": {VALUE: {"selected_date_time": 1_800_000_000}}}
    kept = typed_in(forms.HoldForm, state)
    assert kept == {
        "kind": None,
        "reason": "a",
        "until": datetime(2027, 1, 15, 8, 0, tzinfo=UTC),
        "wake_on": None,
    }
    by_id = {b["block_id"]: b["element"] for b in inputs(forms.HoldForm, SAY, kept=kept)}
    assert by_id["reason"]["initial_value"] == "a"
    assert by_id["until"]["initial_date_time"] == 1_800_000_000
    assert "initial_option" not in by_id["kind"]


def test_a_kept_choice_stands_in_the_menu_again() -> None:
    by_id = {
        b["block_id"]: b["element"] for b in inputs(forms.HoldForm, SAY, kept={"kind": HoldKind.CARRIER})
    }
    assert by_id["kind"]["initial_option"]["value"] == "carrier"


def test_a_kept_choice_that_is_no_option_any_more_is_dropped() -> None:
    blocks = inputs(forms.CauseForm, SAY, kept={"cause": "<!channel>"})
    assert "initial_option" not in blocks[0]["element"]


def test_an_untouched_closing_form_claims_that_it_works_again() -> None:
    filled = parse(forms.ClosingForm, {})
    assert (filled.claim, filled.screenshot, filled.note) == (Claim.WORKS_AGAIN, (), "")


@pytest.mark.parametrize("state", [{"files": 3}, {}, {VALUE: {"files": None}}, {VALUE: {"files": ["x", {}]}}])
def test_a_state_of_another_shape_never_breaks_the_reading(state: Any) -> None:
    try:
        parse(forms.ClosingForm, {"screenshot": state if isinstance(state, dict) else {}})
    except FormErrors as refused:
        assert set(refused.errors) == {"screenshot"}
    except (CoreError, AttributeError) as broken:
        pytest.fail(f"{broken!r}")


def test_every_form_has_a_name_of_its_own() -> None:
    names = [form.name for form in FORMS]
    assert len(names) == len(set(names))
