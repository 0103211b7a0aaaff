"""Support tickets and other cases: merged, sent to support, and what only some may see."""

from typing import Any

import pytest

from core.domain.case_parts import Source, Subject
from core.domain.support_ticket_events import CustomerShown
from core.domain.support_ticket_table import Outcome
from core.errors import Invalid, NotAllowed, TransitionRefused
from core.notices.support_linked import SupportTicketOpened
from core.services.holding import HoldTicket
from core.services.incident_reports import ReportIncident
from core.services.reading import FindCard, GetHistory
from core.services.support import (
    CloseSupportTicket,
    MergeTicket,
    ReplyToCustomer,
    SendToSupport,
    SetCategory,
    ShowCustomer,
)
from core.views import CaseCard, SupportCard
from tests.core.services.office import ANA, LEA, LUIS, PLATFORM, Office
from tests.core.services.support_desk import HELD, now, opened, refused

SENT: dict[str, Any] = {
    "category": "refund_exchange",
    "text": "She wants her money back.",
    "name": "Joana Reis",
    "email": "joana@mail.example",
}


async def test_merged_it_closes_as_a_duplicate_and_both_are_linked(office: Office) -> None:
    target = await opened(office, ticket_id="t-2", dedup_key="two")
    card = await opened(office)
    merged = await office.act(MergeTicket, card, LEA, into_number=target.number)
    other = await now(office, target)
    assert (merged.state, merged.close_outcome) == ("closed", "duplicate")
    assert [(li.relation, li.number) for li in merged.links] == [("duplicate_of", target.number)]
    assert [(li.relation, li.number) for li in other.links] == [("related", card.number)]


async def test_only_a_lead_merges(office: Office) -> None:
    card = await opened(office)
    with pytest.raises(NotAllowed):
        await office.act(MergeTicket, card, ANA, into_number=card.number)


async def test_it_is_merged_into_an_open_ticket_or_not_at_all(office: Office) -> None:
    card, closed = await opened(office), await opened(office, dedup_key="two")
    await office.act(CloseSupportTicket, closed, outcome=Outcome.SOLVED)
    issue = await office.report()
    for number in (card.number, closed.number, issue.number, 20269999):
        with pytest.raises(Invalid) as invalid:
            await office.act(MergeTicket, card, LEA, into_number=number)
        assert invalid.value.field == "into_number"


async def test_looking_at_the_customer_leaves_a_line_and_no_version(office: Office) -> None:
    card = await opened(office)
    shown = await office.act(ShowCustomer, card, LUIS)
    assert isinstance(shown, SupportCard)
    assert (shown.requester.phone, shown.version) == ("+351 900 000 000", card.version)
    rows = await office.ask(GetHistory(case_id=card.case_id))
    assert [r.facts["by"] for r in rows if r.event == CustomerShown.__name__] == ["U0LUIS"]


async def incident(office: Office) -> CaseCard:
    report = ReportIncident(
        source=Source(connector="shop", external_id="inc-1"),
        incident_id="inc-1",
        dedup_key="incident",
        carrier="tipsa",
        carrier_code="NAM",
        status="pending",
        order=Subject(type="order", id="1001", label="Order 1001"),
        event_at=office.clock.now(),
    )
    card = await office.do(report, PLATFORM)
    assert card is not None
    return card


@pytest.mark.parametrize("kind", ["issue", "delivery_incident"])
async def test_a_case_is_sent_to_support_and_both_know_of_each_other(office: Office, kind: str) -> None:
    case = await office.report() if kind == "issue" else await incident(office)
    after = await office.act(SendToSupport, case, **SENT)
    ticket = await office.ask(FindCard(number=case.number + 1))
    assert isinstance(ticket, SupportCard)
    assert (after.state, [(li.relation, li.number) for li in after.links]) == (
        case.state,
        [("support", ticket.number)],
    )
    assert [(li.relation, li.number) for li in ticket.links] == [("related", case.number)]
    assert (ticket.code, ticket.order_number, ticket.description) == (
        "refund_exchange",
        "1001",
        "She wants her money back.",
    )
    assert ticket.respond_by is not None
    (told,) = office.told("thread", SupportTicketOpened)
    assert (told.case_id, told.notice.support_number) == (case.case_id, ticket.number)


async def test_a_second_click_finds_the_first_ones_ticket(office: Office) -> None:
    case = await incident(office)
    await office.act(SendToSupport, case, **SENT)
    assert await refused(office, SendToSupport, case, **SENT) == "error.already_with_support"
    await office.act(SendToSupport, case, **(SENT | {"category": "claim"}))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"category": "damage"}, "category"),
        ({"text": " "}, "text"),
        ({"name": ""}, "name"),
        ({"email": "joana at home"}, "email"),
        ({"email": "@mail.example"}, "email"),
        ({"phone": "9" * 101}, "phone"),
    ],
)
async def test_what_support_cannot_use_is_refused_at_its_field(
    office: Office, wrong: dict[str, str], field: str
) -> None:
    case = await incident(office)
    assert await refused(office, SendToSupport, case, **(SENT | wrong)) == field
    assert (await office.case(case.case_id)).links == ()


async def test_another_kind_is_no_support_ticket(office: Office) -> None:
    issue = await office.report()
    for command, more in (
        (SetCategory, {"category": "claim"}),
        (ReplyToCustomer, {"text": "Hello"}),
        (HoldTicket, HELD),
        (ShowCustomer, {}),
    ):
        with pytest.raises(TransitionRefused):
            await office.act(command, issue, **more)
