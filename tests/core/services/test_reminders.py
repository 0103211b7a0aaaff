"""What the clock brings about: each reminder once, in working hours, and the end of a snooze."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.domain.case_parts import HoldKind
from core.domain.job_ticket_table import Choice
from core.notices.reminder import Reminder
from core.notices.woke import CaseWoke
from core.services.cases import AcknowledgeCase, SnoozeCase, TakeCase
from core.services.holding import HoldTicket, ReopenTicket, ResumeWork
from core.services.job_tickets import ContainJob
from core.services.reading import GetPlan
from core.services.reminders import PAGE, RemindDue, WakeDue
from tests.core.services.office import ANDON, Office, job, run

MINUTE = 60


async def remind(office: Office) -> list[str]:
    """What was said in threads by this tick."""
    before = len(office.told("thread", Reminder))
    await office.do(RemindDue(), ANDON)
    return [w.notice.what for w in office.told("thread", Reminder)[before:]]


async def test_an_issue_that_nobody_looked_at_is_called_out_once_and_then_to_the_lead(office: Office) -> None:
    await office.report()
    office.clock.advance(29 * MINUTE)
    assert await remind(office) == []
    office.clock.advance(MINUTE)
    assert await remind(office) == ["acknowledge"]
    assert await remind(office) == []
    office.clock.advance(30 * MINUTE)
    assert await remind(office) == ["acknowledge_lead"]
    assert await remind(office) == []
    (lead,) = office.told("channel", Reminder)
    assert (lead.channel_id, lead.notice.what) == ("C0LEADS", "acknowledge_lead")


async def test_after_an_outage_the_lead_is_told_and_nothing_weaker_follows(office: Office) -> None:
    await office.report()
    office.clock.advance(120 * MINUTE)

    assert await remind(office) == ["acknowledge_lead"]
    assert await remind(office) == []


async def test_what_was_acknowledged_is_not_called_out(office: Office) -> None:
    await office.act(AcknowledgeCase, await office.report())
    office.clock.advance(120 * MINUTE)

    assert await remind(office) == []


async def test_a_failure_that_is_not_stopped_is_called_out_before_and_at_its_target(office: Office) -> None:
    card = await office.act(TakeCase, await office.fails())
    office.clock.advance(15 * MINUTE)
    assert await remind(office) == ["contain"]
    office.clock.advance(15 * MINUTE)
    assert await remind(office) == ["contain_lead"]
    assert (office.told("thread", Reminder)[0]).notice.owner == "U0ANA"
    await office.act(ContainJob, card)
    office.clock.advance(60 * MINUTE)
    assert await remind(office) == []


async def test_twenty_failures_in_a_row_are_for_a_lead(office: Office) -> None:
    card = await office.fails(job=job(consecutive_failures=20))
    await office.act(ContainJob, card)

    assert await remind(office) == ["failing_lead"]
    (told,) = office.told("channel", Reminder)
    assert told.notice.failures == 20


async def test_at_night_nobody_is_called(office: Office) -> None:
    office.clock.set(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    await office.report()
    office.clock.set(datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    assert await remind(office) == []
    office.clock.set(datetime(2026, 11, 24, 9, 29, tzinfo=UTC))
    assert await remind(office) == [], "the target counts working time"
    office.clock.advance(MINUTE)
    assert await remind(office) == ["acknowledge"]


async def test_what_waits_is_not_called_out(office: Office) -> None:
    issue = await office.report()
    await office.act(SnoozeCase, issue, until=office.clock.now() + timedelta(days=9))
    ticket = await office.decided(await office.fails(), Choice.REMAIN_PAUSED)
    await office.act(HoldTicket, ticket, kind=HoldKind.RETAILER, reason="waits for the token")
    office.clock.set(datetime(2026, 12, 2, 10, 0, tzinfo=UTC))

    assert await remind(office) == []


async def test_before_it_is_overdue_there_is_a_warning_once(office: Office) -> None:
    await office.act(TakeCase, await office.report())
    office.clock.set(datetime(2026, 11, 23, 15, 44, tzinfo=UTC))
    assert await remind(office) == []
    office.clock.advance(MINUTE)
    assert await remind(office) == ["resolve_soon"]
    assert await remind(office) == []
    assert office.told("channel", Reminder) == [], "nothing for a lead yet"


async def test_a_hold_stops_the_clock_of_the_warning_too(office: Office) -> None:
    ticket = await office.decided(await office.fails(), Choice.REMAIN_PAUSED)
    await office.act(HoldTicket, ticket, kind=HoldKind.RETAILER, reason="waits for the token")
    office.clock.set(datetime(2026, 11, 27, 17, 0, tzinfo=UTC))
    assert await remind(office) == []
    await office.act(ResumeWork, ticket)

    assert await remind(office) == []
    planned = await office.ask(GetPlan(case_id=ticket.case_id))
    assert [step.what for step in planned] == ["resolve_soon", "resolve"]


async def test_what_the_plan_says_is_what_comes(office: Office) -> None:
    card = await office.report()
    planned = await office.ask(GetPlan(case_id=card.case_id))

    for step in planned:
        office.clock.set(step.at)
        assert await remind(office) == [step.what]
    assert await office.ask(GetPlan(case_id=card.case_id)) == ()


async def test_a_plan_tells_of_what_comes_and_not_of_what_was_missed(office: Office) -> None:
    card = await office.report()
    office.clock.advance(45 * MINUTE)
    planned = await office.ask(GetPlan(case_id=card.case_id))

    assert [step.what for step in planned] == ["acknowledge_lead", "resolve_soon", "resolve"]


async def test_overdue_is_called_out_once(office: Office) -> None:
    card = await office.act(AcknowledgeCase, await office.report())
    office.clock.set(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    assert (await office.now(card)).overdue is False
    office.clock.advance(MINUTE)
    assert (await office.now(card)).overdue is True
    assert await remind(office) == [], "the evening is nobody's"
    office.clock.set(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    assert await remind(office) == ["resolve"]
    assert await remind(office) == []


async def test_after_it_came_back_the_targets_begin_anew(office: Office) -> None:
    card = await office.verifying(await office.fails())
    office.clock.advance(600)
    await office.closes(card)
    office.clock.set(datetime(2026, 11, 30, 10, 0, tzinfo=UTC))
    await office.act(ReopenTicket, card, reason="came back")

    assert await remind(office) == []
    assert (await office.now(card)).overdue is False
    office.clock.advance(15 * MINUTE)
    assert "contain" in await remind(office)


async def test_a_snooze_ends_at_its_time_and_the_owner_is_called(office: Office) -> None:
    card = await office.act(TakeCase, await office.report())
    await office.act(SnoozeCase, card, until=office.clock.now() + timedelta(minutes=5))
    assert await office.do(WakeDue(), ANDON) == 0
    office.clock.advance(5 * MINUTE)

    assert await office.do(WakeDue(), ANDON) == 1
    assert (await office.now(card)).snoozed_until is None
    (told,) = office.told("thread", CaseWoke)
    assert (told.notice.why, told.notice.owner) == ("time", "U0ANA")


async def test_an_old_case_is_reached_behind_a_crowd_of_newer_ones(office: Office) -> None:
    old = await office.report()
    await office.act(SnoozeCase, old, until=office.clock.now() + timedelta(minutes=5))
    office.clock.advance(5 * MINUTE)
    stored = office.store.tables.cases
    for number in range(PAGE + 1):
        body = (
            await office.fails(run(str(number), job_id=f"j{number}"), job=job(job_id=f"j{number}"))
        ).case_id
        assert body in office.store.tables.cases
    assert stored is not office.store.tables.cases

    assert await office.do(WakeDue(), ANDON) == 1


async def test_without_a_leads_channel_the_thread_has_to_do(office: Office) -> None:
    office.workspace = replace(office.workspace, leads_channel=None)
    await office.report()
    office.clock.advance(60 * MINUTE)

    assert await remind(office) == ["acknowledge_lead"]
    assert office.told("channel", Reminder) == []
