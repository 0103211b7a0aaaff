"""Claims with a carrier (D29): the deadline is the carrier's, and somebody hears of it in time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.domain.case_parts import HoldKind
from core.domain.support_ticket import SupportTicket
from core.domain.support_ticket_table import Outcome
from core.domain.workspace import Hours
from core.notices.reminder import Reminder
from core.services.cases import UndoLast
from core.services.holding import HoldTicket, ResumeWork
from core.services.reading import GetCard, GetPlan
from core.services.reminders import RemindDue
from core.services.support import CloseSupportTicket, ReplyToCustomer, SendToSupport, SetCategory
from core.views import CaseCard, SupportCard
from tests.core.services import parcels, support_desk
from tests.core.services.office import ANDON, WORKSPACE, Office

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)
SENT: dict[str, Any] = {"category": "claim", "text": "The parcel is lost.", "name": "Joana Reis"}


async def claimed(office: Office, parcel: CaseCard, **more: Any) -> SupportTicket:
    """The claim that was opened for this parcel."""
    await office.act(SendToSupport, parcel, **(SENT | more))
    link = (await office.now(parcel)).links[-1]
    found = await office.store.read(lambda unit: unit.cases.by_number(link.number), ANDON)
    assert isinstance(found, SupportTicket)
    return found


async def card_of(office: Office, ticket: SupportTicket) -> CaseCard:
    return await office.ask(GetCard(case_id=ticket.id), ANDON)


async def lost(office: Office, **more: Any) -> CaseCard:
    return await parcels.opened(office, "EXM", **more)


async def reminded(office: Office, at: datetime) -> list[str]:
    """What is said of claims at that minute that was not said before."""
    office.clock.set(at)
    before = len(office.told("thread", Reminder))
    await office.do(RemindDue(), ANDON)
    said = [w.notice.what for w in office.told("thread", Reminder)[before:]]
    return [what for what in said if what.startswith("claim")]


async def test_a_claim_has_the_deadline_of_its_carrier(office: Office) -> None:
    ticket = await claimed(office, await lost(office))
    assert (ticket.code, ticket.carrier, ticket.claim_by) == ("claim", "tipsa", MONDAY + WEEK)
    card = await card_of(office, ticket)
    assert isinstance(card, SupportCard) and card.claim_by == MONDAY + WEEK


@pytest.mark.parametrize(
    ("carrier", "days", "within"),
    [
        ("tipsa", {}, 7),
        ("gls_es", {}, 7),
        ("seur", {}, None),
        ("seur", {"seur": 10}, 10),
        ("SEUR", {"seur": 10}, 10),
        ("seur", {"other": 5}, 5),
        ("tipsa", {"other": 5}, 7),
        ("tipsa", {"tipsa": 3}, 3),
    ],
)
async def test_andon_toml_comes_before_the_table_and_other_is_for_the_rest(
    office: Office, carrier: str, days: dict[str, int], within: int | None
) -> None:
    own = {name: timedelta(days=number) for name, number in days.items()}
    office.workspace = replace(WORKSPACE, claim_days=own)
    ticket = await claimed(office, await lost(office, carrier=carrier))
    assert ticket.claim_by == (MONDAY + timedelta(days=within) if within is not None else None)


async def test_it_counts_from_when_the_carrier_told_of_the_loss_and_not_of_something_before(
    office: Office,
) -> None:
    await parcels.opened(office, "AS")
    office.clock.set(MONDAY + 3 * DAY)
    parcel = await parcels.opened(office, "EXM", attempt=2)
    office.clock.set(MONDAY + 4 * DAY)
    parcel = await parcels.opened(office, "EXM")
    assert (await claimed(office, parcel)).claim_by == MONDAY + 3 * DAY + WEEK


async def test_of_a_parcel_that_arrived_broken_it_counts_from_the_arrival(office: Office) -> None:
    parcel = await parcels.opened(office, "AS")
    office.clock.set(MONDAY + 2 * DAY)
    await parcels.says(office, "AS", status="delivered")
    office.clock.set(MONDAY + 3 * DAY)
    assert (await claimed(office, await office.now(parcel))).claim_by == MONDAY + 2 * DAY + WEEK


async def test_what_is_sent_to_support_for_something_else_has_no_deadline(office: Office) -> None:
    ticket = await claimed(office, await lost(office), category="refund_exchange")
    assert (ticket.carrier, ticket.claim_by) == ("", None)


async def test_a_customers_ticket_that_becomes_a_claim_finds_the_parcel_of_its_order(office: Office) -> None:
    await parcels.opened(office, "EDT", account="Kitchenware")
    office.clock.advance(3600)
    card = await support_desk.opened(office, order_number="1001", account="Kitchenware")
    sorted_in = await office.act(SetCategory, card, category="claim")
    ticket = await support_desk.now(office, card)
    assert (ticket.carrier, ticket.claim_by) == ("tipsa", MONDAY + WEEK)

    office.clock.advance(5)
    await office.act(UndoLast, sorted_in)
    assert (await support_desk.now(office, card)).claim_by is None


async def test_the_parcel_of_another_account_with_the_same_order_number_is_not_meant(office: Office) -> None:
    await parcels.opened(office, "EDT", account="Garden")
    card = await support_desk.opened(office, order_number="1001", account="Kitchenware", category="claim")
    ticket = await support_desk.now(office, card)
    assert (ticket.carrier, ticket.claim_by) == ("", None)


async def test_a_claim_of_no_known_parcel_counts_from_the_customers_word(office: Office) -> None:
    office.workspace = replace(WORKSPACE, claim_days={"other": timedelta(days=5)})
    card = await support_desk.opened(office, category="claim")
    assert (await support_desk.now(office, card)).claim_by == MONDAY + 5 * DAY


async def test_a_claim_is_warned_of_before_the_deadline_and_a_lead_the_day_before(office: Office) -> None:
    """The deadline is Monday at nine: two days before is a Saturday, one day before a Sunday."""
    ticket = await answered(office)
    planned = await office.ask(GetPlan(case_id=ticket.id))
    friday = MONDAY + 4 * DAY
    steps = [(s.what, s.at) for s in planned if s.what.startswith("claim")]
    assert steps == [("claim_lead", friday)], "at the same moment the stronger one alone"

    assert await reminded(office, friday - HOUR) == []
    assert await reminded(office, friday) == ["claim_lead"]
    notices = [w.notice for w in office.told("channel", Reminder) if w.notice.what == "claim_lead"]
    assert [n.deadline_at for n in notices] == [MONDAY + WEEK]


async def answered(office: Office, **more: Any) -> SupportTicket:
    """A claim whose customer has our letter, so that only its deadline is left to speak of."""
    ticket = await claimed(office, await lost(office, **more), email="joana@mail.example")
    await office.act(ReplyToCustomer, await card_of(office, ticket), text="We claim it.")
    return ticket


async def test_in_the_middle_of_a_week_the_warning_comes_two_days_and_the_lead_one_day_before(
    office: Office,
) -> None:
    office.clock.set(MONDAY + 2 * DAY + 3 * HOUR)
    ticket = await answered(office)
    planned = [s for s in await office.ask(GetPlan(case_id=ticket.id)) if s.what.startswith("claim")]
    assert [(s.what, s.at) for s in planned] == [
        ("claim_soon", MONDAY + WEEK + 3 * HOUR),
        ("claim_lead", MONDAY + WEEK + DAY + 3 * HOUR),
    ]
    assert await reminded(office, planned[0].at) == ["claim_soon"]
    assert await reminded(office, planned[1].at) == ["claim_lead"]
    assert await reminded(office, planned[1].at + HOUR) == []


async def test_the_carriers_deadline_does_not_wait_with_the_ticket(office: Office) -> None:
    ticket = await answered(office)
    card = await card_of(office, ticket)
    await office.act(HoldTicket, card, kind=HoldKind.CUSTOMER, reason="asked for photos")
    assert [s.what for s in await office.ask(GetPlan(case_id=ticket.id))] == ["claim_lead"]
    assert await reminded(office, MONDAY + 4 * DAY) == ["claim_lead"]
    office.clock.set(MONDAY + 5 * DAY)
    await office.act(ResumeWork, await card_of(office, ticket))
    assert (await support_desk.now(office, card)).claim_by == MONDAY + WEEK


async def test_once_it_waits_for_the_carrier_the_claim_is_made(office: Office) -> None:
    ticket = await answered(office)
    card = await card_of(office, ticket)
    await office.act(HoldTicket, card, kind=HoldKind.CARRIER, reason="claim C-81 is made")
    assert await office.ask(GetPlan(case_id=ticket.id)) == ()
    assert await reminded(office, MONDAY + 4 * DAY) == []


async def test_of_a_claim_that_is_closed_nobody_is_warned(office: Office) -> None:
    closed = await answered(office)
    await office.act(
        CloseSupportTicket, await card_of(office, closed), outcome=Outcome.SOLVED, note="found again"
    )
    assert await reminded(office, MONDAY + 4 * DAY) == []


async def test_after_the_deadline_no_warning_of_it_is_sent(office: Office) -> None:
    await answered(office)
    assert await reminded(office, MONDAY + WEEK + HOUR) == []


async def test_a_holiday_moves_the_warning_forward_and_never_behind_the_deadline(office: Office) -> None:
    bridge = Hours(holidays=frozenset({date(2026, 11, 27), date(2026, 11, 26)}))
    office.workspace = replace(WORKSPACE, hours=bridge)
    ticket = await answered(office)
    planned = [s for s in await office.ask(GetPlan(case_id=ticket.id)) if s.what.startswith("claim")]
    assert planned and all(s.at == MONDAY + 2 * DAY for s in planned)
