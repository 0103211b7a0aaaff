"""Delivery incidents as carriers tell of them: opened, moved and ended, in order or out of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.command import Command
from core.domain.case_parts import Link, Severity, Source, Subject
from core.domain.delivery_incident import DeliveryIncident, Scan
from core.domain.delivery_incident_events import IncidentOpened
from core.domain.delivery_incident_table import Action, Outcome, State
from core.domain.event import Recorded
from core.domain.member import Role
from core.domain.workspace import CarrierCode, Waits
from core.policies.carriers import FINAL_STATES, carrier_code
from core.policies.targets import due_at
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import drawn
from core.services.posting import post_to_subscribers
from core.services.reminders import start_clocks
from core.views import CaseCard


@dataclass(frozen=True, kw_only=True)
class ReportIncident(Command[CaseCard | None]):
    """The carrier's word on a parcel. The same `dedup_key` is the same incident; a word from before the last one
    moves nothing (G6), one from after the end is kept and no more. None where there was nothing to open."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    source: Source
    incident_id: str
    dedup_key: str
    carrier: str
    carrier_code: str
    status: str
    order: Subject
    event_at: datetime
    incident_type: str = ""
    reason_told: str = ""
    courier_notes: str = ""
    distance_km: float | None = None
    attempt: int | None = None
    allowed_resolutions: frozenset[str] | None = None
    return_deadline_at: datetime | None = None
    account: str | None = None
    severity: Severity | None = None
    runbook_url: str | None = None
    locale: str | None = None


def report_incident(cmd: ReportIncident, uow: UnitOfWork) -> CaseCard | None:
    known = uow.cases.newest_with_key(cmd.dedup_key)
    means = carrier_code(cmd.carrier, cmd.carrier_code, uow.workspace.carrier_codes)
    scan = _scan(cmd, means)
    if not isinstance(known, DeliveryIncident):
        return _open(cmd, scan, means, None, uow)
    if (
        known.close_outcome == Outcome.INFO
        and means.waits is not Waits.NOBODY
        and scan.event_at > known.last_seen_at
        and cmd.status not in FINAL_STATES
    ):
        return _open(cmd, scan, means, known, uow)  # what needed nothing from us needs something now
    if known.ended or scan.event_at < known.last_seen_at:
        known.scanned(scan, at=uow.now)
    elif known.state == State.SOLUTION_SENDING and cmd.status not in FINAL_STATES:
        known.keep_for_later(scan, at=uow.now)
    else:
        move(known, scan, uow)
    return drawn(known, uow)


def move(incident: DeliveryIncident, scan: Scan, uow: UnitOfWork) -> None:
    """What a scan in its order means for an open incident; one that wakes it starts its clocks."""
    start_clocks(incident, uow, lambda: _move(incident, scan, uow))


def _move(incident: DeliveryIncident, scan: Scan, uow: UnitOfWork) -> None:
    if scan.status in FINAL_STATES:
        incident.ended_as(FINAL_STATES[scan.status], scan, at=uow.now)
        return
    if scan.status == "carrier_replied" and Action.CARRIER_ANSWERED in incident.allowed():
        incident.carrier_answered(scan, at=uow.now)
    elif scan.corrects:
        incident.corrected(scan, at=uow.now)
    elif (
        scan.status == "pending"
        and _is_new_attempt(incident, scan)
        and Action.FAILED_AGAIN in incident.allowed()
    ):
        incident.failed_again(scan, at=uow.now)
    else:
        incident.scanned(scan, at=uow.now)
    incident.due_at = due_at(incident, uow.workspace)


def _scan(cmd: ReportIncident, means: CarrierCode) -> Scan:
    corrects = means.reason == "correction"
    told = carrier_code(cmd.carrier, cmd.reason_told) if corrects else means
    return Scan(
        carrier_code=cmd.carrier_code,
        reason=told.reason,
        corrects=corrects,
        event_at=cmd.event_at,
        status=cmd.status,
        notes=cmd.courier_notes,
        attempt=cmd.attempt,
        allowed_resolutions=cmd.allowed_resolutions,
        return_deadline_at=cmd.return_deadline_at,
    )


def _is_new_attempt(incident: DeliveryIncident, scan: Scan) -> bool:
    """The carrier counts, or the parcel is pending again after we had answered, or for another reason."""
    if scan.attempt is not None:
        return scan.attempt > incident.attempt
    return incident.state != State.PENDING or scan.reason != incident.code


def _open(
    cmd: ReportIncident, scan: Scan, means: CarrierCode, before: DeliveryIncident | None, uow: UnitOfWork
) -> CaseCard | None:
    if cmd.status in FINAL_STATES:
        return None
    incident = _new(cmd, scan, means, uow)
    opened = IncidentOpened(
        carrier=cmd.carrier,
        carrier_code=cmd.carrier_code,
        reason=scan.reason,
        attempt=incident.attempt,
        notes=cmd.courier_notes,
    )
    incident.recorded.append(Recorded(event=opened, action="open", from_state="", to_state=incident.state))
    incident.due_at = due_at(incident, uow.workspace)
    if before is not None:
        incident.links = (Link(relation="recurs_from", number=before.number),)
    uow.cases.add(incident)
    if means.waits is Waits.NOBODY:
        incident.ended_as(Outcome.INFO, scan, at=uow.now)  # kept for the parcel's history; nobody is called
    else:
        post_to_subscribers(incident, uow)
    return drawn(incident, uow)


def _new(cmd: ReportIncident, scan: Scan, means: CarrierCode, uow: UnitOfWork) -> DeliveryIncident:
    first_absence = means.reason == "absent" and (cmd.attempt or 1) == 1
    told = {name: getattr(cmd, name) for name in _TOLD}
    return DeliveryIncident(
        **told,
        id=uow.ids.new(),
        team_id=uow.workspace.team_id,
        number=uow.cases.next_number(uow.now.year),
        code=scan.reason,
        title=cmd.order.label,
        state=State.PENDING,
        severity=cmd.severity or severity_of(means, first_absence),
        subject=cmd.order,
        runbook_url=cmd.runbook_url or uow.workspace.runbooks.get(scan.reason),
        carrier_checked_at=cmd.event_at,
        attempt=cmd.attempt or 1,
        first_absence=first_absence,
        created_at=uow.now,
        updated_at=uow.now,
        first_seen_at=cmd.event_at,
        last_seen_at=cmd.event_at,
        locale=cmd.locale or uow.workspace.locale,
    )


def severity_of(means: CarrierCode, first_absence: bool) -> Severity:
    if means.urgent:
        return Severity.CRITICAL
    return Severity.NORMAL if first_absence or means.waits is Waits.LATER else Severity.HIGH


_TOLD = (
    *("source", "dedup_key", "account", "incident_id", "carrier", "carrier_code", "incident_type"),
    *("reason_told", "courier_notes", "distance_km", "return_deadline_at", "allowed_resolutions"),
)
"""What an incident has as it was told."""

SERVICES = (ReportIncident.served_by(report_incident),)
