"""What a platform says of its jobs, runs, connections and orders: facts with the time they were read.

The words are those of the platform contract (docs/platform-contract.openapi.yaml). A decision never calls a
platform; it is handed these.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PARTIAL = "partial"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


FINISHED = frozenset(
    {RunState.SUCCEEDED, RunState.PARTIAL, RunState.FAILED, RunState.CANCELLED, RunState.SKIPPED}
)
IN_FLIGHT = frozenset({RunState.QUEUED, RunState.RUNNING})


class ConnectionStatus(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    REAUTHORISATION_REQUIRED = "reauthorisation_required"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Run:
    """One execution. Times are the platform's own; `forced` and `items_failed` are None where not reported."""

    run_id: str
    job_id: str
    state: RunState
    retry_of: str | None = None
    attempt: int = 1
    forced: bool | None = None
    queued_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    items_total: int | None = None
    items_failed: int | None = None
    error_class: str | None = None
    error_code: str | None = None
    error_message: str | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Job:
    """Scheduled work. `schedule` is a cron line or an ISO 8601 duration, as the platform gave it."""

    job_id: str
    name: str
    paused: bool
    checked_at: datetime
    kind: str = "other"
    retailer: str | None = None
    marketplace: str | None = None
    connection_id: str | None = None
    schedule: str | None = None
    next_run_at: datetime | None = None
    last_run: Run | None = None
    last_success_at: datetime | None = None
    consecutive_failures: int = 0
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Connection:
    """One account at one marketplace, with its authorisation."""

    connection_id: str
    status: ConnectionStatus
    checked_at: datetime
    name: str | None = None
    retailer: str | None = None
    marketplace: str | None = None
    status_on_marketplace: str | None = None
    authorisation_expires_at: datetime | None = None

    def authorised(self, at: datetime) -> bool:
        """Whether it may call the marketplace at that moment, as far as the platform says."""
        if self.status is ConnectionStatus.REAUTHORISATION_REQUIRED:
            return False
        return self.authorisation_expires_at is None or self.authorisation_expires_at > at


@dataclass(frozen=True, kw_only=True)
class Downstream:
    """A copy of an order that already stands at its destination."""

    id: str
    created_at: datetime | None = None
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Order:
    """`attempts` counts sends so far; `last_attempt_key` is the operation id of the newest one."""

    order_id: str
    status: str
    attempts: int
    checked_at: datetime
    number: str | None = None
    last_attempt_key: str | None = None
    downstream: tuple[Downstream, ...] = ()
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Incident:
    """A delivery incident as it stands at the platform. `status`: pending, solution_sent, carrier_replied,
    delivered, returned, lost or destroyed."""

    incident_id: str
    status: str
    allowed_resolutions: frozenset[str]
    checked_at: datetime
    changed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What a platform can do; a button whose capability is False is not drawn."""

    pause: bool = False
    retry_run: bool = False
    verification_run: bool = False
    runs_while_paused: bool = False
    cancel_inflight: bool = False
    reports_forced: bool = False
    connection_statuses: frozenset[ConnectionStatus] = field(default_factory=frozenset)
    retry_order: bool = False
    resolutions: frozenset[str] = field(default_factory=frozenset)
    """What a carrier can be asked for through this platform."""


@dataclass(frozen=True, kw_only=True)
class OperationReport:
    """What the platform says became of an operation of ours. `status`: accepted, running, succeeded, failed."""

    operation_id: str
    status: str
    error_code: str | None = None
    error_detail: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Everything a closing needs of one job, read at one moment.

    `problem` is set when the platform could not be read (unreachable, no_connector ...); then the rest is
    empty. `job_gone` and `connection_gone` mean the platform answered that there is no such thing.
    """

    checked_at: datetime
    problem: str | None = None
    job: Job | None = None
    job_gone: bool = False
    connection: Connection | None = None
    connection_gone: bool = False
    runs: tuple[Run, ...] = ()
    capabilities: Capabilities = field(default_factory=Capabilities)
