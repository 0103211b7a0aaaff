"""Which rows of the past can be believed, each refusal by its field."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.domain.case_parts import HoldKind, Kind
from core.domain.delivery_incident_table import Resolution
from core.domain.past import Past
from core.errors import Invalid
from core.policies.past import OUTCOMES, STATES, refuse_bad_past, state_of, worth_a_card
from tests.core.services.past_rows import days_ago, note, past_incident, past_issue, past_job, past_ticket
from tests.fakes.clock import MONDAY_MORNING as NOW

LATER = NOW + timedelta(hours=1)
SENT: dict[str, Any] = {
    "resolution": Resolution.RETRY_DELIVERY,
    "solution": "again",
    "solution_at": days_ago(1),
}


def refused(past: Past) -> tuple[str, str | None]:
    with pytest.raises(Invalid) as error:
        refuse_bad_past(past, NOW)
    return error.value.code.removeprefix("error."), error.value.field


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        (past_issue(state="retrying"), ("import_choice", "state")),
        (past_job(state="contained"), ("import_choice", "state")),
        (past_job(state="on_hold"), ("import_choice", "state")),
        (past_incident(state="solution_sending"), ("import_choice", "state")),
        (past_issue(state="resolved"), ("import_missing", "closed_at")),
        (past_issue(closed_at=days_ago(1)), ("import_not_over", "closed_at")),
        (past_issue(outcome="cleared"), ("import_not_over", "outcome")),
        (past_issue(state="resolved", closed_at=days_ago(1), outcome="won"), ("import_choice", "outcome")),
        (past_ticket(archived_at=days_ago(1)), ("import_not_over", "archived_at")),
        (past_issue(archived_reason="actioned"), ("import_missing", "archived_at")),
        (past_issue(archived_at=days_ago(1), archived_reason="bored"), ("import_choice", "archived_reason")),
        (past_job(cause="gremlins"), ("import_choice", "cause")),
        (past_incident(state="solution_sent"), ("import_missing", "solution")),
        (past_incident(state="carrier_replied", **SENT), ("import_missing", "carrier_answer")),
        (past_ticket(state="on_hold", hold_kind=HoldKind.CUSTOMER), ("import_missing", "hold_reason")),
        (past_incident(return_deadline_at=days_ago(20)), ("import_order", "return_deadline_at")),
        (past_issue(due_at=NOW + timedelta(days=4000)), ("import_far", "due_at")),
        (past_ticket(hold_until=days_ago(1)), ("until_past", "hold_until")),
        (past_issue(opened_at=LATER), ("import_future", "opened_at")),
        (past_issue(opened_at=datetime(1999, 12, 31, tzinfo=UTC)), ("import_too_old", "opened_at")),
        (past_issue(last_seen_at=days_ago(11)), ("import_order", "last_seen_at")),
        (past_issue(state="resolved", closed_at=LATER), ("import_future", "closed_at")),
        (past_issue(notes=(note(days=11),)), ("import_order", "notes")),
        (past_job(last_failure_at=days_ago(20)), ("import_order", "last_failure_at")),
        (past_ticket(replied_at=LATER), ("import_future", "replied_at")),
        (
            past_issue(state="resolved", closed_at=days_ago(1), archived_at=days_ago(2)),
            ("import_order", "archived_at"),
        ),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_by_its_field(
    past: Past, expected: tuple[str, str | None]
) -> None:
    assert refused(past) == expected


@pytest.mark.parametrize(
    "past",
    [
        past_issue(state="acknowledged", acked_at=days_ago(9)),
        past_issue(archived_at=days_ago(1)),
        past_incident(state="solution_sent", **SENT),
        past_incident(state="carrier_replied", carrier_answer="no", **SENT),
        past_ticket(
            state="on_hold", hold_kind=HoldKind.CARRIER, hold_reason="looks for it", hold_until=LATER
        ),
        past_job(state="closed", closed_at=days_ago(1)),
    ],
)
def test_a_row_that_tells_one_story_is_taken(past: Past) -> None:
    refuse_bad_past(past, NOW)


def test_a_clock_a_little_ahead_of_ours_is_believed() -> None:
    refuse_bad_past(past_issue(opened_at=NOW + timedelta(seconds=60)), NOW)


def test_every_kind_has_a_first_state_and_outcomes() -> None:
    assert set(STATES) == set(OUTCOMES) == set(Kind)
    assert [state_of(row()) for row in (past_issue, past_incident, past_job, past_ticket)] == [
        *("open", "pending", "open", "open")
    ]


def test_only_what_is_open_and_not_old_is_worth_a_card() -> None:
    assert worth_a_card(past_issue(opened_at=days_ago(13)), NOW)
    assert not worth_a_card(past_issue(opened_at=days_ago(15)), NOW)
    assert not worth_a_card(past_issue(state="resolved", closed_at=days_ago(1)), NOW)
    assert not worth_a_card(past_issue(archived_at=days_ago(1)), NOW)
