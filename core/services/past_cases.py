"""A row of the past -> the case that it is here. Nothing is stored yet; the rules are in core/policies/past.py."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from core.domain.case import Case
from core.domain.case_parts import Hold, Severity, Source, Subject
from core.domain.delivery_incident import DeliveryIncident, Solution
from core.domain.event import Event, Recorded
from core.domain.issue import Issue
from core.domain.job_ticket import JobTicket
from core.domain.past import (
    IMPORT,
    CaseImported,
    ClosedBeforeAndon,
    NoteImported,
    Past,
    PastIncident,
    PastIssue,
    PastJobTicket,
    PastSupportTicket,
)
from core.domain.support_ticket import Requester, SupportTicket
from core.domain.workspace import Workspace
from core.policies.carriers import carrier_code
from core.policies.codes import guess_cause, issue_code
from core.policies.past import OUTCOMES, is_over, state_of
from core.policies.plan import plan
from core.policies.supporting import category_of
from core.policies.targets import due_at, respond_by
from core.services.incident_reports import severity_of

_ARRIVES, _NOTE, _ENDED = "import", "import_note", "import_end"
"""The actions of the history: no arrow of any table, since nothing moved here."""


def as_case(past: Past, workspace: Workspace, *, case_id: str, number: int, now: datetime) -> Case:
    """As it was: its state, its times, its notes. What should have been said of it before now has been said."""
    common = _common(past, workspace, now) | {"id": case_id, "number": number}
    case = _of_kind(past, common, workspace)
    case.recorded.extend(_history(past, case))
    if not case.ended:
        case.due_at = past.due_at or due_at(case, workspace)
        if isinstance(case, SupportTicket):
            case.respond_by = respond_by(case, workspace)
    case.reminders = tuple(step.what for step in plan(case, workspace) if step.at <= now)
    return case


def import_key(past: Past) -> str:
    """Same source, same id there: the same case."""
    return f"import:{past.source}:{past.external_id}"


def _of_kind(past: Past, common: dict[str, Any], workspace: Workspace) -> Case:
    if isinstance(past, PastIssue):
        return _issue(past, common)
    if isinstance(past, PastIncident):
        return _incident(past, common, workspace)
    if isinstance(past, PastJobTicket):
        return _job_ticket(past, common, workspace)
    return _support_ticket(past, common)


def _common(past: Past, workspace: Workspace, now: datetime) -> dict[str, Any]:
    over = is_over(past)
    last = max(t for t in (past.opened_at, past.last_seen_at, past.closed_at) if t is not None)
    return {
        "team_id": workspace.team_id,
        "title": past.title,
        "description": past.description,
        "state": state_of(past),
        "source": Source(connector=past.platform or past.source, external_id=past.external_id, url=past.url),
        "dedup_key": import_key(past),
        "account": past.account,
        "channel": past.channel,
        "owner": past.owner,
        "acked_at": past.acked_at,
        "created_at": past.opened_at,
        "updated_at": now,
        "first_seen_at": past.opened_at,
        "last_seen_at": last,
        "closed_at": past.closed_at,
        "close_outcome": (past.outcome or OUTCOMES[past.KIND][0]) if over else None,
        "archived_at": past.archived_at,
        "archived_reason": (past.archived_reason or "actioned") if past.archived_at else None,
        "locale": past.locale or workspace.locale,
    }


def _issue(past: PastIssue, common: dict[str, Any]) -> Issue:
    return Issue(
        **common,
        code=past.code,
        severity=past.severity or issue_code(past.code).severity,
        subject=past.subject,
        amount=past.amount,
        occurrences=past.occurrences,
    )


def _incident(past: PastIncident, common: dict[str, Any], workspace: Workspace) -> DeliveryIncident:
    means = carrier_code(past.carrier, past.carrier_code, workspace.carrier_codes)
    first_absence = means.reason == "absent" and past.attempt == 1
    solution = None
    if past.resolution is not None and past.solution_at is not None and past.solution:
        solution = Solution(
            resolution=past.resolution,
            text=past.solution,
            by=IMPORT,
            at=past.solution_at,
            operation_id=import_key(past),
        )
    return DeliveryIncident(
        **common | {"title": past.title or past.order.label},
        code=means.reason,
        severity=past.severity or severity_of(means, first_absence),
        subject=past.order,
        incident_id=past.external_id,
        carrier=past.carrier,
        carrier_code=past.carrier_code,
        carrier_checked_at=common["last_seen_at"],
        reason_told=past.reason_told,
        courier_notes=past.courier_notes,
        distance_km=past.distance_km,
        attempt=past.attempt,
        first_absence=first_absence,
        return_deadline_at=past.return_deadline_at,
        solution=solution,
        carrier_answer=past.carrier_answer or None,
    )


def _job_ticket(past: PastJobTicket, common: dict[str, Any], workspace: Workspace) -> JobTicket:
    failed_at = past.last_failure_at or past.opened_at
    return JobTicket(
        **common
        | {"title": past.title or past.job_name, "last_seen_at": max(failed_at, common["last_seen_at"])},
        code=past.cause or guess_cause(None, past.description),
        severity=past.severity or Severity.HIGH,
        subject=Subject(type="job", id=past.job_id, label=past.job_name, url=past.url),
        job_id=past.job_id,
        job_name=past.job_name,
        last_failure_at=failed_at,
        connection_id=past.connection_id,
        connection_name=past.connection_name,
        retailer=past.retailer or past.account,
        failures_in_a_row=past.failures,
        occurrences=past.failures,
        required_successes=workspace.required_successes.get(past.job_id, 1),
    )


def _support_ticket(past: PastSupportTicket, common: dict[str, Any]) -> SupportTicket:
    order = past.order_number
    about = Subject(
        type="order" if order else "other",
        id=order or past.external_id,
        label=order or past.title or past.external_id,
        url=past.url,
    )
    hold = None
    if past.hold_kind is not None and state_of(past) == "on_hold":
        since = past.last_seen_at or past.opened_at
        hold = Hold(kind=past.hold_kind, reason=past.hold_reason, since=since, until=past.hold_until)
    return SupportTicket(
        **common
        | {"title": past.title or past.description.partition("\n")[0][:150] or order or past.customer},
        code=category_of(past.category),
        severity=past.severity or Severity.NORMAL,
        subject=about,
        ticket_id=past.external_id,
        requester=Requester(name=past.customer, email=past.email, phone=past.phone),
        order_number=order,
        first_reply_at=past.replied_at,
        answered=past.replied_at is not None,
        hold=hold,
        close_note=past.close_note,
        close_reference=past.close_reference,
    )


def _history(past: Past, case: Case) -> list[Recorded]:
    arrived = CaseImported(
        source=past.source, external_id=past.external_id, opened_at=past.opened_at, by=IMPORT
    )
    rows = [replace(_row(arrived, _ARRIVES, case), from_state="")]
    for note in sorted(past.notes, key=lambda each: each.at):
        event = NoteImported(text=note.text, author=note.author, written_at=note.at, by=IMPORT)
        rows.append(_row(event, _NOTE, case))
    if case.ended and case.closed_at is not None:
        ended = ClosedBeforeAndon(outcome=str(case.close_outcome), ended_at=case.closed_at, by=IMPORT)
        rows.append(_row(ended, _ENDED, case))
    return rows


def _row(event: Event, action: str, case: Case) -> Recorded:
    return Recorded(event=event, action=action, from_state=case.state, to_state=case.state)
