"""What of a form is kept when it is closed unsent, and that it comes back as it stood."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import forms
from bot.blocks import kit
from bot.blocks.fields import inputs
from bot.form_drafts import INITIAL, brought_back, kept_fields, left_in
from bot.form_fields import (
    MOMENTS,
    VALUE,
    CaseNumber,
    Choice,
    Form,
    Moment,
    Person,
    Pictures,
    Text,
    Tick,
    Widget,
)
from bot.forms import FORMS, fields_of
from bot.words import load
from core.domain.draft import Draft
from tests.fakes.clock import MONDAY_MORNING

Json = dict[str, Any]

SAY = load(strict=True)["en"]
OPEN_CHOICES = {
    "to": ("noor@acme.example", "lea@acme.example"),
    "kind": ("pause_job", "disable_feed"),
    "resolution": ("retry_delivery", "provide_solution"),
    "canned": ("0", "1"),
}
"""Options that a modal supplies."""

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
ELEMENT = st.dictionaries(st.sampled_from([*INITIAL, "selected_options", "files", "type"]), JUNK, max_size=4)


def draw(form: type[Form], kept: Json) -> list[Json]:
    options = {
        name: [kit.option(value, value) for value in OPEN_CHOICES[name]]
        for name, (widget, _) in fields_of(form).items()
        if isinstance(widget, Choice) and not widget.values
    }
    return inputs(form, SAY, kept=kept, options=options)


def state_of(blocks: list[Json]) -> Json:
    """What Slack sends of fields that nobody has touched since they were drawn."""
    elements = {block["block_id"]: block["element"] for block in blocks}
    return {
        name: {VALUE: {now: element.get(first) for now, first in INITIAL.items()}}
        for name, element in elements.items()
    }


def draft(form: type[Form], values: Json | None) -> Draft | None:
    if values is None:
        return None
    return Draft(member_id="U0ANA", case_id="c", form=form.name, values=values, kept_at=MONDAY_MORNING)


def typed(name: str, widget: Widget) -> st.SearchStrategy[Any]:
    match widget:
        case Text(most=most):
            return st.text(max_size=min(most, 60)).map(str.strip)
        case Choice(values=values):
            return st.sampled_from([str(v) for v in values] or OPEN_CHOICES[name])
        case Person():
            return st.from_regex(r"[UW][A-Z0-9]{6,10}", fullmatch=True)
        case Moment():
            return st.integers(MOMENTS[0], MOMENTS[-1]).map(lambda s: datetime.fromtimestamp(s, UTC))
        case CaseNumber():
            return st.text(max_size=20).map(str.strip)
        case _:
            return st.none()


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.__name__)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_was_typed_and_kept_is_drawn_again_as_it_stood(form: type[Form], data: st.DataObject) -> None:
    values = {
        name: data.draw(st.none() | typed(name, widget), label=name)
        for name, (widget, _) in fields_of(form).items()
    }
    empty, filled = draw(form, {}), draw(form, values)
    left = left_in(form, state_of(filled), empty)
    assert (left is None) == (filled == empty or not form.drafts)
    if left is not None:
        assert draw(form, brought_back(form, draft(form, left))) == filled


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(FORMS),
    st.dictionaries(
        st.sampled_from(sorted({n for f in FORMS for n in fields_of(f)})),
        JUNK | ELEMENT.map(lambda element: {VALUE: element}),
    ),
    st.lists(JUNK | st.fixed_dictionaries({"block_id": JUNK, "element": JUNK | ELEMENT}), max_size=4),
)
def test_whatever_slack_is_said_to_have_sent_only_what_fits_is_kept(
    form: type[Form], state: Json, blocks: list[Any]
) -> None:
    left = left_in(form, state, blocks)
    for name, value in (left or {}).items():
        assert name in kept_fields(form)
        assert value is None or (isinstance(value, str | int) and len(str(value)) <= 3000)
    draw(form, brought_back(form, draft(form, left)))


def test_a_view_in_which_nobody_typed_leaves_nothing() -> None:
    blocks = draw(forms.PriorityForm, {"severity": "high"})
    assert left_in(forms.PriorityForm, state_of(blocks), blocks) is None


def test_where_slack_sends_no_values_nothing_is_left() -> None:
    blocks = draw(forms.PriorityForm, {"severity": "high"})
    assert left_in(forms.PriorityForm, {}, blocks) is None


def test_a_field_that_was_emptied_comes_back_empty() -> None:
    suggested = {"subject": "eBay AU is paused", "issue": "the token"}
    blocks = draw(forms.NotifyForm, suggested)
    state = state_of(blocks) | {"subject": {VALUE: {"value": None}}}
    left = left_in(forms.NotifyForm, state, blocks)
    assert left is not None and (left["subject"], left["issue"]) == (None, "the token")
    again = draw(
        forms.NotifyForm, {**suggested, **brought_back(forms.NotifyForm, draft(forms.NotifyForm, left))}
    )
    shown = {b["block_id"]: b["element"].get("initial_value") for b in again}
    assert (shown["subject"], shown["issue"]) == (None, "the token")


def test_no_file_and_no_tick_is_kept() -> None:
    for form in FORMS:
        assert not any(isinstance(widget, Pictures | Tick) for widget in kept_fields(form).values())
    state = {"screenshot": {VALUE: {"files": [{"id": "F1"}]}}, "note": {VALUE: {"value": "runs"}}}
    assert left_in(forms.ClosingForm, state, []) == {"note": "runs"}


@pytest.mark.parametrize(
    ("name", "element"),
    [
        ("reason", {"value": "x" * 501}),
        ("reason", {"value": ["x"]}),
        ("kind", {"selected_option": {"value": "somebody_else"}}),
        ("kind", {"selected_option": "retailer"}),
        ("until", {"selected_date_time": 10**10}),
        ("until", {"selected_date_time": 10**30}),
        ("until", {"selected_date_time": -5}),
        ("until", {"selected_date_time": "1800000000"}),
        ("understood", {"selected_options": [{"value": "yes"}]}),
    ],
)
def test_what_does_not_fit_its_field_is_not_kept(name: str, element: Json) -> None:
    left = left_in(forms.HoldForm, {name: {VALUE: element}}, [])
    assert left is None


@pytest.mark.parametrize("to", ["<!channel>", "U0ANA U0LUIS", "", "u0ana", "U" * 40])
def test_nobody_but_a_member_is_kept_as_the_one_to_give_it_to(to: str) -> None:
    assert left_in(forms.AssignForm, {"to": {VALUE: {"selected_user": to}}}, []) is None


def test_a_draft_of_an_older_form_brings_back_what_still_fits() -> None:
    old = {"kind": "nobody", "reason": "waits for stock", "colour": "red", "until": True, "wake_on": 7}
    assert brought_back(forms.HoldForm, draft(forms.HoldForm, old)) == {"reason": "waits for stock"}
    assert brought_back(forms.CommentForm, draft(forms.CommentForm, old)) == {}


def test_a_form_about_one_of_many_pictures_is_not_kept() -> None:
    assert kept_fields(forms.RemovePictureForm) == {}
