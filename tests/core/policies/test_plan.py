"""The plan of a case: the warning, the reminder, the lead, each at a working moment; reminders keep to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.case import Case
from core.domain.case_parts import Hold, HoldKind
from core.domain.job_ticket import Containment
from core.domain.job_ticket_table import ContainmentKind
from core.domain.workspace import Hours, Workspace
from core.policies.plan import plan, reminder_due
from core.policies.targets import due_at, respond_by
from tests.core.domain.cases_at_hand import incident, issue, job_ticket, support_ticket

WORKSPACE = Workspace(team_id="T0TEAM")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
LAST_WEEK = MONDAY - timedelta(days=4)
STOPPED = Containment(kind=ContainmentKind.PAUSE_JOB, by="U0ANA", requested_at=MONDAY, confirmed_at=MONDAY)


def due(case: Case, workspace: Workspace = WORKSPACE) -> Case:
    case.due_at = due_at(case, workspace)
    return case


def opened(at: datetime = MONDAY, **more: Any) -> dict[str, Any]:
    return {"created_at": at, "last_failure_at": at, **more}


def an_issue(**more: Any) -> Case:
    return due(issue("open", **({"created_at": MONDAY} | more)))


def a_job(state: str = "open", **more: Any) -> Case:
    return due(job_ticket(state, **(opened() | more)))


def a_parcel(state: str = "pending", **more: Any) -> Case:
    return due(incident(state, **({"created_at": MONDAY} | more)))


def a_letter(state: str = "open", **more: Any) -> Case:
    """A customer's ticket."""
    ticket = support_ticket(state, **({"created_at": MONDAY} | more))
    ticket.respond_by = respond_by(ticket, WORKSPACE)
    return due(ticket)


def steps(case: Case, workspace: Workspace = WORKSPACE) -> list[str]:
    """`acknowledge Mon 09:30`."""
    return [f"{step.what} {step.at:%a %H:%M}" for step in plan(case, workspace)]


PLANS: dict[str, tuple[Case, list[str]]] = {
    "an issue nobody took": (
        an_issue(),
        [
            "acknowledge Mon 09:30",
            "acknowledge_lead Mon 10:00",
            "resolve_soon Mon 15:45",
            "resolve Tue 09:00",
        ],
    ),
    "an issue somebody took": (an_issue(acked_at=MONDAY), ["resolve_soon Mon 15:45", "resolve Tue 09:00"]),
    "an issue of the evening": (
        an_issue(created_at=MONDAY.replace(hour=20), acked_at=MONDAY),
        ["resolve_soon Tue 15:45", "resolve Wed 09:00"],
    ),
    "a failing job": (
        a_job(acked_at=MONDAY),
        ["contain Mon 09:15", "contain_lead Mon 09:30", "resolve_soon Thu 15:45", "resolve Mon 09:00"],
    ),
    "a failing job that nobody took": (
        a_job(),
        [
            *("contain Mon 09:15", "acknowledge Mon 09:15", "contain_lead Mon 09:30"),
            *("resolve_soon Thu 15:45", "resolve Mon 09:00"),
        ],
    ),
    "a stopped job": (
        a_job("contained", acked_at=MONDAY, containment=STOPPED),
        ["notify Mon 13:00", "resolve_soon Thu 15:45", "resolve Mon 09:00"],
    ),
    "a job that failed twenty times": (
        a_job("decided_reactivate", acked_at=MONDAY, failures_in_a_row=20),
        ["failing_lead Mon 09:00", "resolve_soon Thu 15:45", "resolve Mon 09:00"],
    ),
    "a parcel": (
        a_parcel(acked_at=MONDAY),
        ["resolve_soon Tue 13:30", "resolve Wed 09:00", "resolve_lead Wed 13:00"],
    ),
    "a parcel that goes back on Wednesday": (
        a_parcel(acked_at=MONDAY, return_deadline_at=MONDAY + timedelta(days=2, hours=4)),
        ["resolve_soon Tue 09:45", "resolve Tue 13:00", "resolve_lead Tue 17:00"],
    ),
    "a parcel with a first absence": (a_parcel(first_absence=True), ["acknowledge Mon 13:00"]),
    "a parcel whose solution the carrier has": (a_parcel("solution_sent", acked_at=MONDAY), []),
    "a customer nobody answered": (
        a_letter(),
        ["respond Mon 13:00", "resolve_soon Tue 13:30", "resolve_lead Wed 09:00"],
    ),
    "a customer who was answered": (
        a_letter(first_reply_at=MONDAY),
        ["resolve_soon Tue 13:30", "resolve_lead Wed 09:00"],
    ),
    "a customer whose lead was told": (a_letter(first_reply_at=MONDAY, reminders=("resolve_lead",)), []),
    "a customer we wait for": (
        a_letter("on_hold", hold=Hold(kind=HoldKind.CUSTOMER, reason="waits", since=MONDAY)),
        [],
    ),
    "an issue that waited two hours": (
        an_issue(waited=timedelta(hours=2)),
        [
            "acknowledge Mon 11:30",
            "acknowledge_lead Mon 12:00",
            "resolve_soon Mon 17:45",
            "resolve Tue 11:00",
        ],
    ),
    "on hold": (a_job("on_hold", hold=Hold(kind=HoldKind.RETAILER, reason="waits", since=MONDAY)), []),
    "snoozed": (an_issue(snoozed_until=MONDAY), []),
    "archived": (an_issue(archived_at=MONDAY), []),
    "closed": (a_job("closed"), []),
    "come back": (
        an_issue(created_at=LAST_WEEK, reopened_at=MONDAY, acked_at=LAST_WEEK),
        ["resolve_soon Mon 15:45", "resolve Tue 09:00"],
    ),
    "reminded once": (
        an_issue(reminders=("acknowledge",)),
        ["acknowledge_lead Mon 10:00", "resolve_soon Mon 15:45", "resolve Tue 09:00"],
    ),
    "a lead was told": (
        an_issue(reminders=("acknowledge_lead",)),
        ["resolve_soon Mon 15:45", "resolve Tue 09:00"],
    ),
    "overdue was said": (an_issue(acked_at=MONDAY, reminders=("resolve",)), []),
}


