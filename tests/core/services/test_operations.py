"""The end of an outside write moves the step that waits for that very write, once, and nothing else."""

import pytest

from core.domain.job_ticket_table import Choice
from core.domain.operation import OperationState
from core.errors import GuardRefused, NotFound, Repeated, Stale
from core.services.job_tickets import ContainJob, DecideAccount, Reactivate, RunVerification
from core.services.operations import SayOutcome, SettleWrite, WriteResult
from tests.core.services.office import ANDON, LUIS, Office, letter, person, run


async def settle(
    office: Office, operation_id: str, result: WriteResult = WriteResult.DONE, **more: object
) -> None:
    fields: dict[str, object] = {"operation_id": operation_id, "fence": None, "result": result}
    await office.do(SettleWrite(**(fields | more)), ANDON)  # type: ignore[arg-type]


async def test_a_write_is_settled_once(office: Office) -> None:
    card = await office.act(ContainJob, await office.fails())
    asked = office.under_way()
    await settle(office, asked.id)

    with pytest.raises(Stale):
        await settle(office, asked.id, WriteResult.FAILED, reason="forbidden")
    assert (await office.ticket(card)).state == "contained"


async def test_whoever_lost_the_claim_settles_nothing(office: Office) -> None:
    card = await office.act(ContainJob, await office.fails())
    with pytest.raises(Stale):
        await settle(office, office.under_way().id, fence=7)
    assert (await office.ticket(card)).state == "containing"


async def test_a_person_who_looked_settles_what_nobody_could_read(office: Office) -> None:
    card = await office.act(ContainJob, await office.fails())
    asked = office.under_way()
    with pytest.raises(GuardRefused):
        await office.act(SayOutcome, card, was_done=True)  # it is still under way
    await settle(office, asked.id, WriteResult.UNKNOWN, reason="timed_out")
    assert (await office.now(card)).unread_write
    await office.act(SayOutcome, card, was_done=True)

    assert (await office.ticket(card)).state == "contained"
    assert office.operations()[0].state is OperationState.DONE


async def test_not_done_after_all_it_can_be_asked_for_again(office: Office) -> None:
    card = await office.act(ContainJob, await office.fails())
    asked = office.under_way()
    await settle(office, asked.id, WriteResult.UNKNOWN)
    await office.act(SayOutcome, card, was_done=False)

    ticket = await office.ticket(card)
    assert (ticket.state, ticket.last_problem) == ("open", "not_done")
    await office.act(ContainJob, card)


async def test_only_who_may_see_the_case_says_what_became_of_its_write(office: Office) -> None:
    card = await office.act(ContainJob, await office.fails())
    asked = office.under_way()
    await settle(office, asked.id, WriteResult.UNKNOWN)
    elsewhere = person("U0LUIS", "Luis", LUIS.role, accounts=frozenset({"Other"}))

    with pytest.raises(NotFound):
        await office.act(SayOutcome, card, elsewhere, was_done=True)


async def test_a_late_word_of_another_write_moves_nothing(office: Office) -> None:
    card = await office.verifying(await office.fails())
    await office.act(RunVerification, card)
    started = office.under_way()
    office.clock.advance(300)

    await office.fails(run("9", ended_at=office.clock.now()))
    assert (await office.ticket(card)).state == "containing"
    await settle(office, started.id, WriteResult.FAILED, reason="already_running")
    ticket = await office.ticket(card)

    assert (ticket.state, ticket.last_problem) == ("containing", None)
    assert office.store.tables.operations[started.id].state is OperationState.FAILED


async def test_a_write_of_a_closed_ticket_ends_quietly(office: Office) -> None:
    card = await office.verifying(await office.fails())
    office.clock.advance(600)
    await office.act(RunVerification, card)
    asked = office.under_way()
    await office.closes(card)
    await settle(office, asked.id, WriteResult.UNKNOWN)

    ticket = await office.ticket(card)
    assert (ticket.state, ticket.last_problem) == ("closed", None)


async def test_a_second_write_of_the_same_kind_waits_for_the_first(office: Office) -> None:
    card = await office.verifying(await office.fails())
    await office.act(RunVerification, card)

    with pytest.raises(Repeated):
        await office.act(RunVerification, card, LUIS)
    assert [o.kind for o in office.operations()].count("run.start") == 1


async def test_reactivated_it_is_read_back_and_waits_for_its_run(office: Office) -> None:
    card = await office.contained(await office.fails())
    await office.do(letter(await office.now(card)))
    await office.act(DecideAccount, card, choice=Choice.REACTIVATE)
    shown = await office.act(Reactivate, card)
    assert (shown.state, shown.needs) == ("reactivating", "platform")
    await office.settle()

    ticket = await office.ticket(card)
    assert (ticket.state, ticket.reactivated_at, ticket.verified_by) == (
        *("verifying", office.clock.now()),
        "U0ANA",
    )
    assert (await office.now(card)).needs == "run"
