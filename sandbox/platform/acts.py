"""What each command does to the world."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sandbox.platform import answers, telling
from sandbox.platform.clockwork import cancel_in_flight, queue_run, restore_schedule
from sandbox.platform.orders import begin_retry, refuse_retry
from sandbox.platform.world import Connection, ConnectionStatus, Job, Operation, Problem, Purpose, Run, World

ItemT = TypeVar("ItemT")


class Refused(Exception):
    """The platform says no, and why."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = Problem(status=status, code=code, detail=detail)


@dataclass(frozen=True, kw_only=True)
class Acting:
    """One command being carried out, at one moment."""

    world: World
    operation: Operation
    arguments: Mapping[str, object]
    at: datetime
    runs_while_paused: bool

    def job(self) -> Job:
        job = find(self.world.jobs, self.operation.target, "job")
        if job.deleted:
            raise Refused(404, "not_found", f"There is no job {job.id}.")
        return job

    def flag(self, name: str, *, otherwise: bool) -> bool:
        value = self.arguments.get(name, otherwise)
        if not isinstance(value, bool):
            raise Refused(422, "validation", f"{name} has to be true or false.")
        return value


def find(table: Mapping[str, ItemT], id_: str, what: str) -> ItemT:
    if id_ not in table:
        raise Refused(404, "not_found", f"There is no such {what}.")
    return table[id_]


def set_paused(world: World, job: Job, at: datetime, *, paused: bool, cancel: bool = True) -> bool:
    """Pause or resume; answers whether it was so already. Stopping the schedule comes before ending runs."""
    if paused and cancel:
        cancel_in_flight(world, job, at)
    if job.paused == paused:
        return True
    job.paused = paused
    restore_schedule(world, job, at)
    telling.job_event(world, "job.paused" if paused else "job.resumed", job, world.newest_ended(job.id), at)
    return False


def set_status(world: World, connection: Connection, status: ConnectionStatus, at: datetime) -> None:
    """The connection and what hangs on it: a removed one takes its jobs with it."""
    if connection.status == status:
        return
    connection.status, connection.status_changed_at = status, at
    for job in world.jobs.values():
        if job.connection_id == connection.id:
            if status in ("paused", "suspended", "removed"):
                cancel_in_flight(world, job, at)
            if status == "removed":
                job.paused = True
            restore_schedule(world, job, at)
    telling.connection_event(world, connection, at)


def _pause(acting: Acting) -> tuple[int, answers.Json]:
    job = acting.job()
    cancel = acting.flag("cancel_inflight", otherwise=True)
    unchanged = set_paused(acting.world, job, acting.at, paused=True, cancel=cancel)
    return 200, answers.job(acting.world, job, unchanged=unchanged)


def _resume(acting: Acting) -> tuple[int, answers.Json]:
    job = acting.job()
    status = acting.world.connections[job.connection_id].status
    if status == "removed":
        raise Refused(
            409, "not_allowed_in_state", "Its connection was removed; the job has nothing to run on."
        )
    unchanged = set_paused(acting.world, job, acting.at, paused=False)
    return 200, answers.job(acting.world, job, unchanged=unchanged)


def _start_run(acting: Acting) -> tuple[int, answers.Json]:
    world, job = acting.world, acting.job()
    asked = acting.arguments.get("purpose")
    if asked not in ("retry", "verification"):
        raise Refused(422, "validation", "purpose has to be retry or verification.")
    purpose: Purpose = "retry" if asked == "retry" else "verification"
    of = _failed_run(acting, job) if purpose == "retry" else None
    status = world.connections[job.connection_id].status
    stopped = job.paused or status in ("paused", "suspended")
    if status == "removed" or (stopped and not acting.runs_while_paused):
        raise Refused(409, "job_paused", "The job is paused and this platform runs nothing while it is.")
    if world.in_flight(job.id) is not None:
        raise Refused(409, "already_running", "A run of this job is queued or running.")
    run = queue_run(world, job, acting.at, purpose=purpose, of=of, by=acting.operation.id)
    return 202, answers.run(world, run)


def _failed_run(acting: Acting, job: Job) -> Run:
    of_run_id = acting.arguments.get("of_run_id")
    if not isinstance(of_run_id, str):
        raise Refused(422, "validation", "of_run_id is required for a retry.")
    run = find(acting.world.runs, of_run_id, "run")
    if run.job_id != job.id:
        raise Refused(404, "not_found", "That run belongs to another job.")
    if run.state not in ("failed", "partial", "cancelled"):
        raise Refused(409, "not_allowed_in_state", f"Run {run.id} is {run.state}, which needs no retry.")
    return run


def _set_connection(acting: Acting) -> tuple[int, answers.Json]:
    world, connection = acting.world, find(acting.world.connections, acting.operation.target, "connection")
    status = acting.arguments.get("status")
    if status not in answers.CONNECTION_STATUSES:
        raise Refused(422, "validation", "status has to be active, paused, suspended or removed.")
    if connection.status == "removed" and status != "removed":
        raise Refused(409, "not_allowed_in_state", "A removed connection cannot come back; connect it anew.")
    expires = connection.authorisation_expires_at
    if status == "active" and expires is not None and expires <= acting.at:
        raise Refused(409, "not_allowed_in_state", "Its authorisation ran out; the retailer has to renew it.")
    set_status(world, connection, status, acting.at)  # type: ignore[arg-type]  # checked against the tuple above
    return 200, answers.connection(world, connection)


def _retry_order(acting: Acting) -> tuple[int, answers.Json]:
    order = find(acting.world.orders, acting.operation.target, "order")
    problem = refuse_retry(order, duplicate_checked=acting.flag("duplicate_checked", otherwise=False))
    if problem is not None:
        raise Refused(problem.status, problem.code, problem.detail)
    begin_retry(order, acting.operation, acting.at)
    return 202, {}


def _resolve_incident(acting: Acting) -> tuple[int, answers.Json]:
    incident = find(acting.world.incidents, acting.operation.target, "incident")
    if incident.status not in answers.OPEN_INCIDENT:
        raise Refused(409, "already_resolved", f"The incident is {incident.status}.")
    if acting.arguments.get("resolution") not in incident.allowed:
        raise Refused(422, "validation", f"resolution has to be one of {', '.join(incident.allowed)}.")
    incident.status, incident.changed_at = "solution_sent", acting.at
    incident.solution = f"{acting.arguments['resolution']}: {acting.arguments.get('note', '')}"
    acting.operation.status = "succeeded"
    return 202, answers.operation(acting.operation)


ACTS: dict[str, Callable[[Acting], tuple[int, answers.Json]]] = {
    "job.pause": _pause,
    "job.resume": _resume,
    "run.start": _start_run,
    "connection.set_status": _set_connection,
    "order.retry": _retry_order,
    "incident.resolve": _resolve_incident,
}