@pytest.mark.parametrize("name", PLANS)
def test_what_will_be_said(name: str) -> None:
    case, expected = PLANS[name]
    assert steps(case) == expected


def test_a_holiday_moves_the_steps_behind_it() -> None:
    free = replace(WORKSPACE, hours=Hours(holidays=frozenset({date(2026, 11, 24)})))
    case = due(issue("open", created_at=MONDAY, acked_at=MONDAY), free)

    assert steps(case, free) == ["resolve_soon Mon 15:45", "resolve Wed 09:00"]


def test_a_hold_moves_the_warning_as_far_as_the_due_moment() -> None:
    case = a_job("decided_remain_paused", acked_at=MONDAY)
    assert case.due_at == MONDAY.replace(hour=18) + timedelta(days=4)
    case.due_at = MONDAY.replace(hour=18) + timedelta(days=7)  # a working day on hold

    assert steps(case) == ["resolve_soon Fri 15:45", "resolve Tue 09:00"]


@pytest.mark.parametrize(
    ("case", "at", "what"),
    [
        (an_issue(), MONDAY.replace(minute=29), None),
        (an_issue(), MONDAY.replace(minute=30), "acknowledge"),
        (an_issue(), MONDAY.replace(hour=10), "acknowledge_lead"),
        (an_issue(acked_at=MONDAY), MONDAY.replace(hour=15, minute=45), "resolve_soon"),
        (an_issue(acked_at=MONDAY), MONDAY.replace(hour=19), None),
        (an_issue(acked_at=MONDAY), MONDAY + timedelta(days=1), "resolve"),
        (a_parcel(acked_at=MONDAY), MONDAY + timedelta(days=2, hours=4), "resolve_lead"),
        (an_issue(acked_at=MONDAY), MONDAY + timedelta(days=5), None),
    ],
)
def test_of_what_is_due_the_most_pressing_is_sent(case: Case, at: datetime, what: str | None) -> None:
    assert reminder_due(case, WORKSPACE, at) == what


@given(
    st.sampled_from(["Europe/Madrid", "America/New_York", "Australia/Sydney", "UTC"]),
    st.integers(0, 60 * 24 * 365),
    st.sampled_from([an_issue, a_job, a_parcel, a_letter]),
)
def test_each_step_is_sent_at_the_minute_that_was_planned_and_once(
    zone: str, minutes: int, kind: Any
) -> None:
    """Over nights, weekends and both changes of clocks of a year."""
    workspace = replace(WORKSPACE, timezone=zone)
    case = kind(created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
    case.last_failure_at, case.due_at = case.created_at, due_at(case, workspace)

    for step in plan(case, workspace):
        before = reminder_due(case, workspace, step.at - timedelta(minutes=1))
        assert before is None
        while (what := reminder_due(case, workspace, step.at)) is not None:
            case.reminded(what)
    assert plan(case, workspace) == ()
    assert len(set(case.reminders)) == len(case.reminders)
