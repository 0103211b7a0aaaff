"""Steps 3 and 4 of a job ticket: decide on the account, wait, reactivate or remove, and the run that proves it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.job_ticket_table import Choice
from core.domain.operation import OperationState
from core.domain.platform_facts import Capabilities, RunState
from core.errors import GuardRefused, Invalid, NotAllowed, TransitionRefused
from core.notices.verification_failed import ProofRunFailed
from core.services.cases import UndoLast
from core.services.holding import ReopenTicket
from core.services.job_runs import RecordDailyCheck, RecordReading, WatchedTickets
from core.services.job_tickets import (
    DecideAccount,
    Reactivate,
    RemoveConnection,
    RunVerification,
    SetCause,
)
from core.services.operations import WriteResult
from core.services.statements import AddConfirmation
from core.views import CaseCard
from tests.core.services.office import ANA, ANDON, LEA, Office, run

STOP = {"text": "We no longer sell there, please remove it.", "author": "Noor Visser", "said": "stop"}


async def removing(office: Office) -> CaseCard:
    card = await office.decided(await office.fails(), Choice.REMOVE)
    await office.act(AddConfirmation, card, **STOP)
    return await office.act(RemoveConnection, card, LEA)


async def test_a_decision_can_be_changed_until_it_is_carried_out(office: Office) -> None:
    card = await office.decided(await office.fails(), Choice.REMAIN_PAUSED)
    for choice in (Choice.REMOVE, Choice.REACTIVATE):
        card = await office.act(DecideAccount, card, choice=choice)
        assert card.state == f"decided_{choice}"

    await office.act(Reactivate, card)
    with pytest.raises(TransitionRefused):
        await office.act(DecideAccount, card, choice=Choice.REMOVE)


async def test_a_reactivation_that_failed_goes_back_to_the_decision(office: Office) -> None:
    card = await office.decided(await office.fails())
    await office.act(Reactivate, card)
    await office.settle(WriteResult.FAILED, "not_allowed_in_state")
    ticket = await office.ticket(card)

    assert (ticket.state, ticket.last_problem, ticket.reactivated_at) == (
        *("decided_reactivate", "not_allowed_in_state"),
        None,
    )


async def test_a_proving_run_needs_the_job_active_where_it_cannot_run_while_paused(office: Office) -> None:
    card = await office.decided(await office.fails())
    with pytest.raises(GuardRefused) as refused:
        await office.act(RunVerification, card)
    assert refused.value.code == "error.reactivate_first"
    assert "verification_run" not in (await office.now(card)).actions

    able = Capabilities(pause=True, verification_run=True, runs_while_paused=True)
    office.workspace = replace(office.workspace, capabilities={"shop": able})
    await office.act(RunVerification, card)
    assert (office.under_way().kind, office.under_way().arguments["purpose"]) == ("run.start", "verification")
    assert (await office.ticket(card)).state == "verifying"


async def test_a_platform_that_starts_no_runs_says_so(office: Office) -> None:
    card = await office.verifying(await office.fails())
    office.workspace = replace(office.workspace, capabilities={"shop": Capabilities(pause=True)})

    with pytest.raises(GuardRefused) as refused:
        await office.act(RunVerification, card)
    assert refused.value.code == "error.no_verification_run"


async def test_a_proving_run_that_did_not_start_is_said_and_the_ticket_stays(office: Office) -> None:
    card = await office.verifying(await office.fails())
    await office.act(RunVerification, card)
    await office.settle(WriteResult.FAILED, "already_running")

    ticket = await office.ticket(card)
    assert (ticket.state, ticket.last_problem) == ("verifying", "already_running")


async def fails_its_proof(office: Office, card: CaseCard) -> None:
    office.clock.advance(300)
    await office.fails(run("9", ended_at=office.clock.now()))


async def test_a_failed_proving_run_stops_the_job_again_and_the_retailer_need_not_be_told_again(
    office: Office,
) -> None:
    card = await office.verifying(await office.fails())
    await fails_its_proof(office, card)
    ticket = await office.ticket(card)
    assert (ticket.state, ticket.decision, office.under_way().kind) == ("containing", None, "job.pause")
    (told,) = office.told("thread", ProofRunFailed)
    assert (told.notice.run_id, told.notice.repaused, told.notice.owner) == ("9", True, "U0ANA")

    await office.settle()
    assert (await office.ticket(card)).state == "retailer_notified"
    assert len(office.store.waiting("letter")) == 1


async def test_with_the_switch_off_a_failed_proving_run_starts_over_at_step_one(office: Office) -> None:
    office.switch(repause_on_failed_verification=False)
    card = await office.verifying(await office.fails())
    await fails_its_proof(office, card)
    ticket = await office.ticket(card)

    assert (ticket.state, ticket.containment, ticket.notification is not None) == ("open", None, True)
    await office.contained(card)
    assert (await office.ticket(card)).state == "retailer_notified", "it knows already (K2)"


async def test_a_re_pause_that_cannot_be_asked_for_loses_no_failure(office: Office) -> None:
    card = await office.verifying(await office.fails())
    busy = replace(office.operations()[0], id="op-busy", state=OperationState.PENDING, kind="job.pause")
    office.store.tables.operations[busy.id] = replace(busy, target="job-7")
    await fails_its_proof(office, card)

    ticket = await office.ticket(card)
    assert (ticket.state, ticket.occurrences) == ("open", 2)


async def test_the_watch_finds_a_failed_proving_run_too_and_only_of_this_job_and_time(office: Office) -> None:
    card = await office.verifying(await office.fails())
    (watched,) = await office.ask(WatchedTickets(), ANDON)
    assert (watched.case_id, watched.platform_id, watched.job_id) == (card.case_id, "shop", "job-7")
    office.clock.advance(300)
    now = office.clock.now()
    for runs in (
        (run("8", ended_at=now, job_id="job-8"),),
        (run("8", ended_at=now - timedelta(minutes=8)),),
        (run("8", ended_at=now, state=RunState.SUCCEEDED),),
    ):
        await office.do(RecordReading(case_id=card.case_id, reading=office.reading(*runs)), ANDON)
        assert (await office.ticket(card)).state == "verifying"

    await office.do(
        RecordReading(case_id=card.case_id, reading=office.reading(run("8", ended_at=now))), ANDON
    )
    assert (await office.ticket(card)).state == "containing"
    assert await office.ask(WatchedTickets(), ANDON) == ()


async def test_a_removal_needs_a_lead_and_the_written_word(office: Office) -> None:
    card = await office.decided(await office.fails(), Choice.REMOVE)
    with pytest.raises(NotAllowed):
        await office.act(RemoveConnection, card, ANA)
    with pytest.raises(GuardRefused) as refused:
        await office.act(RemoveConnection, card, LEA)
    assert refused.value.code == "error.confirmation_first"
    await office.act(AddConfirmation, card, **(STOP | {"said": "change"}))
    with pytest.raises(GuardRefused):
        await office.act(RemoveConnection, card, LEA)
    await office.act(AddConfirmation, card, **STOP)
    await office.act(RemoveConnection, card, LEA)

    asked = office.under_way()
    assert (asked.kind, asked.arguments["status"]) == ("connection.set_status", "removed")


async def test_a_removal_is_read_back_or_goes_back_to_the_decision(office: Office) -> None:
    card = await removing(office)
    await office.settle(WriteResult.FAILED, "forbidden")
    assert (await office.ticket(card)).state == "decided_remove"
    await office.act(RemoveConnection, card, LEA)
    await office.settle()
    ticket = await office.ticket(card)
    assert (ticket.state, ticket.removed_at) == ("verifying", office.clock.now())


async def test_a_daily_check_that_finds_nothing_is_on_record_for_a_removed_integration(
    office: Office,
) -> None:
    card = await removing(office)
    await office.settle()
    office.clock.advance(600)
    now = office.clock.now()

    def check(**more: object) -> RecordDailyCheck:
        return RecordDailyCheck(**({"platform_id": "shop", "checked_at": now} | more))  # type: ignore[arg-type]

    assert await office.do(check(failing_jobs=frozenset({"job-7"}))) == 0
    assert await office.do(check(platform_id="another")) == 0
    assert await office.do(check(checked_at=now - timedelta(hours=1))) == 0
    assert await office.do(check()) == 1
    assert (await office.ticket(card)).daily_check_at == now


async def test_a_cause_is_guessed_and_can_be_corrected_and_the_correction_undone(office: Office) -> None:
    card = await office.fails()
    assert card.code == "token_expired"
    with pytest.raises(Invalid):
        await office.act(SetCause, card, cause="bad luck")
    assert (await office.act(SetCause, card, cause="offboarded")).code == "offboarded"
    assert (await office.act(UndoLast, card)).code == "token_expired"


async def test_opened_again_it_starts_from_step_one_and_its_clock_anew(office: Office) -> None:
    card = await office.verifying(await office.fails())
    office.clock.advance(600)
    await office.closes(card)
    office.clock.advance(86_400 * 20)
    await office.act(ReopenTicket, card, reason="closed by mistake")
    ticket = await office.ticket(card)

    assert (ticket.state, ticket.containment, ticket.notification, ticket.decision) == (
        "open",
        None,
        None,
        None,
    )
    assert (ticket.proof, ticket.verified_by, ticket.reopen_count) == (None, None, 1)
    assert ticket.due_at is not None and ticket.due_at > office.clock.now()
