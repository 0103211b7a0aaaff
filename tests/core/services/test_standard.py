"""Sentences of the closing standard (docs/standard.md) that take more than one step to break."""

from datetime import timedelta

from core.domain.case_parts import HoldKind
from core.domain.close_attempt import AttemptState
from core.domain.job_ticket_table import Choice
from core.services.closing import refused
from core.services.holding import HoldTicket
from core.services.reminders import RemindDue, WakeDue
from core.services.statements import AddConfirmation
from tests.core.lives.wishes import CHANGE
from tests.core.services.office import ANDON, LEA, Office, connection, job, run

DAY_S = 24 * 3600
WEEKS = 30


async def test_what_remains_paused_stays_open_however_long_it_takes(office: Office) -> None:
    """Nobody answers: it wakes, is reminded of, is asked to close by a lead every week, and stays open (E17)."""
    card = await office.decided(await office.fails(), Choice.REMAIN_PAUSED)
    for week in range(WEEKS):
        tomorrow = office.clock.now() + timedelta(days=1)
        held = {"kind": HoldKind.RETAILER, "reason": "waits for the token", "until": tomorrow}
        await office.act(HoldTicket, card, **held)
        office.clock.advance(7 * DAY_S)
        await office.do(RemindDue(), ANDON)
        await office.do(WakeDue(), ANDON)
        paused = office.reading(run(), job=job(paused=True), connection=connection())
        name = f"week-{week}.png"
        attempt = await office.closes(card, LEA, reading=paused, form={"files": (office.upload(name),)})
        assert {"account_not_decided", "still_paused"} <= set(refused(attempt).missing)

    ticket = await office.ticket(card)
    assert (ticket.state, ticket.closed_at) == ("decided_remain_paused", None)


async def test_a_confirmed_change_without_a_picture_stays_open(office: Office) -> None:
    card = await office.verifying(await office.fails())
    office.clock.advance(600)
    await office.act(AddConfirmation, card, **CHANGE)
    attempt = await office.closes(card, form={"files": ()})

    assert (attempt.state, refused(attempt).missing) == (AttemptState.REFUSED, ("screenshot_missing",))
    assert (await office.ticket(card)).state == "verifying"

    closed = await office.closes(card)
    assert (closed.state, closed.outcome) == (AttemptState.CLOSED, "confirmed_and_validated")
