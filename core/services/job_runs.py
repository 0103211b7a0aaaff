"""What platforms say of runs: a failure opens, counts on or reopens a ticket; a reading moves a proving one."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.command import Command, Query
from core.domain.case_parts import Kind, Link, Severity, Source, Subject
from core.domain.event import Recorded
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_events import TicketOpened
from core.domain.job_ticket_table import ContainmentKind, State
from core.domain.member import Path, Role
from core.domain.platform_facts import Job, Reading, Run, RunState
from core.errors import NotFound
from core.policies.closing_runs import CLOCK_TOLERANCE
from core.policies.codes import guess_cause
from core.policies.targets import due_at
from core.ports.unit_of_work import CaseFilter, ReadUnit, UnitOfWork
from core.services.acting import drawn, visible
from core.services.posting import post_to_subscribers
from core.services.reminders import end_hold
from core.services.writes import set_containment
from core.views import CaseCard

SAME_ID = 20
"""Open tickets of jobs with the same id on different platforms: a handful at most."""

MOST_CHECKED = 500
"""Tickets in their last step on all platforms together."""


@dataclass(frozen=True, kw_only=True)
class ReportFailedRun(Command[CaseCard]):
    """A run of a job failed. `account` is the platform's word for whose job it is. Raises NotFound for somebody
    who may not see the ticket, known or new: its account is not theirs."""

    NEEDS: ClassVar[Role] = Role.OPERATOR
    platform_id: str
    job: Job
    run: Run
    account: str | None = None
    severity: Severity | None = None
    runbook_url: str | None = None
    locale: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecordReading(Command[CaseCard]):
    """A look at the platform while a ticket waits for its proving run."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    case_id: str
    reading: Reading


@dataclass(frozen=True, kw_only=True)
class RecordDailyCheck(Command[int]):
    """A daily check looked at the whole platform: tickets whose integration was removed, and whose job is not
    among the failing ones, have that on record (X1). Returns how many."""

    platform_id: str
    checked_at: datetime
    failing_jobs: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class WatchedTicket:
    case_id: str
    platform_id: str
    job_id: str
    connection_id: str | None


