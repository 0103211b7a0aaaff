"""Delivery incidents as people handle them: managed, solved once, asked about, and what nobody could read."""

from datetime import timedelta

import pytest

from core.domain.delivery_incident import Address
from core.domain.delivery_incident_table import ContactOutcome, Resolution
from core.domain.operation import OperationState, WriteKind
from core.errors import GuardRefused, Invalid, TransitionRefused
from core.services.incidents import LogContact, ProvideSolution
from core.services.operations import SayOutcome, WriteResult
from core.services.reminders import WakeDue
from core.views import IncidentCard
from tests.core.services.office import ANDON, LUIS, Office
from tests.core.services.parcels import SOLVED, news, now, opened


async def test_managing_with_the_customer_leaves_it_pending_and_counts(office: Office) -> None:
    card = await opened(office)
    at = office.clock.now() + timedelta(hours=3)
    await office.act(LogContact, card, outcome=ContactOutcome.NO_ANSWER)
    after = await office.act(
        LogContact, card, outcome=ContactOutcome.CALL_BACK, note="after 15:00", call_back_at=at
    )

    assert isinstance(after, IncidentCard)
    assert (after.state, [c.outcome for c in after.contacts]) == ("pending", ["no_answer", "call_back"])
    assert (after.snoozed_until, office.operations()) == (at, []), "local only: no platform hears of it"
    office.clock.advance(3 * 3600)
    await office.do(WakeDue(), ANDON)
    assert (await now(office, card)).snoozed_until is None


async def test_a_call_back_in_the_past_is_refused(office: Office) -> None:
    card = await opened(office)
    with pytest.raises(Invalid) as invalid:
        await office.act(LogContact, card, outcome=ContactOutcome.CALL_BACK, call_back_at=office.clock.now())
    assert invalid.value.field == "call_back_at"


async def test_a_solution_is_written_read_back_and_only_then_sent(office: Office) -> None:
    card = await opened(office)
    sending = await office.act(ProvideSolution, card, **SOLVED)
    operation = office.under_way()

    assert sending.state == "solution_sending"
    assert (operation.kind, operation.target) == (WriteKind.INCIDENT_RESOLVE, "inc-1")
    assert operation.arguments == {"resolution": "retry_delivery", "note": SOLVED["text"]}
    await office.settle()
    incident = await now(office, card)
    assert (incident.state, incident.solution_error) == ("solution_sent", None)
    assert news(office) == [("accepted", None, "")]


async def test_a_new_address_travels_whole(office: Office) -> None:
    card = await opened(office, "DI")
    there = Address(street="Calle Mayor 3", line_2="2B", postal_code="28013", city="Madrid", country="ES")
    await office.act(
        ProvideSolution, card, resolution=Resolution.CHANGE_ADDRESS, text="Moved house.", address=there
    )
    assert {
        k: office.under_way().arguments[k]
        for k in ("street", "address_line_2", "postal_code", "city", "country")
    } == {
        "street": "Calle Mayor 3",
        "address_line_2": "2B",
        "postal_code": "28013",
        "city": "Madrid",
        "country": "ES",
    }


async def test_a_solution_that_promises_what_is_not_ours_is_asked_about_first(office: Office) -> None:
    card = await opened(office)
    doubtful = SOLVED | {"text": "Deliver it, and refund her 5 euros."}
    with pytest.raises(GuardRefused) as refused:
        await office.act(ProvideSolution, card, **doubtful)
    assert (refused.value.code, refused.value.facts["warnings"]) == (
        "error.solution_warning",
        ("refund_or_exchange",),
    )
    assert office.operations() == [] and (await now(office, card)).state == "pending"
    sent = await office.act(ProvideSolution, card, **doubtful, warnings_seen=True)
    assert sent.state == "solution_sending"


async def test_while_one_is_on_its_way_no_second_solution_is_sent(office: Office) -> None:
    card = await opened(office)
    await office.act(ProvideSolution, card, **SOLVED)
    with pytest.raises(TransitionRefused):
        await office.act(ProvideSolution, card, LUIS, **SOLVED)
    assert len(office.operations()) == 1


async def test_a_refused_solution_says_why_and_is_pending_again(office: Office) -> None:
    card = await opened(office)
    await office.act(ProvideSolution, card, **SOLVED)
    await office.settle(WriteResult.FAILED, "already_resolved")
    incident = await now(office, card)
    assert (incident.state, incident.solution_error) == ("pending", "already_resolved")
    assert news(office) == [("refused", "U0ANA", "already_resolved")], "whoever sent it, where nobody owns it"


@pytest.mark.parametrize(("was_done", "state"), [(True, "solution_sent"), (False, "pending")])
async def test_an_outcome_nobody_can_read_is_never_sent_again_and_a_person_says(
    office: Office, was_done: bool, state: str
) -> None:
    card = await opened(office)
    await office.act(ProvideSolution, card, **SOLVED)
    await office.settle(WriteResult.UNKNOWN, "no_answer")

    incident = await now(office, card)
    assert (incident.state, incident.solution_error) == ("solution_sending", "unknown")
    assert [o.state for o in office.operations()] == [OperationState.UNKNOWN]
    await office.act(SayOutcome, card, was_done=was_done)
    assert (await now(office, card)).state == state
