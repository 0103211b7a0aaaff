"""The closing modal says what is missing, offers what supplies it, and keeps what was typed."""

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import routes
from bot.blocks import answers, checklist, closed_modal, closing_modal
from bot.blocks.examples import AT, REFUSED, job_ticket
from bot.blocks.examples import checklist as refused
from bot.blocks.notices import closing_answer
from bot.blocks.ticks import reason_words, tick_line
from bot.words import load
from core.domain.close_attempt import Claim, ClosingForm, Tick
from core.domain.evidence import DELETED
from core.domain.job_ticket_table import State
from core.errors import CloseRefused
from core.notices.closing_answer import ClosingAnswer

SAY = load(strict=True)["en"]
POLICIES = Path(__file__).parents[3] / "core" / "policies"

NO_REASONS = frozenset(
    {
        *(
            "active_again",
            "confirmation",
            "contained",
            "decided",
            "duplicate",
            "lead",
            "no_run_in_flight",
            "notified",
        ),
        *("removal", "screenshot", "second_person", "verified_run", "unchanged"),  # conditions
        *(
            "add_confirmation",
            "ask_lead",
            "attach",
            "contain",
            "decide",
            "hold",
            "notify_retailer",
            "reactivate",
        ),
        *("remove_connection", "state_run", "verification_run"),  # actions
        *(
            "because",
            "ended_at",
            "file",
            "found",
            "items_failed",
            "number",
            "run",
            "url",
            "tolerance",
        ),  # facts
        *("confirmed_and_validated", "human_verified", "not_a_failure", "removed", "technically_verified"),
        *("change", "stop", "mail", "marketplace", "pasted", "portal", "forced", "ok"),
    }
)
"""What else the closing policy spells."""


