"""One row of each kind from before Andon, as a test wants it."""

from datetime import datetime, timedelta
from typing import Any

from core.domain.case_parts import Subject
from core.domain.past import PastIncident, PastIssue, PastJobTicket, PastNote, PastSupportTicket
from tests.fakes.clock import MONDAY_MORNING


def days_ago(days: float) -> datetime:
    return MONDAY_MORNING - timedelta(days=days)


def _common(external_id: str, **more: Any) -> dict[str, Any]:
    return {"source": "helpdesk", "external_id": external_id, "opened_at": days_ago(10), **more}


def past_issue(external_id: str = "i-1", **more: Any) -> PastIssue:
    order = Subject(type="order", id="1001", label="Order 1001")
    told: dict[str, Any] = {"code": "order.stock_out", "title": "No stock for order 1001", "subject": order}
    return PastIssue(**_common(external_id, **told | more))


def past_incident(external_id: str = "d-1", **more: Any) -> PastIncident:
    order = Subject(type="order", id="ES-7", label="Pedido ES-7")
    told: dict[str, Any] = {"carrier": "tipsa", "carrier_code": "NAM", "order": order}
    return PastIncident(**_common(external_id, **told | more))


def past_job(external_id: str = "j-1", **more: Any) -> PastJobTicket:
    told: dict[str, Any] = {"job_id": "job-7", "job_name": "eBay AU order sync"}
    return PastJobTicket(**_common(external_id, **told | more))


def past_ticket(external_id: str = "s-1", **more: Any) -> PastSupportTicket:
    told: dict[str, Any] = {
        "category": "return",
        "customer": "Joana",
        "email": "joana@example.org",
        "description": "A caixa chegou aberta",
        "order_number": "403-118",
    }
    return PastSupportTicket(**_common(external_id, **told | more))


def note(text: str = "called, nobody answered", days: float = 5, author: str = "Marta") -> PastNote:
    return PastNote(text=text, at=days_ago(days), author=author)
