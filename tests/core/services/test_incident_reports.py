"""Delivery incidents as carriers tell of them: opened, in order and out of it, during a solution, at the end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.domain.delivery_incident_events import ReasonCorrected, Scanned
from core.domain.subscription import Filters, Topic
from core.domain.workspace import CarrierCode, Waits
from core.policies.targets import overdue
from core.services.cases import TakeCase
from core.services.incidents import MarkReviewed, ProvideSolution
from core.services.operations import WriteResult
from core.services.reading import GetHistory
from core.services.subscriptions import Subscribe
from tests.core.services.office import ANA, Office
from tests.core.services.parcels import SOLVED, later, news, now, opened, says, solved


async def test_an_incident_opens_with_what_the_carrier_told(office: Office) -> None:
    card = await opened(
        office,
        reason_told="pedido rechazado",
        courier_notes="No lo quiere",
        distance_km=3.2,
        return_deadline_at=office.clock.now() + timedelta(days=3),
    )
    assert (card.state, card.code, card.carrier_code, card.severity) == ("pending", "refused", "NAM", "high")
    assert (card.reason_told, card.courier_notes, card.distance_km) == (
        "pedido rechazado",
        "No lo quiere",
        3.2,
    )
    assert (card.offers[0], card.tip) == ("retry_delivery", "tip.refused")
    assert {"log_contact", "provide_solution"} <= card.actions
    assert (await now(office, card)).due_at == office.clock.now() + timedelta(days=2), (
        "a day before it returns"
    )


async def test_it_goes_to_the_channels_that_listen_to_deliveries(office: Office) -> None:
    await office.do(
        Subscribe(
            channel_id="C0GLS",
            channel_name="gls",
            topics=frozenset({Topic.DELIVERY}),
            filters=Filters(wanted={"courier": ("gls_es",)}),
        )
    )
    card = await opened(office)
    assert list(office.store.tables.cards) == [(card.case_id, "C0OPS")]


async def test_a_first_absence_is_never_overdue_and_a_second_one_starts_the_clock(office: Office) -> None:
    card = await opened(office, "AS", attempt=1)
    assert (card.first_absence, card.severity, card.deadline and card.deadline.what) == (
        True,
        "normal",
        "acknowledge",
    )
    office.clock.advance(30 * 24 * 3600)
    assert not overdue(await now(office, card), office.clock.now())

    again = await later(office, "AS", attempt=2)
    incident = await now(office, again)
    assert (again.case_id, again.first_absence, again.attempt) == (card.case_id, False, 2)
    assert incident.due_at is not None and incident.due_at > office.clock.now()


@pytest.mark.parametrize("code", ["FL", "EAD", "RD"])
async def test_a_word_that_needs_nothing_from_us_is_kept_and_calls_nobody(office: Office, code: str) -> None:
    card = await opened(office, code)
    assert (card.state, card.close_outcome) == ("closed", "info")
    assert office.store.tables.cards == {} and news(office) == []


async def test_when_it_needs_us_after_all_it_is_a_new_case_that_names_the_old(office: Office) -> None:
    quiet = await opened(office, "FL")
    card = await later(office, "DI")
    assert (card.state, [(link.relation, link.number) for link in card.links]) == (
        "pending",
        [("recurs_from", quiet.number)],
    )


async def test_the_end_of_what_needed_nothing_is_kept_in_its_history(office: Office) -> None:
    card = await opened(office, "RD")
    told = await later(office, "NAM", status="delivered")

    assert (told.number, (await now(office, card)).close_outcome) == (card.number, "info")
    rows = await office.store.read(lambda unit: unit.history.of(card.case_id), ANA)
    assert [row.event for row in rows] == ["IncidentOpened", "IncidentEnded", "Scanned"]


async def test_what_ended_before_we_heard_of_it_opens_nothing(office: Office) -> None:
    assert await says(office, status="delivered") is None


async def test_a_code_of_the_workspace_own_decides(office: Office) -> None:
    own = {"seur:LI590": CarrierCode(reason="absent", waits=Waits.US)}
    office.workspace = replace(office.workspace, carrier_codes=own)
    assert (await opened(office, "li590", carrier="seur")).code == "absent"


async def test_the_carriers_answer_calls_the_owner_and_allows_a_second_solution(office: Office) -> None:
    card = await opened(office)
    await office.act(TakeCase, card)
    await solved(office, card)
    answer = await later(office, status="carrier_replied", courier_notes="El cliente pide el lunes")

    assert (answer.state, answer.carrier_answer) == ("carrier_replied", "El cliente pide el lunes")
    assert news(office)[-1] == ("answered", "U0ANA", "El cliente pide el lunes")
    assert "provide_solution" in answer.actions
    await solved(office, card)
    incident = await now(office, card)
    assert (incident.state, incident.carrier_answer) == ("solution_sent", None)


async def test_an_answer_that_needs_nothing_is_marked_as_reviewed(office: Office) -> None:
    card = await opened(office)
    await solved(office, card)
    await later(office, status="carrier_replied", courier_notes="Reparto el lunes")
    reviewed = await office.act(MarkReviewed, card, note="fine")
    assert reviewed.state == "solution_sent"


async def test_a_new_failed_attempt_is_ours_again(office: Office) -> None:
    card = await opened(office, attempt=1)
    await solved(office, card)
    again = await later(office, "AS", attempt=2, courier_notes="Ausente")
    assert (again.state, again.attempt, again.code, again.first_absence) == ("pending", 2, "absent", False)
    assert news(office)[-1] == ("failed_again", "U0ANA", "Ausente")


async def test_the_same_scan_again_moves_nothing_and_posts_nothing(office: Office) -> None:
    card = await opened(office)
    same = await later(office)
    assert (same.version, same.state, same.attempt) == (card.version, "pending", 1)
    assert news(office) == [] and len(office.store.tables.cards) == 1


async def test_a_correction_replaces_the_reason_and_the_history_keeps_the_old(office: Office) -> None:
    card = await opened(office, "FE")
    await later(office, "MCC", reason_told="DI")
    incident = await now(office, card)
    assert (incident.code, incident.state) == ("address_wrong", "pending")
    rows = await office.ask(GetHistory(case_id=card.case_id), ANA)
    assert [r.facts for r in rows if r.event == ReasonCorrected.__name__] == [
        {"was": "not_dispatched", "now": "address_wrong", "carrier_code": "MCC"}
    ]


async def test_what_comes_late_or_out_of_order_moves_nothing_and_is_in_the_history(office: Office) -> None:
    card = await opened(office)
    await solved(office, card)
    early = office.clock.now() - timedelta(hours=5)
    await says(office, "AS", attempt=2, event_at=early, courier_notes="Ausente ayer")

    incident = await now(office, card)
    assert (incident.state, incident.carrier_code) == ("solution_sent", "NAM")
    rows = await office.ask(GetHistory(case_id=card.case_id), ANA)
    assert [r.facts["notes"] for r in rows if r.event == Scanned.__name__] == ["Ausente ayer"]


@pytest.mark.parametrize("outcome", ["delivered", "returned", "destroyed", "lost"])
async def test_the_end_of_the_parcel_ends_the_incident_and_later_scans_do_not_reopen_it(
    office: Office, outcome: str
) -> None:
    card = await opened(office)
    await solved(office, card)
    ended = await later(office, status=outcome)
    assert (ended.state, ended.close_outcome) == ("closed", outcome)
    assert news(office)[-1] == (outcome, None if outcome == "delivered" else "U0ANA", "")

    after = await later(office, "AS", attempt=3)
    assert (after.case_id, after.state, after.close_outcome) == (card.case_id, "closed", outcome)


@pytest.mark.parametrize(
    ("result", "scan", "state"),
    [
        (WriteResult.DONE, {"status": "pending", "attempt": 2}, "pending"),
        (WriteResult.DONE, {"status": "carrier_replied"}, "carrier_replied"),
        (WriteResult.DONE, {"status": "pending", "attempt": 1}, "solution_sent"),
        (WriteResult.FAILED, {"status": "pending", "attempt": 2}, "pending"),
    ],
)
async def test_what_the_carrier_says_while_a_solution_is_on_its_way_is_not_lost(
    office: Office, result: WriteResult, scan: dict[str, Any], state: str
) -> None:
    card = await opened(office, attempt=1)
    await office.act(ProvideSolution, card, **SOLVED)
    during = await later(office, "AS", **scan)
    assert during.state == "solution_sending"

    await office.settle(result, None if result is WriteResult.DONE else "not_allowed_in_state")
    incident = await now(office, card)
    assert (incident.state, incident.waiting_scan) == (state, None)


async def test_delivered_while_a_solution_is_on_its_way_ends_it_and_its_outcome_moves_nothing(
    office: Office,
) -> None:
    card = await opened(office)
    await office.act(ProvideSolution, card, **SOLVED)
    await later(office, status="delivered")
    await office.settle(WriteResult.FAILED, "already_resolved")
    incident = await now(office, card)
    assert (incident.state, incident.close_outcome, incident.solution_error) == ("closed", "delivered", None)
