"""When a case is due, and what its next deadline is; plan.py says which reminders that brings."""

from datetime import datetime, timedelta

from core.domain.case import Case
from core.domain.delivery_incident import DeliveryIncident
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import State
from core.domain.support_ticket import SupportTicket
from core.domain.workspace import Targets, Workspace
from core.policies.working_hours import add_working_time, working_day, working_time_between
from core.views import Deadline

BEFORE_RETURN = timedelta(hours=24)
"""How long before a parcel goes back its solution has to be with the carrier (DOMAIN 2.7)."""


def targets_of(case: Case, workspace: Workspace) -> Targets:
    """Those of its kind and priority."""
    return workspace.targets_for(case.KIND, case.severity)


def due_at(case: Case, workspace: Workspace) -> datetime | None:
    """When it should be resolved: working days from its (last) opening, in the hours and days of the workspace; a
    parcel a day before it goes back. None for what is not compulsory: a first absence (D15)."""
    if isinstance(case, DeliveryIncident):
        if case.first_absence:
            return None
        if case.return_deadline_at is not None:
            return case.return_deadline_at - BEFORE_RETURN
    days = targets_of(case, workspace).resolve / timedelta(days=1)
    return clock(case, working_day(workspace.hours) * days, workspace)


def respond_by(case: Case, workspace: Workspace) -> datetime:
    """When a customer should have our first letter."""
    return clock(case, targets_of(case, workspace).acknowledge, workspace)


def waiting_since(case: Case) -> datetime | None:
    """Since when its clocks stand still, on hold or snoozed (DOMAIN 2.7, G8); None while they run."""
    return case.hold.since if case.hold is not None else case.snoozed_since


def waited_since(since: datetime, workspace: Workspace, now: datetime) -> timedelta:
    """How much working time they stood still."""
    return working_time_between(since, now, workspace.hours, workspace.timezone)


def deadline(case: Case, workspace: Workspace) -> Deadline | None:
    """The next moment that matters, or None for what has ended."""
    if case.ended or case.archived:
        return None
    if case.hold is not None:
        return Deadline(what="wake", at=case.hold.until, paused=True) if case.hold.until else None
    if case.snoozed_until is not None:
        return Deadline(what="wake", at=case.snoozed_until, paused=True)
    targets = targets_of(case, workspace)
    if isinstance(case, JobTicket):
        first = _job_deadline(case, targets, workspace)
        if first is not None:
            return first
    elif isinstance(case, SupportTicket):
        if case.first_reply_at is None and case.respond_by is not None:
            return Deadline(what="respond", at=case.respond_by)
    elif case.acked_at is None:
        return Deadline(what="acknowledge", at=clock(case, targets.acknowledge, workspace))
    return Deadline(what="resolve", at=case.due_at) if case.due_at else None


def overdue(case: Case, now: datetime) -> bool:
    """Past its due moment while nobody may wait: the clock stops on hold and while snoozed."""
    waits = case.hold is not None or (case.snoozed_until is not None and case.snoozed_until > now)
    return not case.ended and not waits and case.due_at is not None and case.due_at < now


def _job_deadline(ticket: JobTicket, targets: Targets, workspace: Workspace) -> Deadline | None:
    since = opened_at(ticket)
    if ticket.state in (State.OPEN, State.CONTAINING) and targets.contain is not None:
        return Deadline(what="contain", at=working_after(since, targets.contain, workspace))
    stopped = ticket.containment
    if ticket.state == State.CONTAINED and targets.notify is not None and stopped is not None:
        return Deadline(
            what="notify",
            at=working_after(stopped.confirmed_at or stopped.requested_at, targets.notify, workspace),
        )
    return None


def opened_at(case: Case) -> datetime:
    """When its clocks began: its opening, or the last time it came back."""
    return case.reopened_at or case.created_at


def clock(case: Case, span: timedelta, workspace: Workspace) -> datetime:
    """When that much working time has passed since its clocks began, without what it waited."""
    return working_after(opened_at(case), span + case.waited, workspace)


def working_after(start: datetime, span: timedelta, workspace: Workspace) -> datetime:
    return add_working_time(start, span, workspace.hours, workspace.timezone)
