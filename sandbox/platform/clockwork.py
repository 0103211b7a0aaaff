"""The background clock: runs that are due begin, runs that are over end, and end as their world lets them.

A run fails for a reason that stands in the world: an authorisation that ran out, a marketplace that shut the
account, a file with other columns. Mend the reason and the next run succeeds; nothing else makes it.
Everything here is plain and synchronous. Time is handed in, so that a test can turn the hands itself.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.platform import telling
from sandbox.platform.orders import settle_order
from sandbox.platform.world import Connection, Fault, Feed, Job, Landing, Operation, Purpose, Run, World

KEPT_RUNS = 60
"""Ended runs kept per job."""

SOON = 0.25
"""Of its interval: a job that was stopped does not wait a whole turn."""

QUEUE_S = 0.4
"""A run waits this long for a worker."""


def advance(world: World, until: datetime, land: Callable[[Landing], None]) -> bool:
    """Do everything that is due by *until*, in the order of its time. Answers whether anything happened."""
    happened = False
    while (due := _next_due(world)) is not None and due[0] <= until:
        at, what = due
        _carry_out(world, what, at, land)
        happened = True
    return happened


def queue_run(
    world: World,
    job: Job,
    at: datetime,
    *,
    purpose: Purpose = "schedule",
    of: Run | None = None,
    by: str | None = None,
) -> Run:
    """A run waiting for a worker. *of* is the run that it tries again."""
    run = Run(id=world.next_number(), job_id=job.id, queued_at=at, purpose=purpose, asked_by=by)
    if of is not None:
        run.retry_of = of.id
        run.attempt = of.attempt + 1
    world.runs[run.id] = run
    return run


def cancel_in_flight(world: World, job: Job, at: datetime) -> int:
    """End queued and running runs. Such an end is no failure and tells nobody."""
    ended = [run for run in world.runs_of(job.id) if run.state in ("queued", "running")]
    for run in ended:
        run.state = "cancelled"
        run.ended_at = at
    return len(ended)


def restore_schedule(world: World, job: Job, at: datetime) -> None:
    """No next time while the job or its connection is stopped; soon, where it was stopped and is no more."""
    if _is_stopped(world, job):
        job.next_run_at = None
    elif job.next_run_at is None:
        job.next_run_at = at + timedelta(seconds=job.interval_s * SOON)


def skip_missed(world: World, now: datetime) -> None:
    """After a stop: what was to run meanwhile runs once, now, not as often as it would have."""
    for job in world.jobs.values():
        if job.next_run_at is not None and job.next_run_at < now:
            job.next_run_at = now


def why_it_fails(world: World, job: Job, at: datetime) -> Fault | None:
    """What stands in the way of this job right now."""
    connection = world.connections[job.connection_id]
    feed = world.feeds.get(job.feed_id or "")
    return _connection_fault(connection, at) or (_feed_fault(job, feed) if feed else None)


def _connection_fault(connection: Connection, at: datetime) -> Fault | None:
    place = connection.marketplace
    if connection.status_on_marketplace == "DEACTIVATED":
        message = f"{place} answered 403 ACCOUNT_DEACTIVATED: the seller account was closed by {place}."
        return Fault(cause="offboarded", code="ACCOUNT_DEACTIVATED", message=message)
    expires = connection.authorisation_expires_at
    if connection.status == "reauthorisation_required" or (expires is not None and expires <= at):
        message = f"{place} answered 400 invalid_grant: the refresh token was revoked or has expired."
        return Fault(cause="token_expired", code="invalid_grant", message=message)
    if not connection.reachable:
        message = f"No connection to {place}: timed out after 30 s, three times."
        return Fault(cause="connection_failure", code="connect_timeout", message=message)
    return None


def _feed_fault(job: Job, feed: Feed) -> Fault | None:
    if job.reads_schema is None or job.reads_schema == feed.schema:
        return None
    wanted = feed.columns.get(job.reads_schema, [])
    found = feed.columns.get(feed.schema, [])
    missing = ", ".join(f"'{name}'" for name in wanted if name not in found) or "a part"
    if feed.kind == "website":
        message = f"{feed.name} changed: {missing} not found. The page is version {feed.schema}."
        return Fault(cause="website_changed", code="selector_missing", message=message)
    message = (
        f"{feed.name}: column {missing} is missing. "
        f"The file is version {feed.schema}, this job reads version {job.reads_schema}."
    )
    return Fault(cause="feed_failure", code="feed_schema_changed", message=message)


def _next_due(world: World) -> tuple[datetime, Job | Run | Operation | Landing] | None:
    due: list[tuple[datetime, Job | Run | Operation | Landing]] = []
    for job in world.jobs.values():
        if job.next_run_at is not None:
            due.append((job.next_run_at, job))
    for run in world.runs.values():
        if run.state == "queued":
            due.append((run.queued_at + timedelta(seconds=QUEUE_S), run))
        elif run.state == "running" and run.started_at is not None:
            job = world.jobs[run.job_id]
            due.append((run.started_at + timedelta(seconds=job.duration_s), run))
    due += [(one.due_at, one) for one in world.operations.values() if one.due_at is not None]
    due += [(one.due_at, one) for one in world.landings]
    return min(due, key=lambda one: one[0], default=None)


def _carry_out(
    world: World, what: Job | Run | Operation | Landing, at: datetime, land: Callable[[Landing], None]
) -> None:
    if isinstance(what, Job):
        _fall_due(world, what, at)
    elif isinstance(what, Run) and what.state == "queued":
        what.state, what.started_at = "running", at
    elif isinstance(what, Run):
        end_run(world, what, at)
    elif isinstance(what, Operation):
        what.due_at = None
        settle_order(world, what, at)
    else:
        world.landings.remove(what)
        land(what)


def _fall_due(world: World, job: Job, at: datetime) -> None:
    """A run in flight is not overtaken: the schedule waits for its next turn."""
    job.next_run_at = at + timedelta(seconds=job.interval_s)
    job.backlog += job.arrives
    if world.in_flight(job.id) is None:
        queue_run(world, job, at)


def _is_stopped(world: World, job: Job) -> bool:
    status = world.connections[job.connection_id].status
    return job.paused or job.deleted or status in ("paused", "suspended", "removed")


def end_run(world: World, run: Run, at: datetime) -> None:
    """The work is done now, or cannot be: the world at this moment decides."""
    job = world.jobs[run.job_id]
    before = world.newest_ended(job.id)
    run.ended_at, run.items_total = at, job.backlog
    run.error = why_it_fails(world, job, at)
    if run.error is not None:
        run.state, run.items_failed = "failed", job.backlog
        _note_expiry(world, job, run.error, at)
    elif job.rejects:
        run.state, run.items_failed = "partial", min(job.rejects, max(job.backlog, 1))
        run.items_total = max(job.backlog, 1)
        message = f"{run.items_failed} of {run.items_total} items were refused by the other side."
        run.error = Fault(cause="data_error", code="items_refused", message=message)
    else:
        run.state, run.items_failed, job.backlog = "succeeded", 0, 0
        job.last_success_at = at
    job.consecutive_failures = 0 if run.state == "succeeded" else job.consecutive_failures + 1
    recovered = before is not None and before.state != "succeeded"
    if run.state != "succeeded":
        telling.job_event(world, "job.run.failed", job, run, at)
    elif recovered or run.purpose != "schedule":
        telling.job_event(world, "job.run.succeeded", job, run, at)
    _forget_old(world, job)


def _note_expiry(world: World, job: Job, fault: Fault, at: datetime) -> None:
    """The first refusal tells the platform that the authorisation is gone."""
    connection = world.connections[job.connection_id]
    if fault.cause == "token_expired" and connection.status == "active":
        connection.status, connection.status_changed_at = "reauthorisation_required", at
        telling.connection_event(world, connection, at)


def _forget_old(world: World, job: Job) -> None:
    ended = [run for run in world.runs_of(job.id) if run.ended_at is not None]
    for run in ended[:-KEPT_RUNS]:
        del world.runs[run.id]
