"""Delivery incidents as people handle them: managed with the customer, solved, and the answer read."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.domain.delivery_incident import Address, DeliveryIncident, Solution
from core.domain.delivery_incident_table import ContactOutcome, Resolution
from core.domain.operation import Operation, WriteKind
from core.errors import GuardRefused, Invalid
from core.policies.solutions import refuse_bad_solution, warnings_of
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import CaseCommand, as_seen, drawn, of_kind
from core.services.reminders import start_clocks
from core.services.texts import checked_text
from core.views import CaseCard

NOTE_LIMIT = 500
"""Characters of a remark on a call or an answer."""


@dataclass(frozen=True, kw_only=True)
class LogContact(CaseCommand):
    """The customer was tried and no solution came of it (D9): the incident stays pending. With `call_back_at` it
    sleeps until then."""

    outcome: ContactOutcome
    note: str = ""
    call_back_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ProvideSolution(CaseCommand):
    """What was agreed with the customer, for the carrier (D10). `warnings_seen`: the person was asked about what
    core/policies/solutions.py warns of, and sends it all the same."""

    resolution: Resolution
    text: str
    delivery_date: date | None = None
    time_window: str | None = None
    address: Address | None = None
    warnings_seen: bool = False


@dataclass(frozen=True, kw_only=True)
class MarkReviewed(CaseCommand):
    """The carrier's answer was looked at and needs nothing more."""

    note: str = ""


def log_contact(cmd: LogContact, uow: UnitOfWork) -> CaseCard:
    incident = _incident_as_seen(cmd, uow)
    note = checked_text(cmd.note, "note", limit=NOTE_LIMIT) if cmd.note.strip() else ""
    if cmd.call_back_at is not None and cmd.call_back_at <= uow.now:
        raise Invalid("error.until_past", field="call_back_at")
    incident.log_contact(cmd.outcome, note, by=uow.actor.id, at=uow.now)
    if cmd.call_back_at is not None:
        incident.snooze(cmd.call_back_at, by=uow.actor.id, at=uow.now)
    return drawn(incident, uow)


def provide_solution(cmd: ProvideSolution, uow: UnitOfWork) -> CaseCard:
    incident = _incident_as_seen(cmd, uow)
    text = cmd.text.strip()
    refuse_bad_solution(
        incident,
        cmd.resolution,
        text,
        delivery_date=cmd.delivery_date,
        time_window=cmd.time_window,
        address=cmd.address,
        today=uow.now.astimezone(ZoneInfo(uow.workspace.timezone)).date(),
    )
    warnings = warnings_of(incident, text, cmd.time_window)
    if warnings and not cmd.warnings_seen:
        raise GuardRefused("error.solution_warning", number=incident.number, warnings=warnings)
    operation = _resolution(incident, cmd, text, uow)
    solution = Solution(
        resolution=cmd.resolution,
        text=text,
        by=uow.actor.id,
        at=uow.now,
        operation_id=operation.id,
        delivery_date=cmd.delivery_date,
        time_window=cmd.time_window,
        address=cmd.address,
    )
    start_clocks(incident, uow, lambda: incident.provide_solution(solution))
    uow.operations.add(operation)
    return drawn(incident, uow)


def mark_reviewed(cmd: MarkReviewed, uow: UnitOfWork) -> CaseCard:
    incident = _incident_as_seen(cmd, uow)
    note = checked_text(cmd.note, "note", limit=NOTE_LIMIT) if cmd.note.strip() else ""
    incident.mark_reviewed(note, by=uow.actor.id, at=uow.now)
    return drawn(incident, uow)


def _incident_as_seen(cmd: CaseCommand, uow: UnitOfWork) -> DeliveryIncident:
    return of_kind(as_seen(cmd, uow), DeliveryIncident)


def _resolution(incident: DeliveryIncident, cmd: ProvideSolution, text: str, uow: UnitOfWork) -> Operation:
    arguments: dict[str, str | bool] = {"resolution": cmd.resolution, "note": text}
    if cmd.delivery_date is not None:
        arguments["delivery_date"] = cmd.delivery_date.isoformat()
    if cmd.time_window is not None:
        arguments["time_window"] = cmd.time_window
    if cmd.address is not None:
        there = cmd.address
        arguments |= {
            "street": there.street,
            "address_line_2": there.line_2,
            "postal_code": there.postal_code,
            "city": there.city,
            "country": there.country,
        }
    return Operation(
        id=uow.ids.new(),
        team_id=incident.team_id,
        case_id=incident.id,
        platform_id=incident.source.connector,
        kind=WriteKind.INCIDENT_RESOLVE,
        target=incident.incident_id,
        requested_by=uow.actor.id,
        requested_by_name=uow.actor.name,
        requested_at=uow.now,
        ticket=str(incident.number),
        reason=f"solution agreed with the customer: {incident.code}",
        arguments=arguments,
    )


SERVICES = (
    LogContact.served_by(log_contact),
    ProvideSolution.served_by(provide_solution),
    MarkReviewed.served_by(mark_reviewed),
)
