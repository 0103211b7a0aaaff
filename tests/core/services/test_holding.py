"""Waiting for somebody: with a reason, until a time or a reply, while the clock stands still."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.case_parts import HoldKind
from core.domain.job_ticket_table import Choice
from core.domain.platform_facts import RunState
from core.errors import Invalid, TransitionRefused
from core.notices.woke import CaseWoke
from core.services.cases import UndoLast
from core.services.holding import HoldTicket, ResumeWork
from core.services.job_runs import RecordReading, WatchedTickets
from core.services.reminders import WakeDue
from core.services.statements import AddConfirmation
from core.views import CaseCard
from tests.core.services.office import ANDON, Office, run

STOP = {"text": "We no longer sell there, please remove it.", "author": "Noor Visser", "said": "stop"}


async def held(office: Office, **more: object) -> CaseCard:
    card = await office.decided(await office.fails(), Choice.REMAIN_PAUSED)
    fields: dict[str, object] = {"kind": HoldKind.RETAILER, "reason": "waits for the token"}
    return await office.act(HoldTicket, card, **(fields | more))


async def test_only_what_remains_paused_can_be_put_on_hold(office: Office) -> None:
    card = await office.decided(await office.fails(), Choice.REACTIVATE)

    with pytest.raises(TransitionRefused):
        await office.act(HoldTicket, card, kind=HoldKind.RETAILER, reason="waits for the token")


@pytest.mark.parametrize("reason", ["", "  ", "no", "x" * 501])
async def test_a_hold_needs_a_reason(office: Office, reason: str) -> None:
    with pytest.raises(Invalid) as invalid:
        await held(office, reason=reason)
    assert invalid.value.field == "reason"


async def test_a_hold_into_the_past_is_refused(office: Office) -> None:
    with pytest.raises(Invalid) as invalid:
        await held(office, until=office.clock.now())
    assert invalid.value.code == "error.until_past"


async def test_a_hold_ends_at_its_time_and_the_clock_stood_still(office: Office) -> None:
    card = await held(office, until=office.clock.now() + timedelta(hours=3))
    assert (await office.ticket(card)).due_at == datetime(2026, 11, 27, 18, tzinfo=UTC), "Friday evening"
    office.clock.advance(3600)
    assert await office.do(WakeDue(), ANDON) == 0
    office.clock.advance(2 * 3600)

    assert await office.do(WakeDue(), ANDON) == 1
    ticket = await office.ticket(card)
    assert (ticket.state, ticket.hold) == ("decided_remain_paused", None)
    assert ticket.due_at == datetime(2026, 11, 30, 12, tzinfo=UTC), "three working hours later: Monday noon"
    (told,) = office.told("thread", CaseWoke)
    assert (told.notice.why, told.notice.owner) == ("time", "U0ANA")
    assert await office.do(WakeDue(), ANDON) == 0


async def test_a_hold_that_waits_for_a_reply_ends_with_the_reply_before_its_time(office: Office) -> None:
    card = await held(office, until=office.clock.now() + timedelta(days=3), wake_on="reply")
    await office.act(AddConfirmation, card, text="We renewed the token.", author="Noor Visser", said="change")

    assert (await office.ticket(card)).state == "decided_remain_paused"
    (told,) = office.told("thread", CaseWoke)
    assert (told.notice.why, told.notice.owner) == ("reply", None), "whoever did it is not called"


async def test_a_hold_that_waits_for_time_sleeps_through_a_reply(office: Office) -> None:
    card = await held(office, until=office.clock.now() + timedelta(days=3))
    await office.act(AddConfirmation, card, text="We renewed the token.", author="Noor Visser", said="change")

    assert (await office.ticket(card)).state == "on_hold"


async def test_a_hold_that_waits_for_green_ends_with_the_next_success_of_its_own_job(office: Office) -> None:
    """Somebody mended and started it at the platform, where Andon has no part."""
    before = office.clock.now()
    office.clock.advance(60)
    card = await held(office, wake_on="green")
    (watched,) = await office.ask(WatchedTickets(), ANDON)
    assert watched.case_id == card.case_id
    office.clock.advance(600)
    green = run("9", ended_at=office.clock.now(), state=RunState.SUCCEEDED)
    for nothing in (
        office.reading(replace(green, ended_at=before)),
        office.reading(replace(green, state=RunState.FAILED)),
        office.reading(replace(green, job_id="another-job")),
        replace(office.reading(green), problem="timed_out"),
    ):
        await office.do(RecordReading(case_id=card.case_id, reading=nothing), ANDON)
        assert (await office.ticket(card)).state == "on_hold", nothing

    await office.do(RecordReading(case_id=card.case_id, reading=office.reading(green)), ANDON)
    assert (await office.ticket(card)).state == "decided_remain_paused"
    (told,) = office.told("thread", CaseWoke)
    assert told.notice.why == "green"
    assert await office.ask(WatchedTickets(), ANDON) == ()


async def test_a_hold_that_waits_for_something_else_asks_no_platform(office: Office) -> None:
    card = await held(office, wake_on="reply")
    assert await office.ask(WatchedTickets(), ANDON) == ()

    office.clock.advance(60)
    green = run("9", ended_at=office.clock.now(), state=RunState.SUCCEEDED)
    await office.do(RecordReading(case_id=card.case_id, reading=office.reading(green)), ANDON)
    assert (await office.ticket(card)).state == "on_hold"


async def test_work_is_resumed_by_hand_and_a_hold_can_be_undone(office: Office) -> None:
    card = await held(office)
    await office.act(UndoLast, card)
    assert (await office.ticket(card)).state == "decided_remain_paused"
    await office.act(HoldTicket, card, kind=HoldKind.RETAILER, reason="waits for the token")
    await office.act(ResumeWork, card)
    assert (await office.ticket(card)).hold is None
    with pytest.raises(TransitionRefused):
        await office.act(ResumeWork, card)
