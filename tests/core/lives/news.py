"""What platforms tell, and how many lines of history that must leave: one, or none where it says nothing new."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.command import Command
from core.domain.case import Case
from core.domain.case_parts import Source, Subject
from core.domain.delivery_incident_table import Outcome
from core.domain.job_ticket import JobTicket
from core.domain.support_ticket import Requester
from core.services.incident_reports import ReportIncident
from core.services.issues import ReportIssue, ReportIssueCleared
from core.services.job_runs import ReportFailedRun
from core.services.support_events import CustomerWord, ReportMessage, ReportTicket, ReportTicketClosed
from tests.core.lives.ledger import Look

ISSUE, PARCEL, TICKET = "order:1001:stock", "shop:shipment.incident:inc-1", "shop:support.ticket:t-1"

LINES_OF_EVENTS = frozenset(
    {
        *("IssueOpened", "OccurrenceAdded", "IssueRecurred", "IssueCleared"),
        *("TicketOpened", "FailedAgain", "VerificationFailed", "TicketReopened"),
        *("IncidentOpened", "Scanned", "CarrierAnswered", "DeliveryFailedAgain", "ReasonCorrected"),
        *("IncidentEnded", "SupportOpened", "CustomerWrote", "CustomerCameBack", "SupportClosed"),
    }
)


def issue_reported(key: str, at: datetime) -> ReportIssue:
    return ReportIssue(
        key=key,
        source=Source(connector="shop", external_id="i-1"),
        code="order.stock_out",
        title="Order 1001 cannot be sent",
        subject=Subject(type="order", id="1001", label="1001-A"),
        dedup_key=ISSUE,
        event_at=at,
    )


def issue_cleared(key: str, at: datetime) -> ReportIssueCleared:
    return ReportIssueCleared(key=key, dedup_key=ISSUE, event_at=at)


def carrier_said(key: str, at: datetime, status: str, code: str = "NAM") -> ReportIncident:
    return ReportIncident(
        key=key,
        source=Source(connector="shop", external_id="inc-1"),
        incident_id="inc-1",
        dedup_key=PARCEL,
        carrier="tipsa",
        carrier_code=code,
        reason_told="AS",
        status=status,
        order=Subject(type="order", id="1001", label="Order 1001"),
        event_at=at,
    )


def customer_said(kind: type[CustomerWord], key: str, at: datetime) -> CustomerWord:
    fields: dict[str, Any] = {"requester": Requester(name="Joana Reis", email="joana@mail.example")}
    return kind(
        key=key,
        source=Source(connector="shop", external_id="t-1"),
        ticket_id="t-1",
        dedup_key=TICKET,
        event_at=at,
        title="Mug arrived broken",
        message=f"About the mug ({key}).",
        **fields,
    )


def ticket_closed(key: str, at: datetime) -> ReportTicketClosed:
    return ReportTicketClosed(key=key, dedup_key=TICKET, event_at=at)


def lines_left(before: Look, after: Look) -> int:
    """Lines that tell of an event, in whichever case. A code that needs nobody opens and ends at once: one."""
    new = [
        row
        for case_id, rows in after.rows.items()
        for row in rows[len(before.rows.get(case_id, ())) :]
        if row.event in LINES_OF_EVENTS and row.facts.get("outcome") != Outcome.INFO
    ]
    return len(new)


def lines_due(event: Command[Any], before: Look) -> Sequence[int]:
    """How many lines that event may leave, by what stood on record when it came."""
    if isinstance(event, ReportFailedRun):
        return _of_a_failure(event, before)
    known = _newest(before, getattr(event, "dedup_key", ""))
    if isinstance(event, ReportIssue):
        late = known is not None and (known.ended or known.archived) and event.event_at <= known.last_seen_at
        return (0,) if late else (1,)
    if isinstance(event, ReportIssueCleared):
        busy = known is None or known.ended or known.state == "retrying"
        return (0,) if busy or (known and event.event_at < known.last_seen_at) else (1,)
    if isinstance(event, ReportIncident):
        return (0,) if known is None and event.status == "delivered" else (1,)
    if isinstance(event, ReportTicketClosed):
        moot = known is None or known.ended or event.event_at < known.last_seen_at
        return (0,) if moot else (1,)
    return (1,)


def _of_a_failure(event: ReportFailedRun, before: Look) -> Sequence[int]:
    """A failure after everything that is known of the job is news, whatever the tickets of it are; of an earlier
    one it depends on which ticket it belongs to."""
    tickets = [c for c in before.cases.values() if isinstance(c, JobTicket) and c.job_id == event.job.job_id]
    known = [t.last_failure_at for t in tickets]
    known += [t.proof.run.ended_at for t in tickets if t.proof and t.proof.run and t.proof.run.ended_at]
    known += [t.closed_at for t in tickets if t.closed_at]
    ended_at = event.run.ended_at
    return (1,) if ended_at is not None and all(ended_at > at for at in known) else (0, 1)


def _newest(before: Look, dedup_key: str) -> Case | None:
    with_key = [case for case in before.cases.values() if case.dedup_key == dedup_key]
    return max(with_key, key=lambda case: (case.created_at, case.id), default=None)


__all__ = ["ReportMessage", "ReportTicket"]
