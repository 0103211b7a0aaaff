"""What will be said of a case if nobody does anything: the warning, the reminder, the lead. The details show the
plan, and the reminders are sent from it, so that what was announced is what comes."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.domain.case import Case
from core.domain.delivery_incident import DeliveryIncident
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.issue import Issue
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import State
from core.domain.support_ticket import SupportTicket
from core.domain.workspace import Workspace
from core.policies.claims import CLAIM_STEPS, claim_steps
from core.policies.targets import clock, deadline, opened_at, targets_of, working_after
from core.policies.working_hours import is_working, working_day, working_time_between
from core.views import PlannedStep

ESCALATE_AFTER_FAILURES = 20
"""Failures in a row after which a lead is told; Airbyte warns at the same number (DOMAIN 1.3)."""

WARN_BEFORE = 0.25
"""Of the working time a target gives: the warning comes when this much of it is left."""

SOON, LEAD = "_soon", "_lead"
"""How the word of a reminder ends that comes before its target, and of one that a lead gets."""


def plan(case: Case, workspace: Workspace) -> tuple[PlannedStep, ...]:
    """The steps still to come, the soonest first, each at the working moment at which it is sent. None for what
    has ended, and while it waits none but those of a carrier's deadline: its own clocks stand. What a stronger one
    at the same moment says is left out."""
    coming: list[PlannedStep] = []
    for step in sorted(_steps(case, workspace), key=lambda step: step.at):
        if step.what not in _spent((*case.reminders, *(earlier.what for earlier in coming))):
            coming.append(step)
    return tuple(coming)


def reminder_due(case: Case, workspace: Workspace, now: datetime) -> str | None:
    """The reminder to send now: of the steps that are due the most pressing one. Each once, in working hours, and
    none after a stronger one that says the same."""
    if not is_working(now, workspace.hours, workspace.timezone):
        return None
    due = (step.what for step in _steps(case, workspace) if step.at <= now)
    return next((what for what in due if not _too_late(case, what, now)), None)


def still_said(case: Case, workspace: Workspace, now: datetime) -> tuple[str, ...]:
    """Of the reminders that were sent those that hold after its targets changed: what lies ahead of it again is
    said again."""
    moments = dict(_reminders(case, workspace))
    return tuple(what for what in case.reminders if moments.get(what, now) <= now)


def _steps(case: Case, workspace: Workspace) -> Iterator[PlannedStep]:
    """The most pressing first, whenever they come."""
    if case.ended or case.archived:
        return
    waits = case.hold is not None or case.snoozed_until is not None
    spent = _spent(case.reminders)
    for what, at in (*_claimed(case, workspace), *(() if waits else _reminders(case, workspace))):
        if what not in spent:
            yield PlannedStep(what=what, at=working_after(at, timedelta(), workspace))


def _claimed(case: Case, workspace: Workspace) -> Iterator[tuple[str, datetime]]:
    """A carrier's deadline does not wait with us."""
    if isinstance(case, SupportTicket):
        yield from claim_steps(case, workspace)


def _too_late(case: Case, what: str, now: datetime) -> bool:
    """To be warned of a carrier's deadline that is over helps nobody."""
    over = isinstance(case, SupportTicket) and case.claim_by is not None and case.claim_by <= now
    return over and what in CLAIM_STEPS


def _spent(sent: tuple[str, ...]) -> frozenset[str]:
    """What was sent, and what that makes needless: after the lead's no reminder, after the reminder no warning."""
    plain = {what.removesuffix(LEAD) for what in sent}
    return frozenset({*sent, *plain, *(what + SOON for what in plain)})


def _reminders(case: Case, workspace: Workspace) -> Iterator[tuple[str, datetime]]:
    if isinstance(case, JobTicket):
        yield from _of_job(case, workspace)
    if isinstance(case, SupportTicket):
        if case.first_reply_at is None and case.respond_by is not None:
            yield "respond", case.respond_by
    elif case.acked_at is None:
        within = targets_of(case, workspace).acknowledge
        if isinstance(case, Issue):
            yield "acknowledge_lead", clock(case, within * 2, workspace)
        yield "acknowledge", clock(case, within, workspace)
    if case.due_at is not None and _waits_for_us(case):
        if isinstance(case, DeliveryIncident):
            yield (
                "resolve_lead",
                working_after(case.due_at, targets_of(case, workspace).acknowledge, workspace),
            )
        elif isinstance(case, SupportTicket):
            yield "resolve_lead", case.due_at  # a lead hears of what is overdue (DOMAIN 2.7)
        yield "resolve", case.due_at
        yield "resolve_soon", _warning(case, case.due_at, workspace)


def _of_job(ticket: JobTicket, workspace: Workspace) -> Iterator[tuple[str, datetime]]:
    """Stopping it is warned of at half its time: it is short, and every run until then fails."""
    within = targets_of(ticket, workspace).contain
    if ticket.state == State.OPEN and within is not None:
        at = working_after(opened_at(ticket), within, workspace)
        yield "contain_lead", at
        yield "contain", working_after(opened_at(ticket), within / 2, workspace)
    if ticket.failures_in_a_row >= ESCALATE_AFTER_FAILURES:
        yield "failing_lead", ticket.last_failure_at
    next_one = deadline(ticket, workspace)
    if next_one is not None and next_one.what == "notify":
        yield "notify", next_one.at


def _warning(case: Case, due_at: datetime, workspace: Workspace) -> datetime:
    """Counted back from the due moment, since a hold has moved that and not the opening."""
    given = targets_of(case, workspace).resolve / timedelta(days=1) * working_day(workspace.hours)
    had = working_time_between(opened_at(case), due_at, workspace.hours, workspace.timezone)
    return working_after(opened_at(case), had - min(given, had) * WARN_BEFORE, workspace)


def _waits_for_us(case: Case) -> bool:
    """An incident whose solution is with the carrier has met its target; only its answer changes that."""
    ours = (IncidentState.PENDING, IncidentState.CARRIER_REPLIED)
    return not isinstance(case, DeliveryIncident) or case.state in ours
