"""Targets over a case's life: they stand still while it waits, of every kind, and follow its priority."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.domain.case_parts import HoldKind, Severity
from core.domain.delivery_incident_table import Resolution
from core.domain.job_ticket_table import Choice
from core.domain.workspace import DEFAULT_TARGETS, Hours, Targets
from core.notices.reminder import Reminder
from core.policies.working_hours import working_time_between
from core.services.cases import SetPriority, SnoozeCase, TakeCase, UndoLast
from core.services.holding import HoldTicket, ResumeWork
from core.services.incidents import ProvideSolution
from core.services.reading import GetPlan
from core.services.reminders import RemindDue, WakeDue
from core.views import CaseCard
from tests.core.services import parcels, support_desk
from tests.core.services.office import ANDON, WORKSPACE, Office

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
URGENT = {
    "issue.critical": Targets(acknowledge=timedelta(minutes=10), resolve=timedelta(hours=12)),
    "support_ticket.critical": Targets(acknowledge=HOUR, resolve=timedelta(days=1)),
    "delivery_incident.critical": Targets(acknowledge=HOUR, resolve=timedelta(days=1)),
    "job_ticket.critical": replace(DEFAULT_TARGETS["job_ticket"], resolve=timedelta(days=1)),
}
"""Half a day of `resolve` is half a working day."""


@pytest.fixture
async def office() -> Office:
    return await Office(workspace=replace(WORKSPACE, targets={**DEFAULT_TARGETS, **URGENT})).open()


async def an_issue(office: Office) -> CaseCard:
    return await office.report(severity=Severity.NORMAL)


async def a_job(office: Office) -> CaseCard:
    return await office.decided(await office.fails(), Choice.REMAIN_PAUSED)


async def a_parcel(office: Office) -> CaseCard:
    return await parcels.opened(office)


async def a_ticket(office: Office) -> CaseCard:
    return await support_desk.opened(office)


async def waits(office: Office, card: CaseCard) -> None:
    """A day and some: snoozed where the kind is snoozed, else on hold."""
    if card.kind in ("issue", "delivery_incident"):
        await office.act(SnoozeCase, card, until=office.clock.now() + 26 * HOUR)
    else:
        until = office.clock.now() + 26 * HOUR
        await office.act(HoldTicket, card, kind=HoldKind.OTHER_DEPARTMENT, reason="they decide", until=until)


Opens = Callable[[Office], Awaitable[CaseCard]]
EVERY_KIND: list[Opens] = [an_issue, a_job, a_parcel, a_ticket]


@pytest.mark.parametrize("opens", EVERY_KIND, ids=lambda opens: opens.__name__)
async def test_the_clock_stands_still_while_it_waits(office: Office, opens: Opens) -> None:
    card = await opens(office)
    due = (await office.case(card.case_id)).due_at
    assert due is not None
    office.clock.set(MONDAY + HOUR)
    await waits(office, card)
    waiting = await office.now(card)
    assert waiting.deadline is not None and waiting.deadline.paused
    assert await office.ask(GetPlan(case_id=card.case_id)) == ()

    office.clock.set(MONDAY + 27 * HOUR)
    assert await office.do(WakeDue(), ANDON) == 1
    moved = (await office.case(card.case_id)).due_at
    assert moved is not None
    worked = 11 * HOUR  # eight of Monday after ten o'clock, three of Tuesday
    assert _between(due, moved) == worked
    assert [s.what for s in await office.ask(GetPlan(case_id=card.case_id))] != []


def _between(start: datetime, end: datetime) -> timedelta:
    return working_time_between(start, end, Hours(), "UTC")


async def test_the_first_letters_clock_stands_still_too(office: Office) -> None:
    card = await a_ticket(office)
    before = (await support_desk.now(office, card)).respond_by
    await office.act(HoldTicket, card, kind=HoldKind.CARRIER, reason="asks the carrier")
    office.clock.advance(2 * 3600)
    await office.act(ResumeWork, card)
    after = (await support_desk.now(office, card)).respond_by
    assert before is not None and after == before + 2 * HOUR


async def test_nobody_is_called_for_an_issue_that_was_snoozed_before_somebody_took_it(office: Office) -> None:
    card = await an_issue(office)
    await office.act(SnoozeCase, card, until=MONDAY + 3 * HOUR)
    office.clock.set(MONDAY + 3 * HOUR)
    await office.do(WakeDue(), ANDON)
    await office.do(RemindDue(), ANDON)
    assert office.told("thread", Reminder) == []
    plan = await office.ask(GetPlan(case_id=card.case_id))
    assert (plan[0].what, plan[0].at) == ("acknowledge", MONDAY + 3 * HOUR + timedelta(minutes=30))


async def test_two_waits_add_up_and_a_snooze_prolonged_is_one(office: Office) -> None:
    card = await an_issue(office)
    await office.act(SnoozeCase, card, until=MONDAY + HOUR)
    office.clock.set(MONDAY + HOUR / 2)
    await office.act(SnoozeCase, card, until=MONDAY + 2 * HOUR)
    office.clock.set(MONDAY + 2 * HOUR)
    await office.do(WakeDue(), ANDON)
    await office.act(SnoozeCase, card, until=MONDAY + 3 * HOUR)
    office.clock.set(MONDAY + 3 * HOUR)
    await office.do(WakeDue(), ANDON)
    case = await office.case(card.case_id)
    assert (case.waited, case.snoozed_since) == (3 * HOUR, None)
    assert case.due_at == datetime(2026, 11, 24, 12, tzinfo=UTC)


async def test_a_snooze_that_was_taken_back_waited_for_nothing(office: Office) -> None:
    card = await an_issue(office)
    due = (await office.case(card.case_id)).due_at
    card = await office.act(SnoozeCase, card, until=MONDAY + HOUR)
    office.clock.advance(20)
    await office.act(UndoLast, card)
    case = await office.case(card.case_id)
    assert (case.snoozed_since, case.waited, case.due_at) == (None, timedelta(), due)


async def test_a_parcel_that_goes_back_on_a_date_waits_for_nobody(office: Office) -> None:
    goes_back = MONDAY + timedelta(days=3)
    card = await parcels.opened(office, return_deadline_at=goes_back)
    await waits(office, card)
    office.clock.set(MONDAY + 26 * HOUR)
    await office.do(WakeDue(), ANDON)
    assert (await parcels.now(office, card)).due_at == goes_back - timedelta(days=1)


async def test_a_solution_wakes_a_snoozed_parcel_and_its_clock(office: Office) -> None:
    card = await a_parcel(office)
    before = (await parcels.now(office, card)).due_at
    await office.act(SnoozeCase, card, until=MONDAY + 5 * HOUR)
    office.clock.set(MONDAY + 2 * HOUR)
    solved: dict[str, Any] = {"resolution": Resolution.RETRY_DELIVERY, "text": "She is at home tomorrow."}
    await office.act(ProvideSolution, card, **solved)
    parcel = await parcels.now(office, card)
    assert (parcel.snoozed_since, parcel.waited) == (None, 2 * HOUR)
    assert before is not None and parcel.due_at is not None and _between(before, parcel.due_at) == 2 * HOUR


async def test_after_it_came_back_it_waited_for_nothing(office: Office) -> None:
    """A second attempt of the carrier: the clock begins now."""
    card = await a_parcel(office)
    await office.act(SnoozeCase, card, until=MONDAY + 5 * HOUR)
    office.clock.set(MONDAY + 2 * HOUR)
    await parcels.opened(office, attempt=2)
    parcel = await parcels.now(office, card)
    assert (parcel.snoozed_since, parcel.waited) == (None, timedelta())
    assert parcel.due_at == datetime(2026, 11, 25, 11, tzinfo=UTC)


@pytest.mark.parametrize("opens", EVERY_KIND, ids=lambda opens: opens.__name__)
async def test_a_priority_brings_its_own_targets_and_undo_takes_them_back(
    office: Office, opens: Opens
) -> None:
    card = await opens(office)
    before = (await office.case(card.case_id)).due_at
    urgent = await office.act(SetPriority, card, severity=Severity.CRITICAL)
    after = (await office.case(card.case_id)).due_at
    assert before is not None and after is not None and after < before

    office.clock.advance(10)
    await office.act(UndoLast, urgent)
    assert (await office.case(card.case_id)).due_at == before


async def test_the_first_letter_of_an_urgent_ticket_is_due_sooner(office: Office) -> None:
    card = await office.act(SetPriority, await a_ticket(office), severity=Severity.CRITICAL)
    assert (await support_desk.now(office, card)).respond_by == MONDAY + HOUR


async def test_what_it_waited_counts_for_the_new_priority_too(office: Office) -> None:
    card = await an_issue(office)
    await office.act(SnoozeCase, card, until=MONDAY + 2 * HOUR)
    office.clock.set(MONDAY + 2 * HOUR)
    await office.do(WakeDue(), ANDON)
    await office.act(SetPriority, card, severity=Severity.CRITICAL)
    assert (await office.case(card.case_id)).due_at == MONDAY + 6.5 * HOUR


async def test_a_reminder_that_lies_ahead_again_is_said_again(office: Office) -> None:
    card = await office.act(TakeCase, await an_issue(office))
    await office.act(SetPriority, card, severity=Severity.CRITICAL)
    office.clock.set(MONDAY + 4.5 * HOUR)
    await office.do(RemindDue(), ANDON)
    assert [w.notice.what for w in office.told("thread", Reminder)] == ["resolve"]

    await office.act(SetPriority, card, severity=Severity.NORMAL)
    planned = [step.what for step in await office.ask(GetPlan(case_id=card.case_id))]
    assert planned == ["resolve_soon", "resolve"]
