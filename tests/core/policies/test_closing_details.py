"""What the decision says beside yes or no: which run, which picture, and which button helps."""

from datetime import timedelta

from core.domain.job_ticket_table import Choice
from core.policies.closing import decide
from tests.core.policies.closing_morning import (
    NOW,
    PICTURED,
    at,
    confirmation,
    decision,
    facts,
    failed,
    picture,
    reading,
    run,
    ticket,
)


def test_a_reading_of_exactly_a_minute_still_decides() -> None:
    assert decide(facts(reading=reading(checked_at=NOW - timedelta(seconds=60)))).rule == "R1"


def test_the_proof_names_the_run_and_the_pictures_that_count() -> None:
    old = picture("old", uploaded_at=at(8), sha256="other")
    verdict = decide(facts(evidence=(old, picture(), confirmation())))

    assert verdict.run is not None and verdict.run.run_id == "8842"
    assert verdict.evidence_ids == ("pic-1",)
    assert verdict.confirmation_id == "conf-1"
    assert verdict.not_reported == ()


def test_what_a_platform_cannot_report_is_said_beside_the_proof() -> None:
    verdict = decide(facts(reading=reading(run(forced=None, items_failed=None), failed())))

    assert (verdict.rule, verdict.not_reported) == ("R1", ("forced", "items_failed"))


def test_the_tick_of_a_reused_picture_names_the_other_ticket() -> None:
    tick = decide(facts(reused={"pic-1": 20260009})).ticks[-1]

    assert (tick.facts["number"], tick.facts["file"]) == (20260009, "green-run.png")


def test_what_is_wrong_with_the_newest_picture_is_said() -> None:
    older = picture("a", verdict="too_small", store_key=None, sha256=None)
    newer = picture("b", verdict="not_an_image", found="pdf", store_key=None, sha256=None)

    assert decide(facts(evidence=(older, newer))).missing == ("not_an_image",)
    assert decide(facts(evidence=(newer, older))).missing == ("too_small",)


def test_one_good_picture_is_enough_whatever_stands_beside_it() -> None:
    bad = picture("b", verdict="not_an_image", store_key=None, sha256=None)

    assert decide(facts(evidence=(bad, picture(), bad))).rule == "R1"


def test_a_ticket_that_waits_is_offered_the_hold_and_not_another_decision() -> None:
    waits = decide(facts(ticket=ticket(decision=decision(Choice.REMAIN_PAUSED))))

    assert next(t for t in waits.ticks if t.condition == "decided").action == "hold"


def test_the_tolerance_of_a_job_is_shown_with_its_run() -> None:
    given = facts(reading=reading(run(items_failed=2), failed()), tolerance=5)
    tick = next(t for t in decide(given).ticks if t.condition == "verified_run")

    assert (tick.facts["tolerance"], tick.facts["items_failed"]) == (5, 2)


def test_why_a_confirmed_change_is_not_validated_is_said_too() -> None:
    given = facts(reading=reading(failed("9", ended_at=at(9, 20))), evidence=(confirmation(), picture()))
    tick = next(t for t in decide(given).ticks if t.condition == "verified_run")

    assert (tick.reason, tick.facts["because"]) == ("not_validated", "no_successful_run")


def test_a_picture_taken_in_time_stays_good_when_it_is_sent_again() -> None:
    again = picture("pic-2", sha256="sha of pic-1", uploaded_at=PICTURED + timedelta(minutes=3))

    assert decide(facts(evidence=(picture(), again))).rule == "R1"
