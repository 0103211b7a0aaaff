"""What platforms and daily checks tell of failed runs: opened, counted, reopened, or linked to what was before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.case_parts import Link
from core.domain.member import Path
from core.domain.platform_facts import RunState
from core.errors import NotAllowed, NotFound
from core.notices.reopened import TicketReopenedNotice
from core.services.cases import ArchiveCase
from core.services.holding import ReopenTicket
from core.services.job_runs import TicketOfJob
from core.services.job_tickets import ContainJob
from core.services.reading import GetHistory
from core.views import CaseCard, JobTicketCard
from tests.core.services.office import ANA, PLATFORM, VIC, Office, ago, job, person, run

DAY = 86_400


async def closed(office: Office) -> CaseCard:
    """Closed on the success of 20 seconds ago."""
    card = await office.verifying(await office.fails())
    office.clock.advance(600)
    await office.closes(card)
    return card


async def test_a_failed_run_opens_a_ticket_with_what_is_known_of_it(office: Office) -> None:
    card = await office.fails(job=job(consecutive_failures=3))
    ticket = await office.ticket(card)

    assert isinstance(card, JobTicketCard)
    assert (card.number, card.state, card.severity) == (20260001, "open", "high")
    assert (card.code, card.description) == ("token_expired", "401 invalid_grant")
    assert (card.account, card.retailer, card.channel) == ("Kitchenware", "Kitchenware", "eBay AU")
    assert (card.occurrences, card.failures_in_a_row, card.last_failure_at) == (3, 3, ago(10))
    assert (ticket.checked_by, ticket.due_at is not None) == (None, True)
    assert [s.state for s in card.steps] == ["now", "then", "then", "then"]
    assert (await office.ask(GetHistory(case_id=card.case_id)))[0].event == "TicketOpened"
    assert list(office.store.tables.cards) == [(card.case_id, "C0OPS")]


async def test_the_daily_check_is_kept_by_who_ran_it_and_is_not_for_viewers(office: Office) -> None:
    with pytest.raises(NotAllowed):
        await office.fails(by=VIC)
    card = await office.fails(by=person("U0ANA", "Ana", ANA.role, path=Path.SLASH))

    assert (await office.ticket(card)).checked_by == "U0ANA"


async def test_numbers_are_one_sequence_for_all_kinds_and_begin_anew_with_the_year(office: Office) -> None:
    first, second = await office.fails(), await office.report()
    office.clock.advance(60 * DAY)
    third = await office.fails(run("9", job_id="job-9"), job=job(job_id="job-9"))

    assert [c.shown_number for c in (first, second, third)] == ["#20260001", "#20260002", "#20270001"]


async def test_a_further_failure_counts_on_and_nothing_is_posted_anew(office: Office) -> None:
    card = await office.fails()
    office.clock.advance(900)
    again = await office.fails(run("2", ended_at=office.clock.now()), job=job(consecutive_failures=2))

    assert (again.case_id, again.occurrences, again.state) == (card.case_id, 2, "open")
    assert isinstance(again, JobTicketCard)
    assert (again.version, again.last_failure_at) == (card.version, office.clock.now())
    assert office.told("thread") == []
    assert len(office.store.tables.cards) == 1


async def test_the_same_run_told_twice_counts_once(office: Office) -> None:
    card = await office.fails()
    again = await office.fails(by=ANA)
    later_told = await office.fails(replace(run(), url="https://platform.example/runs/1"))

    assert (again.case_id, again.occurrences, later_told.occurrences) == (card.case_id, 1, 1)


async def test_a_run_tried_again_under_its_own_id_is_news_by_its_end(office: Office) -> None:
    await office.fails()
    again = await office.fails(run(ended_at=ago(1)))

    assert (again.occurrences, (await office.ticket(again)).last_failure_at) == (2, ago(1))


async def test_an_older_failure_that_arrives_late_moves_nothing(office: Office) -> None:
    card = await office.fails()
    late = await office.fails(run("0", ended_at=ago(60)))

    assert (late.case_id, late.occurrences) == (card.case_id, 1)
    assert (await office.ticket(card)).last_failure_at == ago(10)


async def test_while_it_is_being_stopped_a_failure_counts_and_the_state_stays(office: Office) -> None:
    card = await office.act(ContainJob, await office.fails())
    await office.fails(run("2", ended_at=office.clock.now()))

    assert ((await office.ticket(card)).state, (await office.ticket(card)).occurrences) == ("containing", 2)


async def test_a_failure_from_before_the_reactivation_does_not_stop_the_job_again(office: Office) -> None:
    card = await office.verifying(await office.fails())
    await office.fails(run("2", ended_at=ago(5)))

    ticket = await office.ticket(card)
    assert (ticket.state, ticket.occurrences, ticket.last_failure_at) == ("verifying", 2, ago(5))


async def test_it_fails_again_after_closing_and_the_same_number_comes_back(office: Office) -> None:
    card = await closed(office)
    office.clock.advance(13 * DAY)
    again = await office.fails(run("9", ended_at=office.clock.now()))
    ticket = await office.ticket(card)

    assert (again.number, ticket.state, ticket.reopen_count, ticket.occurrences) == (
        card.number,
        "open",
        1,
        2,
    )
    assert (ticket.containment, ticket.notification, ticket.proof, ticket.closed_at) == (
        None,
        None,
        None,
        None,
    )
    assert ticket.due_at is not None and ticket.due_at > office.clock.now()
    (told,) = office.told("thread", TicketReopenedNotice)
    assert (told.notice.why, told.notice.times) == ("failed_again", 1)


async def test_two_weeks_later_it_is_a_new_ticket_that_names_the_old_one(office: Office) -> None:
    card = await closed(office)
    office.clock.advance(14 * DAY + 1)
    again = await office.fails(run("9", ended_at=office.clock.now()))

    assert again.number != card.number
    assert again.links == (Link(relation="recurs_from", number=card.number),)
    assert (await office.ticket(card)).state == "closed"


async def test_a_late_word_of_an_old_failure_does_not_reopen(office: Office) -> None:
    card = await closed(office)
    before_the_proof = office.clock.now() - timedelta(seconds=21)
    again = await office.fails(run("9", ended_at=before_the_proof))

    assert (again.case_id, again.state) == (card.case_id, "closed")
    assert (await office.ticket(card)).occurrences == 1


async def test_a_failure_after_the_proving_run_reopens_even_if_it_ended_before_the_closing(
    office: Office,
) -> None:
    card = await closed(office)
    after_the_proof = office.clock.now() - timedelta(seconds=19)
    await office.fails(run("9", ended_at=after_the_proof))

    assert (await office.ticket(card)).state == "open"


async def test_an_archived_ticket_comes_back_into_sight_with_its_job_failing(office: Office) -> None:
    card = await closed(office)
    await office.act(ArchiveCase, card, reason="actioned")
    office.clock.advance(DAY)
    await office.fails(run("9", ended_at=office.clock.now()))

    ticket = await office.ticket(card)
    assert (ticket.state, ticket.archived) == ("open", False)


async def test_old_proof_no_longer_counts_after_it_came_back(office: Office) -> None:
    card = await closed(office)
    office.clock.advance(DAY)
    await office.verifying(await office.fails(run("9", ended_at=office.clock.now())))
    office.clock.advance(600)
    attempt = await office.closes(card, form={"files": ()})

    assert [t.reason for t in attempt.ticks if not t.ok] == ["screenshot_before_reopen"]


async def test_a_job_whose_ticket_came_back_four_times_has_to_succeed_twice(office: Office) -> None:
    card = await closed(office)
    for _ in range(3):
        await office.act(ReopenTicket, card, reason="came back")
        await office.verifying(card)
        office.clock.advance(600)
        assert (await office.closes(card, form={"files": (office.upload(str(office.clock.now())),)})).outcome
    await office.act(ReopenTicket, card, reason="came back")

    assert (await office.ticket(card)).required_successes == 2
    assert (await office.ticket(card)).reopen_count == 4


async def test_a_job_can_be_made_to_succeed_more_often_by_configuration(office: Office) -> None:
    office.workspace = replace(office.workspace, required_successes={"job-7": 3})

    assert (await office.ticket(await office.fails())).required_successes == 3


async def test_an_open_ticket_takes_the_failure_though_a_newer_one_was_closed(office: Office) -> None:
    older = await closed(office)
    office.clock.advance(15 * DAY)
    newer = await office.verifying(await office.fails(run("20", ended_at=office.clock.now())))
    office.clock.advance(600)
    attempt = await office.closes(newer, form={"files": (office.upload("newer.png"),)})
    assert attempt.outcome == "technically_verified"
    await office.act(ReopenTicket, older, reason="closed by mistake")
    office.clock.advance(60)
    card = await office.fails(run("21", ended_at=office.clock.now()))

    assert card.number == older.number


async def test_the_ticket_of_a_job_is_the_one_that_its_next_failure_would_count_on(office: Office) -> None:
    asked = TicketOfJob(platform_id="shop", job_id="job-7")
    with pytest.raises(NotFound):
        await office.ask(asked)
    card = await closed(office)
    assert (await office.ask(asked)).case_id == card.case_id

    office.clock.advance(20 * DAY)
    newer = await office.fails(run("9", ended_at=office.clock.now()))
    assert newer.number != card.number
    assert (await office.ask(asked)).number == newer.number
    with pytest.raises(NotFound):
        await office.ask(asked, person("U0ANA", "Ana", ANA.role, accounts=frozenset({"Other"})))


async def test_the_same_job_id_on_two_platforms_is_two_jobs(office: Office) -> None:
    first, second = await office.fails(), await office.fails(platform_id="another")

    assert first.number != second.number


async def test_a_partial_run_of_a_daily_check_opens_a_ticket_too(office: Office) -> None:
    card = await office.fails(run(state=RunState.PARTIAL, error_message=None), by=PLATFORM)

    assert (card.state, card.code) == ("open", "unknown")
