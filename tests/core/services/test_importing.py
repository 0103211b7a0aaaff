"""What was worked on before Andon: each case once, as it was, and nobody is called."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.domain.case_parts import HoldKind
from core.domain.delivery_incident import DeliveryIncident
from core.domain.delivery_incident_table import Resolution
from core.domain.job_ticket import JobTicket
from core.domain.past import BEFORE_ANDON, Past
from core.domain.support_ticket import SupportTicket
from core.errors import Invalid, NotAllowed
from core.ports.unit_of_work import CaseFilter
from core.services.importing import CheckImport, Found, ImportCase, Imported
from core.services.job_runs import ReportFailedRun
from core.services.reading import GetHistory, ListCards
from core.services.reminders import RemindDue
from tests.core.services.office import ADA, ANDON, LEA, Office, ago, job, run
from tests.core.services.past_rows import days_ago, note, past_incident, past_issue, past_job, past_ticket
from tests.fakes.clock import MONDAY_MORNING

FOUR: tuple[Callable[..., Past], ...] = (past_issue, past_incident, past_job, past_ticket)


async def brought(office: Office, past: Past, *, post: bool = False) -> Any:
    """The case as it stands after its import."""
    done = await office.do(ImportCase(past=past, post=post), ADA)
    assert done.found is Found.CREATED and done.number is not None
    return await office.store.read(lambda unit: unit.cases.by_number(done.number or 0), ANDON)


@pytest.mark.parametrize("row", FOUR, ids=lambda row: row.__name__)
async def test_a_case_of_every_kind_comes_with_the_time_and_the_words_it_had(
    office: Office, row: Callable[..., Past]
) -> None:
    case = await brought(office, row(account="acme", notes=(note("second", 3), note("first", 6))))

    assert (case.KIND, case.account, case.source.external_id) == (row().KIND, "acme", row().external_id)
    assert (case.created_at, case.first_seen_at) == (days_ago(10), days_ago(10))
    rows = await office.ask(GetHistory(case_id=case.id))
    assert [r.event for r in rows] == ["CaseImported", "NoteImported", "NoteImported"]
    assert [r.facts["text"] for r in rows[1:]] == ["first", "second"], "oldest first"
    assert {r.facts["by"] for r in rows} == {"import"}
    assert (rows[0].facts["source"], rows[0].facts["external_id"]) == ("helpdesk", row().external_id)


@pytest.mark.parametrize("row", FOUR, ids=lambda row: row.__name__)
async def test_the_same_row_again_changes_nothing_and_names_the_case(
    office: Office, row: Callable[..., Past]
) -> None:
    case = await brought(office, row())
    before = office.store.tables.cases

    again = await office.do(ImportCase(past=row(title="another title")), ADA)

    assert again == Imported(found=Found.EXISTS, number=case.number)
    assert office.store.tables.cases == before


async def test_the_same_id_of_another_source_is_another_case(office: Office) -> None:
    first = await brought(office, past_issue())
    second = await brought(office, past_issue(source="spreadsheet"))
    assert second.number == first.number + 1


@pytest.mark.parametrize("row", FOUR, ids=lambda row: row.__name__)
async def test_an_import_calls_nobody_although_a_channel_listens(
    office: Office, row: Callable[..., Past]
) -> None:
    await brought(office, row(notes=(note(),)))
    await brought(office, row("over", **OVER[row.__name__]))

    assert office.store.waiting() == () and office.store.tables.cards == {}


@pytest.mark.parametrize("row", FOUR, ids=lambda row: row.__name__)
async def test_no_reminder_comes_for_the_time_before_the_import(
    office: Office, row: Callable[..., Past]
) -> None:
    case = await brought(office, row())
    assert case.due_at is not None and case.due_at < office.clock.now(), "it is overdue, and shows as that"

    assert await office.do(RemindDue(), ANDON) == 0
    assert office.store.waiting() == ()


async def test_a_reminder_whose_time_is_still_to_come_is_sent_then(office: Office) -> None:
    case = await brought(office, past_ticket(opened_at=ago(1)))
    assert await office.do(RemindDue(), ANDON) == 0

    office.clock.advance(24 * 3600)
    assert await office.do(RemindDue(), ANDON) == 1
    assert [w.case_id for w in office.store.waiting("thread")] == [case.id]


async def test_a_recent_open_case_gets_its_cards_where_they_are_asked_for(office: Office) -> None:
    fresh = await brought(office, past_issue("fresh", opened_at=days_ago(2)), post=True)
    await brought(office, past_issue("old", opened_at=days_ago(30)), post=True)
    await brought(office, past_issue("over", **OVER["past_issue"]), post=True)
    await brought(office, past_issue("away", archived_at=days_ago(1)), post=True)

    assert list(office.store.tables.cards) == [(fresh.id, "C0OPS")]
    assert office.store.waiting() == ()


async def test_nobody_is_told_that_no_channel_takes_an_imported_case(office: Office) -> None:
    office.store.tables.subscriptions.clear()
    await brought(office, past_issue(opened_at=days_ago(1)), post=True)
    assert office.store.waiting() == () and office.store.tables.cards == {}


OVER: dict[str, dict[str, Any]] = {
    "past_issue": {"state": "resolved", "closed_at": days_ago(2)},
    "past_incident": {"state": "closed", "closed_at": days_ago(2), "outcome": "returned"},
    "past_job": {"state": "closed", "closed_at": days_ago(2)},
    "past_ticket": {"state": "closed", "closed_at": days_ago(2), "outcome": "refunded"},
}


@pytest.mark.parametrize("row", FOUR, ids=lambda row: row.__name__)
async def test_what_had_ended_stays_ended_and_its_history_says_where(
    office: Office, row: Callable[..., Past]
) -> None:
    case = await brought(office, row(**OVER[row.__name__]))

    assert (case.ended, case.closed_at, case.due_at) == (True, days_ago(2), None)
    last = (await office.ask(GetHistory(case_id=case.id)))[-1]
    assert (last.event, last.facts["outcome"]) == ("ClosedBeforeAndon", case.close_outcome)


async def test_a_job_ticket_that_was_closed_elsewhere_claims_no_proof(office: Office) -> None:
    ticket = await brought(office, past_job(**OVER["past_job"]))

    assert isinstance(ticket, JobTicket)
    assert (ticket.close_outcome, ticket.proof, ticket.verified_by) == (BEFORE_ANDON, None, None)
    assert (ticket.containment, ticket.notification, ticket.decision) == (None, None, None)


async def test_no_outcome_of_a_proof_can_be_imported(office: Office) -> None:
    for claimed in ("technically_verified", "confirmed_and_validated", "human_verified", "removed"):
        with pytest.raises(Invalid, match="import_choice"):
            await office.do(ImportCase(past=past_job(**OVER["past_job"] | {"outcome": claimed})), ADA)


async def test_a_job_that_fails_again_opens_its_imported_ticket_again_from_the_start(office: Office) -> None:
    ticket = await brought(office, past_job(source="shop", **OVER["past_job"]))

    failed = ReportFailedRun(platform_id="shop", job=job(), run=run(ended_at=ago(1)))
    card = await office.do(failed, ANDON)

    assert (card.case_id, card.state) == (ticket.id, "open")


async def test_a_job_with_an_open_ticket_gets_no_second_one(office: Office) -> None:
    card = await office.do(ReportFailedRun(platform_id="shop", job=job(), run=run()), ANDON)
    with pytest.raises(Invalid) as refused:
        await office.do(ImportCase(past=past_job(platform="shop")), ADA)
    assert (refused.value.code, refused.value.facts["number"]) == ("error.import_job_open", card.number)
    assert (await brought(office, past_job(platform="shop", **OVER["past_job"]))).ended


async def test_a_solution_that_was_sent_stands_with_the_incident(office: Office) -> None:
    incident = await brought(
        office,
        past_incident(
            state="carrier_replied",
            resolution=Resolution.RETRY_DELIVERY,
            solution="Entregar mañana por la tarde",
            solution_at=days_ago(8),
            carrier_answer="No está en casa",
        ),
    )
    assert isinstance(incident, DeliveryIncident) and incident.solution is not None
    assert (incident.solution.text, incident.carrier_answer) == (
        "Entregar mañana por la tarde",
        "No está en casa",
    )
    assert office.store.tables.operations == {}, "the carrier is not asked again"


async def test_a_ticket_on_hold_waits_for_whom_it_waited(office: Office) -> None:
    held = {"state": "on_hold", "hold_kind": HoldKind.CUSTOMER, "hold_reason": "waits for a photo"}
    ticket = await brought(office, past_ticket(**held, replied_at=days_ago(9)))
    assert isinstance(ticket, SupportTicket) and ticket.hold is not None
    assert (ticket.hold.kind, ticket.hold.reason, ticket.answered) == ("customer", "waits for a photo", True)


async def test_the_number_is_of_the_year_in_which_it_was_opened_and_of_the_one_sequence(
    office: Office,
) -> None:
    before = await brought(office, past_issue("a", opened_at=days_ago(800)))
    now = await brought(office, past_issue("b", opened_at=days_ago(1)))
    assert str(before.number).startswith(str(days_ago(800).year))
    assert str(now.number).startswith(str(MONDAY_MORNING.year))


async def test_an_old_case_stands_below_the_newer_ones_in_a_list(office: Office) -> None:
    for name, days in (("a", 1), ("b", 9), ("c", 4)):
        await brought(office, past_issue(name, title=name, opened_at=days_ago(days)))
    page = await office.ask(ListCards(wanted=CaseFilter()))
    assert [card.title for card in page.cards] == ["a", "c", "b"]


async def test_a_look_says_what_would_come_of_it_and_changes_nothing(office: Office) -> None:
    assert await office.ask(CheckImport(past=past_issue()), ADA) == Imported(found=Found.NEW)
    assert office.store.tables.cases == {}
    with pytest.raises(Invalid):
        await office.ask(CheckImport(past=past_issue(state="lost")), ADA)

    case = await brought(office, past_issue())
    assert await office.ask(CheckImport(past=past_issue()), ADA) == Imported(
        found=Found.EXISTS, number=case.number
    )


async def test_only_an_admin_imports(office: Office) -> None:
    with pytest.raises(NotAllowed):
        await office.do(ImportCase(past=past_issue()), LEA)
    with pytest.raises(NotAllowed):
        await office.ask(CheckImport(past=past_issue()), LEA)


async def test_who_may_see_one_account_brings_no_case_of_another(office: Office) -> None:
    mine = replace(ADA, accounts=frozenset({"acme"}))
    with pytest.raises(Invalid, match="import_account"):
        await office.do(ImportCase(past=past_issue(account="other")), mine)
    done = await office.do(ImportCase(past=past_issue(account="acme")), mine)
    assert done.found is Found.CREATED
    await brought(office, past_issue("theirs", account="other"))
    again = await office.do(ImportCase(past=past_issue("theirs", account="acme")), mine)
    assert again == Imported(found=Found.EXISTS, number=None), "not even its number is told"


@pytest.mark.parametrize(
    ("past", "code", "field"),
    [
        (past_issue(title="x" * 201), "error.text_too_long", "title"),
        (past_issue(description="x" * 3001), "error.text_too_long", "description"),
        (past_issue(external_id="  "), "error.text_missing", "external_id"),
        (past_issue(code=""), "error.text_missing", "code"),
        (past_ticket(customer=" "), "error.text_missing", "customer"),
        (past_issue(notes=(note(""),)), "error.text_missing", "notes"),
        (past_issue(notes=(note(),) * 51), "error.import_notes", "notes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_text_that_cannot_be_taken_is_refused_by_its_field(
    office: Office, past: Past, code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await office.do(ImportCase(past=past), ADA)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert office.store.tables.cases == {}
