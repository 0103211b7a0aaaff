"""The platform as it really is: two jobs on two connections, the runs they had, and what a write makes of them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from core.domain.operation import Operation, WriteKind
from core.domain.platform_facts import (
    FINISHED,
    IN_FLIGHT,
    Connection,
    ConnectionStatus,
    Job,
    Reading,
    Run,
    RunState,
)
from core.services.job_runs import ReportFailedRun

JOBS = ("job-7", "job-8")
PLATFORM_ID = "shop"


@dataclass
class Platform:
    paused: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(JOBS, False))
    status: dict[str, ConnectionStatus] = field(
        default_factory=lambda: dict.fromkeys(JOBS, ConnectionStatus.ACTIVE)
    )
    runs: list[Run] = field(default_factory=list)
    """All that there ever were, those in flight too."""

    def ran(self, job_id: str, state: RunState, at: datetime, **more: Any) -> Run:
        """A run of that job ended just now, or began."""
        ended_at = at if state in FINISHED else None
        reported: dict[str, Any] = {"forced": False, "items_failed": 0, "error_message": "401 invalid_grant"}
        run = Run(
            run_id=f"run-{len(self.runs)}", job_id=job_id, state=state, ended_at=ended_at, **(reported | more)
        )
        self.runs = [r for r in self.runs if r.job_id != job_id or r.state not in IN_FLIGHT]
        self.runs.append(run)
        return run

    def failed(self, run: Run, at: datetime) -> ReportFailedRun:
        """What it tells of a run, whether there was such a run or not."""
        return ReportFailedRun(platform_id=PLATFORM_ID, job=self.job(run.job_id, at), run=run)

    def carry_out(self, operation: Operation, at: datetime) -> None:
        if operation.kind == WriteKind.JOB_PAUSE:
            self.paused[operation.target] = True
        elif operation.kind == WriteKind.JOB_RESUME:
            self.paused[operation.target] = False
        elif operation.kind == WriteKind.RUN_START:
            self.ran(operation.target, RunState.RUNNING, at)
        elif operation.kind == WriteKind.CONNECTION_SET_STATUS:
            job_id = operation.target.replace("con", "job")
            self.status[job_id] = ConnectionStatus(str(operation.arguments["status"]))
            self.paused[job_id] = self.paused[job_id] or self.status[job_id] is ConnectionStatus.REMOVED

    def job(self, job_id: str, at: datetime) -> Job:
        return Job(
            job_id=job_id,
            name=f"orders of {job_id}",
            paused=self.paused[job_id],
            checked_at=at,
            retailer="Kitchenware",
            marketplace="eBay AU",
            connection_id=job_id.replace("job", "con"),
            schedule="PT1H",
        )

    def reading(self, job_id: str, at: datetime) -> Reading:
        connection = Connection(
            connection_id=job_id.replace("job", "con"), status=self.status[job_id], checked_at=at
        )
        runs = tuple(r for r in reversed(self.runs) if r.job_id == job_id)
        return Reading(checked_at=at, job=self.job(job_id, at), connection=connection, runs=runs)

    def newest_ended(self, job_id: str, ours_until: datetime | None) -> tuple[datetime, Run] | None:
        """A run that was skipped is none; one that was cancelled by *ours_until* our own stop ended (E14)."""
        ended = [
            (r.ended_at, r)
            for r in self.runs
            if r.job_id == job_id
            and r.ended_at is not None
            and r.state is not RunState.SKIPPED
            and not (r.state is RunState.CANCELLED and ours_until is not None and r.ended_at <= ours_until)
        ]
        return max(ended, key=lambda each: each[0], default=None)

    def in_flight(self, job_id: str) -> bool:
        return any(r.job_id == job_id and r.state in IN_FLIGHT for r in self.runs)


def unreadable(reading: Reading) -> Reading:
    return replace(reading, problem="timed_out", job=None, connection=None, runs=())
