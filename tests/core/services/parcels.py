"""A carrier, and what is said of one parcel, over the Office."""

from typing import Any

from core.domain.case_parts import Source, Subject
from core.domain.delivery_incident import DeliveryIncident
from core.domain.delivery_incident_table import Resolution
from core.notices.incident_news import IncidentNews
from core.services.incident_reports import ReportIncident
from core.services.incidents import ProvideSolution
from core.views import CaseCard, IncidentCard
from tests.core.services.office import PLATFORM, Office

TAKEN = frozenset({"provide_solution", "change_address", "retry_delivery"})
SOLVED: dict[str, Any] = {
    "resolution": Resolution.RETRY_DELIVERY,
    "text": "Deliver tomorrow, she is at home.",
}


async def says(office: Office, code: str = "NAM", **more: Any) -> CaseCard | None:
    fields: dict[str, Any] = {
        "source": Source(connector="shop", external_id="inc-1"),
        "incident_id": "inc-1",
        "dedup_key": "shop:shipment.incident:inc-1",
        "carrier": "tipsa",
        "carrier_code": code,
        "status": "pending",
        "order": Subject(type="order", id="1001", label="Order 1001"),
        "event_at": office.clock.now(),
        "allowed_resolutions": TAKEN,
    }
    return await office.do(ReportIncident(**(fields | more)), PLATFORM)


async def opened(office: Office, code: str = "NAM", **more: Any) -> IncidentCard:
    card = await says(office, code, **more)
    assert isinstance(card, IncidentCard)
    return card


async def later(office: Office, code: str = "NAM", **more: Any) -> IncidentCard:
    """The carrier's next word, an hour on."""
    office.clock.advance(3600)
    return await opened(office, code, **more)


async def solved(office: Office, card: CaseCard) -> CaseCard:
    await office.act(ProvideSolution, card, **SOLVED)
    await office.settle()
    return await office.now(card)


async def now(office: Office, card: CaseCard) -> DeliveryIncident:
    case = await office.case(card.case_id)
    assert isinstance(case, DeliveryIncident)
    return case


def news(office: Office) -> list[tuple[str, str | None, str]]:
    return [(w.notice.what, w.notice.owner, w.notice.notes) for w in office.told("thread", IncidentNews)]