@dataclass(frozen=True, kw_only=True)
class WatchedTickets(Query[tuple[WatchedTicket, ...]]):
    """Tickets that wait for a run, to prove the mend or to end a hold: the platform is asked for them."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    limit: int = 200


@dataclass(frozen=True, kw_only=True)
class TicketOfJob(Query[CaseCard]):
    """The ticket that a failure of that job belongs to. Raises NotFound."""

    platform_id: str
    job_id: str


def report_failed_run(cmd: ReportFailedRun, uow: UnitOfWork) -> CaseCard:
    ended_at = cmd.run.ended_at or uow.now
    known = _known(cmd.platform_id, cmd.job.job_id, uow)
    if known is not None:
        visible(known, uow)
        if not _is_news(known, cmd.run, ended_at):
            return drawn(known, uow)
        if not known.ended:
            return _count(known, cmd, ended_at, uow)
        if uow.now - (known.closed_at or uow.now) <= uow.workspace.ticket_reopen:
            known.reopen("failed_again", by="andon", at=uow.now, run=cmd.run, ended_at=ended_at)
            known.due_at = due_at(known, uow.workspace)
            return drawn(known, uow)
    ticket = _new(cmd, ended_at, uow)
    visible(ticket, uow)
    ticket.due_at = due_at(ticket, uow.workspace)
    opened = TicketOpened(cause=ticket.code, run_id=cmd.run.run_id)
    ticket.recorded.append(Recorded(event=opened, action="open", from_state="", to_state=ticket.state))
    if known is not None:
        ticket.links = (Link(relation="recurs_from", number=known.number),)
    uow.cases.add(ticket)
    post_to_subscribers(ticket, uow)
    return drawn(ticket, uow)


def record_reading(cmd: RecordReading, uow: UnitOfWork) -> CaseCard:
    """A failed proving run stops the job again (or starts over); a success is for the person to close on, and
    ends a hold that waits for one."""
    ticket = uow.cases.get(cmd.case_id)
    if isinstance(ticket, JobTicket) and cmd.reading.problem is None:
        if ticket.state == State.VERIFYING:
            ended_at, run = _newest(ticket, cmd.reading, RunState.FAILED) or (ticket.last_failure_at, None)
            if run is not None and ended_at > ticket.last_failure_at and _proves(ticket, ended_at):
                _fail_proof(ticket, run, ended_at, uow)
        elif _waits_for_green(ticket) and ticket.hold is not None:
            succeeded = _newest(ticket, cmd.reading, RunState.SUCCEEDED)
            if succeeded is not None and succeeded[0] > ticket.hold.since:
                end_hold(ticket, "green", "andon", uow)
    return drawn(ticket, uow)


def record_daily_check(cmd: RecordDailyCheck, uow: UnitOfWork) -> int:
    accounts = None if uow.actor.role is Role.SYSTEM else uow.actor.accounts
    wanted = CaseFilter(
        group="open", kinds=(Kind.JOB_TICKET,), states=(State.VERIFYING,), visible_accounts=accounts
    )
    removed = [
        t
        for t in uow.cases.find(wanted, limit=MOST_CHECKED)
        if isinstance(t, JobTicket)
        and (t.source.connector, t.job_id in cmd.failing_jobs) == (cmd.platform_id, False)
        and t.removed_at is not None
        and t.removed_at < cmd.checked_at
    ]
    for ticket in removed:
        ticket.looked_at(at=cmd.checked_at)
    return len(removed)


def watched_tickets(query: WatchedTickets, unit: ReadUnit) -> tuple[WatchedTicket, ...]:
    proving = unit.cases.find(CaseFilter(group="all", states=(State.VERIFYING,)), limit=query.limit)
    held = unit.cases.find(CaseFilter(group="all", states=(State.ON_HOLD,)), limit=query.limit)
    watched = [t for t in proving if isinstance(t, JobTicket)]
    watched += [t for t in held if isinstance(t, JobTicket) and _waits_for_green(t)]
    return tuple(
        WatchedTicket(
            case_id=t.id, platform_id=t.source.connector, job_id=t.job_id, connection_id=t.connection_id
        )
        for t in watched
    )


def _waits_for_green(ticket: JobTicket) -> bool:
    return ticket.state == State.ON_HOLD and ticket.hold is not None and ticket.hold.wake_on == "green"


def ticket_of_job(query: TicketOfJob, unit: ReadUnit) -> CaseCard:
    found = _known(query.platform_id, query.job_id, unit)
    if found is None:
        raise NotFound(f"ticket of {query.platform_id}/{query.job_id}")
    return drawn(visible(found, unit), unit)


def _newest(ticket: JobTicket, reading: Reading, state: RunState) -> tuple[datetime, Run] | None:
    """The last run of the ticket's own job that ended so, with its end (aware UTC)."""
    ended = [
        (r.ended_at, r)
        for r in reading.runs
        if r.job_id == ticket.job_id and r.state is state and r.ended_at is not None
    ]
    return max(ended, key=lambda each: each[0], default=None)


def _known(platform_id: str, job_id: str, unit: ReadUnit | UnitOfWork) -> JobTicket | None:
    """The ticket that this failure belongs to: an open one of the job, else the newest; of a duplicate, the one
    that it duplicates."""
    newest = unit.cases.of_job(platform_id, job_id)
    if not isinstance(newest, JobTicket) or not newest.ended:
        return newest if isinstance(newest, JobTicket) else None
    wanted = CaseFilter(group="open", kinds=(Kind.JOB_TICKET,), subject_id=job_id)
    for other in unit.cases.find(wanted, limit=SAME_ID):
        if isinstance(other, JobTicket) and other.source.connector == platform_id:
            return other
    original = next((link.number for link in newest.links if link.relation == "duplicate_of"), None)
    found = unit.cases.by_number(original) if original and newest.close_outcome == "duplicate" else newest
    return found if isinstance(found, JobTicket) else newest


