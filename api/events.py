"""A platform's event -> the command that follows from it. Pure: no clock, no database.

Which events belong to the same case is said in docs/intake.md; the rule is `case_key`.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import TypeAlias

from api.house import EventSource
from connectors.contract import job_fact, run_fact
from connectors.inbound.events import (
    BadEvent,
    ConnectionMessage,
    Event,
    EventType,
    IncidentMessage,
    IssueMessage,
    JobMessage,
    SupportMessage,
    dedup_key,
)
from core.command import Command
from core.domain.case_parts import Money, Severity, Source, Subject
from core.domain.platform_facts import RunState
from core.domain.support_ticket import Requester
from core.services.events import RecordEvent
from core.services.incident_reports import ReportIncident
from core.services.issues import ReportIssue, ReportIssueCleared
from core.services.job_runs import ReportFailedRun
from core.services.support_events import ReportMessage, ReportTicket, ReportTicketClosed
from core.views import CaseCard

EventCommand: TypeAlias = Command[CaseCard] | Command[CaseCard | None] | Command[None]

FAILED = frozenset({RunState.FAILED, RunState.PARTIAL})
"""A run that lost items is a failure to whoever waits for them; the ticket says which it was."""

LOCALE = re.compile(r"[a-zA-Z]{2}([-_][a-zA-Z]{2})?\Z", re.ASCII)

RESOLVED_SUFFIX = ".issue.resolved"


def command_for(event: Event, source: EventSource, key: str, now: datetime) -> EventCommand:
    """Raises BadEvent: event.bad_data where the parts contradict each other."""
    if isinstance(event, IssueMessage):
        if event.type.value.endswith(RESOLVED_SUFFIX):
            return ReportIssueCleared(
                key=key, dedup_key=case_key(event, source.source_id), event_at=min(event.time, now)
            )
        return _issue(event, source, key, now)
    if isinstance(event, JobMessage):
        return _job(event, source, key, now)
    if isinstance(event, ConnectionMessage):
        return RecordEvent(key=key)
    if isinstance(event, IncidentMessage):
        return _incident(event, source, key, now)
    return _support(event, source, key, now)


def wakes_the_watch(event: Event) -> bool:
    """Whether a ticket that waits for a run may have got one."""
    return event.type in _WAKING


def case_key(event: Event, source_id: str) -> str:
    """Same key while open: same case. A key of the platform's own is kept within its source, so that no
    source can reach into the cases of another."""
    key = dedup_key(event, source_id)
    return key if key.startswith(f"{source_id}:") else f"{source_id}:{key}"


def _issue(event: IssueMessage, source: EventSource, key: str, now: datetime) -> ReportIssue:
    issue = event.data
    amount = issue.amount
    money = None
    if amount is not None and amount.value is not None and amount.currency is not None:
        money = Money(value=amount.value, currency=amount.currency)
    about = issue.about
    return ReportIssue(
        key=key,
        source=Source(connector=source.platform_id, external_id=event.subject, url=about.url),
        code=issue.code,
        title=issue.title.strip() or issue.code,
        subject=Subject(type=about.type, id=about.id, label=about.label.strip() or about.id, url=about.url),
        dedup_key=case_key(event, source.source_id),
        event_at=min(event.time, now),  # a clock ahead of ours must not outdate all that follows
        description=issue.description or "",
        severity=Severity(event.severity.value) if event.severity else None,
        account=event.account,
        runbook_url=event.runbook_url,
        amount=money,
        retry_after=issue.retry_after,
        locale=issue.locale if issue.locale and LOCALE.match(issue.locale) else None,
    )


def _incident(event: IncidentMessage, source: EventSource, key: str, now: datetime) -> ReportIncident:
    told, there = event.data, event.data.incident
    if there.incident_id != event.subject:
        raise BadEvent("event.bad_data", field="data.incident.incident_id", problem="is not the subject")
    about = told.order
    return ReportIncident(
        key=key,
        source=Source(connector=source.platform_id, external_id=there.incident_id, url=about.url),
        incident_id=there.incident_id,
        dedup_key=case_key(event, source.source_id),
        carrier=told.carrier.strip().casefold(),
        carrier_code=told.carrier_code.strip(),
        status=there.status,
        order=Subject(type=about.type, id=about.id, label=about.label.strip() or about.id, url=about.url),
        event_at=min(event.time, now),
        incident_type=told.incident_type or "",
        reason_told=told.reason or "",
        courier_notes=told.courier_notes or "",
        distance_km=told.distance_km,
        attempt=told.attempt,
        allowed_resolutions=frozenset(there.allowed_resolutions),
        return_deadline_at=told.return_deadline_at,
        account=event.account,
        severity=Severity(event.severity.value) if event.severity else None,
        runbook_url=event.runbook_url,
        locale=told.locale if told.locale and LOCALE.match(told.locale) else None,
    )


def _support(event: SupportMessage, source: EventSource, key: str, now: datetime) -> EventCommand:
    told, ticket_key = event.data, case_key(event, source.source_id)
    if told.ticket_id != event.subject:
        raise BadEvent("event.bad_data", field="data.ticket_id", problem="is not the subject")
    if event.type is EventType.SUPPORT_TICKET_CLOSED:
        return ReportTicketClosed(key=key, dedup_key=ticket_key, event_at=min(event.time, now))
    report = ReportMessage if event.type is EventType.SUPPORT_TICKET_MESSAGE else ReportTicket
    who = told.requester
    return report(
        key=key,
        source=Source(connector=source.platform_id, external_id=told.ticket_id),
        ticket_id=told.ticket_id,
        dedup_key=ticket_key,
        requester=Requester(
            name=who.name.strip(), email=(who.email or "").strip(), phone=(who.phone or "").strip()
        ),
        event_at=min(event.time, now),
        channel=told.channel.strip() or None,
        category=told.category,
        order_number=(told.order_number or "").strip(),
        title=told.title or "",
        message=told.message or "",
        account=event.account,
        severity=Severity(event.severity.value) if event.severity else None,
        runbook_url=event.runbook_url,
        locale=told.locale if told.locale and LOCALE.match(told.locale) else None,
    )


def _job(event: JobMessage, source: EventSource, key: str, now: datetime) -> EventCommand:
    if event.data.run.job_id != event.data.job.job_id:
        raise BadEvent("event.bad_data", field="data.run.job_id", problem="is not the id of data.job")
    if event.type is not EventType.JOB_RUN_FAILED:
        return RecordEvent(key=key)
    # What is not said is not claimed: `forced` stays unknown, since an event names no capabilities.
    job = job_fact(event.data.job, checked_at=now, reports_forced=False)
    run = run_fact(event.data.run, reports_forced=False)
    if run.state not in FAILED:
        raise BadEvent("event.bad_data", field="data.run.state", problem="is not failed")
    return ReportFailedRun(
        key=key,
        platform_id=source.platform_id,
        job=job,
        run=run,
        account=event.account,
        severity=Severity(event.severity.value) if event.severity else None,
        runbook_url=event.runbook_url,
    )


_WAKING = frozenset(
    {
        EventType.JOB_RUN_SUCCEEDED,
        EventType.JOB_RUN_FAILED,
        EventType.JOB_PAUSED,
        EventType.JOB_RESUMED,
        EventType.CONNECTION_STATUS_CHANGED,
    }
)

WORDS: Mapping[str, str] = {
    "event.too_large": "The event is too large.",
    "event.not_json": "The body is not a JSON object.",
    "event.unknown_type": "The contract has no event of this type; the known ones are listed.",
    "event.bad_data": "The event is not as the contract has it; errors point at what is wrong.",
    "signature.missing_header": "Send webhook-id, webhook-timestamp and webhook-signature, each once.",
    "signature.old_timestamp": "The timestamp is more than five minutes from our clock. Sign each sending anew, "
    "and compare the clocks.",
    "signature.bad": "The signature does not fit. Sign id, timestamp and the raw body with this source's secret.",
}
"""What each refusal tells the people behind the platform to do."""