def spelled() -> list[str]:
    """Every word that the closing policy spells and that is none of the above: its reasons."""
    words = {
        node.value
        for path in POLICIES.glob("closing*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return sorted(w for w in words if re.fullmatch(r"[a-z]+(_[a-z]+)*", w) and w not in NO_REASONS)


PICTURE_VERDICTS = ("not_an_image", "too_large", "too_small", "too_many_pixels", "truncated", "too_costly")
REASONS = [*spelled(), *PICTURE_VERDICTS, "file_gone", "not_readable", DELETED]
CARD = job_ticket(State.VERIFYING)
ROUTE = routes.CloseModal(case_id=CARD.case_id, version=CARD.version)


def words_of(view: dict[str, Any]) -> str:
    found = []
    for block in view["blocks"]:
        found += [block["text"]["text"]] if "text" in block else []
        found += [e["text"] for e in block.get("elements", ()) if isinstance(e.get("text"), str)]
    return "\n".join(found)


def inputs_of(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}


def buttons_of(view: dict[str, Any]) -> set[str]:
    return {b["accessory"]["action_id"] for b in view["blocks"] if "accessory" in b}


def test_every_missing_thing_is_named_with_its_facts() -> None:
    shown = words_of(closing_modal.render(refused(), ROUTE, SAY))
    assert "*Running again*: the job or its connection is not active" in shown
    assert "<https://platform.example/runs/8840|run 8840> did not succeed" in shown
    assert "already the proof of #20261980" in shown
    assert "Assumptions are not verification." in shown


def test_what_is_missing_comes_with_the_button_that_supplies_it() -> None:
    card = job_ticket(State.DECIDED_REACTIVATE)
    view = closing_modal.render(refused(card=card), ROUTE, SAY)
    names = {routes.CheckAgainButton.name, routes.ReactivateButton.name, routes.VerifyButton.name}
    assert buttons_of(view) == names


def test_a_button_that_is_not_allowed_now_is_not_drawn() -> None:
    view = closing_modal.render(refused(card=job_ticket(State.OPEN)), ROUTE, SAY)
    assert routes.ReactivateButton.name not in buttons_of(view)


def test_the_light_view_calls_nothing_missing_that_was_not_looked_at() -> None:
    tick = Tick(condition="verified_run", ok=False, reason="not_checked", action="verification_run")
    view = closing_modal.render(refused(ticks=(tick,), checked_at=None), ROUTE, SAY)
    shown = words_of(view)
    assert "being looked at" in shown
    assert ":x:" not in shown
    assert "From the record." in shown


def test_the_live_view_keeps_the_ids_of_the_light_one_so_that_typed_text_stays() -> None:
    light = closing_modal.render(refused(checked_at=None), ROUTE, SAY)
    live = closing_modal.render(refused(), ROUTE, SAY)
    assert list(inputs_of(light)) == list(inputs_of(live))


def test_a_refused_closing_comes_back_with_everything_typed() -> None:
    form = ClosingForm(
        claim=Claim.DUPLICATE,
        note="token renewed",
        duplicate_of=20262009,
        confirmation_text="we did it",
        confirmation_author="Noor",
        confirmation_said="change",
    )
    view = closing_modal.render(refused(pictures=("e1",)), ROUTE, SAY, filled=form)
    fields = inputs_of(view)
    assert fields["claim"]["initial_option"]["value"] == "duplicate"
    assert fields["note"]["initial_value"] == "token renewed"
    assert fields["duplicate_of"]["initial_value"] == "#20262009"
    assert fields["confirmation_text"]["initial_value"] == "we did it"
    assert fields["confirmation_said"]["initial_option"]["value"] == "change"
    assert "One picture from an earlier try is kept" in words_of(view)
    assert "*Not closed.*" in words_of(view)


def test_a_ticket_that_is_to_be_removed_starts_with_that_claim() -> None:
    view = closing_modal.render(refused(card=replace(CARD, decision="remove")), ROUTE, SAY)
    assert inputs_of(view)["claim"]["initial_option"]["value"] == "removed"


def test_whoever_attaches_a_picture_is_reminded_right_below_it_of_what_it_may_not_show() -> None:
    blocks = closing_modal.render(refused(), ROUTE, SAY)["blocks"]
    below = 1 + next(n for n, block in enumerate(blocks) if block.get("block_id") == "screenshot")
    assert "no passwords, tokens or customer data" in blocks[below]["elements"][0]["text"]


def test_submit_names_the_verb_and_the_number() -> None:
    view = closing_modal.render(refused(), ROUTE, SAY)
    assert view["submit"]["text"] == "Close #20262010"
    assert routes.CloseModal.parse(view["private_metadata"]) == ROUTE


def test_a_ticket_that_is_closed_meanwhile_asks_for_nothing() -> None:
    view = closing_modal.render(refused(card=job_ticket(State.CLOSED)), ROUTE, SAY)
    assert "submit" not in view
    assert inputs_of(view) == {}


def test_the_closed_view_shows_the_rule_the_run_and_what_was_not_reported() -> None:
    shown = words_of(closed_modal.render(job_ticket(State.CLOSED), SAY))
    assert "technically verified" in shown
    assert "rule R1" in shown
    assert "Run 8841" in shown
    assert "does not report how many items failed" in shown


def test_a_typed_why_is_answered_with_the_same_list() -> None:
    message = checklist.render(refused(), SAY)
    shown = words_of(message.payload())
    assert message.text.startswith("#20262010 cannot be closed yet.")
    assert "the job or its connection is not active" in shown
    assert shown.endswith("Assumptions are not verification.")


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_policy_has_words(reason: str) -> None:
    words = reason_words(reason, {"because": "no_successful_run"}, SAY)
    assert reason not in words
    assert len(words) > 10


def test_a_reason_nobody_wrote_words_for_is_still_shown() -> None:
    line = tick_line(Tick(condition="screenshot", ok=False, reason="brand_new"), SAY)
    assert "brand_new" in line


def test_all_that_is_missing_is_answered_where_there_is_no_modal() -> None:
    answer = answers.refused(CloseRefused(("still_paused", "screenshot_missing")), SAY, "U0ANA")
    shown = words_of(answer.payload())
    assert ":x: The job or its connection is not active" in shown
    assert ":x: Attach a screenshot" in shown
    assert shown.endswith("Assumptions are not verification.")


@pytest.mark.parametrize("language", load())
def test_a_refusal_says_in_every_language_that_to_assume_is_not_to_verify(language: str) -> None:
    """Wherever a closing is refused: in its modal, to a command, as an answer, as a message."""
    say = load(strict=True)[language]
    missing = ("still_paused", "screenshot_missing")
    refusals = {
        "modal": closing_modal.render(refused(), ROUTE, say),
        "why": checklist.render(refused(), say).payload(),
        "command": answers.refused(CloseRefused(missing), say, "U0ANA").payload(),
        "message": closing_answer.render(
            ClosingAnswer(number=20262010, closed=False, missing=missing), say
        ).payload(),
    }

    assert [
        where for where, view in refusals.items() if say("closing.assumptions") not in words_of(view)
    ] == []


def test_the_examples_hold_a_tick_of_each_kind() -> None:
    assert {tick.ok for tick in REFUSED} == {True, False}
    assert AT.tzinfo is not None