def _is_news(ticket: JobTicket, run: Run, ended_at: datetime) -> bool:
    """Not the same run told twice (a push and a daily check), not an older one that arrives late (G6). A
    platform that tries again under the same id has a new end (E12)."""
    seen = ticket.failed_run
    if seen is not None and (seen.run_id, seen.attempt) == (run.run_id, run.attempt):
        later = run.ended_at is not None and seen.ended_at is not None and run.ended_at > seen.ended_at
        if not later:
            return False
    proof = ticket.proof.run if ticket.proof else None
    proven_at = proof.ended_at if proof else ticket.closed_at
    if ticket.ended and proven_at is not None:
        return ended_at > proven_at
    return ended_at > ticket.last_failure_at


def _count(ticket: JobTicket, cmd: ReportFailedRun, ended_at: datetime, uow: UnitOfWork) -> CaseCard:
    if ticket.state == State.VERIFYING and _proves(ticket, ended_at):
        _fail_proof(ticket, cmd.run, ended_at, uow)
    else:
        ticket.fail_again(cmd.run, ended_at=ended_at, at=uow.now, in_a_row=cmd.job.consecutive_failures)
    return drawn(ticket, uow)


def _proves(ticket: JobTicket, ended_at: datetime) -> bool:
    """Whether a run that ended then tells of the job as it is now, not of the time before the reactivation."""
    return ticket.reactivated_at is None or ended_at > ticket.reactivated_at - CLOCK_TOLERANCE


def _fail_proof(ticket: JobTicket, run: Run, ended_at: datetime, uow: UnitOfWork) -> None:
    operation = None
    stopped = ticket.containment
    kind = stopped.kind if stopped else ContainmentKind.PAUSE_JOB
    if uow.workspace.switches.repause_on_failed_verification and kind is not None:
        operation = set_containment(ticket, kind, uow, cancel_inflight=True)
        if uow.operations.live(operation.kind, operation.target) is not None:
            operation = None  # somebody else is at that connection: start over at step one, lose nothing
    ticket.fail_verification(
        run,
        ended_at=ended_at,
        at=uow.now,
        repause_operation=operation.id if operation else None,
    )
    if operation is not None:
        uow.operations.add(operation)


def _new(cmd: ReportFailedRun, ended_at: datetime, uow: UnitOfWork) -> JobTicket:
    job, run = cmd.job, cmd.run
    cause = guess_cause(run.error_class, run.error_message)
    retailer = job.retailer or cmd.account
    return JobTicket(
        id=uow.ids.new(),
        team_id=uow.workspace.team_id,
        number=uow.cases.next_number(uow.now.year),
        code=cause,
        title=job.name,
        description=run.error_message or "",
        state=State.OPEN,
        severity=cmd.severity or Severity.HIGH,
        subject=Subject(type="job", id=job.job_id, label=job.name, url=job.url),
        source=Source(connector=cmd.platform_id, external_id=job.job_id, url=run.url),
        dedup_key=f"job:{cmd.platform_id}:{job.job_id}",
        account=cmd.account or retailer,
        channel=job.marketplace,
        runbook_url=cmd.runbook_url or uow.workspace.runbooks.get(cause),
        created_at=uow.now,
        updated_at=uow.now,
        first_seen_at=ended_at,
        last_seen_at=ended_at,
        locale=cmd.locale or uow.workspace.locale,
        job_id=job.job_id,
        job_name=job.name,
        last_failure_at=ended_at,
        connection_id=job.connection_id,
        connection_name=job.marketplace,
        retailer=retailer,
        failed_run=run,
        failures_in_a_row=max(1, job.consecutive_failures),
        occurrences=max(1, job.consecutive_failures),
        required_successes=uow.workspace.required_successes.get(job.job_id, 1),
        checked_by=None if uow.actor.path is Path.PLATFORM else uow.actor.id,
    )


SERVICES = (
    ReportFailedRun.served_by(report_failed_run),
    RecordReading.served_by(record_reading),
    RecordDailyCheck.served_by(record_daily_check),
)
ANSWERS = (WatchedTickets.answered_by(watched_tickets), TicketOfJob.answered_by(ticket_of_job))
