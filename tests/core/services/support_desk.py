"""What platforms tell of a customer's ticket, in one line each."""

from typing import Any

import pytest

from core.domain.case_parts import HoldKind, Source
from core.domain.support_ticket import Requester, SupportTicket
from core.errors import GuardRefused, Invalid, TransitionRefused
from core.notices.customer_wrote import CustomerMessage
from core.services.acting import CaseCommand
from core.services.support_events import CustomerWord, ReportMessage, ReportTicket, ReportTicketClosed
from core.views import CaseCard, SupportCard
from tests.core.services.office import PLATFORM, Office

JOANA = Requester(name="Joana Reis", email="joana@mail.example", phone="+351 900 000 000")
KEY = "shop:support.ticket:t-1"
HELD: dict[str, Any] = {"kind": HoldKind.CUSTOMER, "reason": "asked for a photo"}
DAY_S = 24 * 3600


async def tells(office: Office, kind: type[CustomerWord], message: str, **more: Any) -> SupportCard:
    fields: dict[str, Any] = {
        "source": Source(connector="shop", external_id="t-1"),
        "ticket_id": "t-1",
        "dedup_key": KEY,
        "requester": JOANA,
        "event_at": office.clock.now(),
        "channel": "Amazon",
        "category": "Damage",
        "order_number": "403-118",
        "title": "Mug arrived broken",
        "message": message,
    }
    card = await office.do(kind(**(fields | more)), PLATFORM)
    assert isinstance(card, SupportCard)
    return card


async def opened(office: Office, message: str = "It came in pieces.", **more: Any) -> SupportCard:
    return await tells(office, ReportTicket, message, **more)


async def writes(
    office: Office, text: str = "Here is the photo.", *, after_s: float = 60, **more: Any
) -> SupportCard:
    """The customer's next word, a minute on."""
    office.clock.advance(after_s)
    return await tells(office, ReportMessage, text, **more)


async def closes_there(office: Office, **more: Any) -> CaseCard | None:
    fields: dict[str, Any] = {"dedup_key": KEY, "event_at": office.clock.now()}
    return await office.do(ReportTicketClosed(**(fields | more)), PLATFORM)


async def now(office: Office, card: CaseCard) -> SupportTicket:
    case = await office.case(card.case_id)
    assert isinstance(case, SupportTicket)
    return case


def heard(office: Office) -> list[tuple[str, str, str | None]]:
    return [(w.notice.what, w.notice.text, w.notice.owner) for w in office.told("thread", CustomerMessage)]


def letters(office: Office) -> list[dict[str, str]]:
    return [w.letter for w in office.store.waiting("letter")]


async def refused(office: Office, command: type[CaseCommand], card: CaseCard, **more: Any) -> str | None:
    """The field that is wrong, else the code of the refusal."""
    with pytest.raises((Invalid, GuardRefused, TransitionRefused)) as error:
        await office.act(command, card, **more)
    return getattr(error.value, "field", None) or error.value.code
