"""What the demo platform is: retailers, their connections, feeds, jobs, runs and orders, as plain state.

Nothing here decides anything. clockwork.py runs the jobs, commands.py takes orders from outside, hands.py is
the person at the platform's own page. keeping.py writes all of it to one file.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

ConnectionStatus = Literal["active", "paused", "suspended", "reauthorisation_required", "removed"]
RunState = Literal["queued", "running", "succeeded", "partial", "failed", "cancelled", "skipped"]
OrderStatus = Literal["pending", "sent", "failed", "fulfilled", "cancelled"]
Purpose = Literal["schedule", "retry", "verification"]
OperationStatus = Literal["accepted", "running", "succeeded", "failed"]

IN_FLIGHT = ("queued", "running")


@dataclass(kw_only=True)
class Retailer:
    id: str
    name: str
    role: str = "seller"


@dataclass(kw_only=True)
class Connection:
    """One account at one marketplace. `reachable` stands for the network between us and it."""

    id: str
    name: str
    retailer_id: str
    marketplace: str
    status: ConnectionStatus = "active"
    status_on_marketplace: str | None = "NORMAL"
    authorisation_expires_at: datetime | None = None
    reachable: bool = True
    status_changed_at: datetime | None = None


@dataclass(kw_only=True)
class Feed:
    """A file or a web page that jobs read. A job fails when the schema is not the one it was built for."""

    id: str
    name: str
    kind: Literal["feed", "website"]
    schema: int
    columns: dict[int, list[str]]


@dataclass(kw_only=True)
class Job:
    """Scheduled work. `backlog` is what waits for it, and grows while it fails."""

    id: str
    name: str
    kind: str
    retailer_id: str
    connection_id: str
    interval_s: float
    duration_s: float
    feed_id: str | None = None
    reads_schema: int | None = None
    paused: bool = False
    next_run_at: datetime | None = None
    backlog: int = 0
    arrives: int = 3
    rejects: int = 0
    """Items per run that the other side refuses: such a run is partial."""
    last_success_at: datetime | None = None
    consecutive_failures: int = 0
    deleted: bool = False


@dataclass(kw_only=True)
class Fault:
    """Why a run, or the sending of an order, did not work."""

    cause: str
    code: str
    message: str


@dataclass(kw_only=True)
class Run:
    id: str
    job_id: str
    queued_at: datetime
    state: RunState = "queued"
    purpose: Purpose = "schedule"
    retry_of: str | None = None
    attempt: int = 1
    forced: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    items_total: int | None = None
    items_failed: int | None = None
    error: Fault | None = None
    asked_by: str | None = None


@dataclass(kw_only=True)
class Copy:
    """An order as it stands at its destination."""

    id: str
    created_at: datetime


@dataclass(kw_only=True)
class Order:
    """`trouble` is the issue code's second half while something is wrong, None once it is mended."""

    id: str
    number: str
    retailer_id: str
    connection_id: str
    title: str
    description: str
    amount: str
    currency: str
    status: OrderStatus = "failed"
    trouble: str | None = None
    severity: str = "normal"
    attempts: int = 1
    last_attempt_key: str | None = None
    downstream: list[Copy] = field(default_factory=list)
    sku: str | None = None
    stock: int = 0
    address_ok: bool = True
    tracking: str | None = None


@dataclass(kw_only=True)
class Incident:
    id: str
    order_number: str
    carrier: str
    carrier_code: str
    reason: str
    allowed: list[str]
    status: str = "pending"
    changed_at: datetime | None = None
    notes: str = ""
    distance_km: float = 4.0
    attempt: int = 1
    told: bool = False
    """Whether the carrier's panel has told anybody of it."""
    solution: str = ""
    """The newest that was sent, as the carrier reads it."""


@dataclass(kw_only=True)
class Ticket:
    """What a customer asks. `words` are said one after the other; `said` is how many were."""

    id: str
    channel: str
    category: str
    name: str
    email: str
    title: str
    words: list[str]
    order_number: str = ""
    phone: str = ""
    locale: str = "en"
    status: Literal["open", "closed"] = "open"
    said: int = 0


@dataclass(kw_only=True)
class Problem:
    """An RFC 9457 problem. `code` is one of the contract's."""

    status: int
    code: str
    detail: str
    retry_after_s: int | None = None


@dataclass(kw_only=True)
class Operation:
    """One command as it was received, kept with its answer. `digest` tells a repeat from a reuse of the id."""

    id: str
    action: str
    target: str
    actor: str
    ticket: str
    digest: str
    received_at: datetime
    status: OperationStatus = "accepted"
    error: Problem | None = None
    answer_status: int = 0
    answer: str = ""
    due_at: datetime | None = None
    arguments: dict[str, str | bool] = field(default_factory=dict)


@dataclass(kw_only=True)
class Landing:
    """A command that was lost on the way and arrives later all the same."""

    due_at: datetime
    action: str
    target: str
    operation_id: str
    body: str


@dataclass(kw_only=True)
class Outgoing:
    """One event on its way to Andon. `body` is signed anew for each attempt, the id stays."""

    id: str
    type: str
    subject: str
    at: datetime
    body: str
    status: Literal["waiting", "sent", "refused"] = "waiting"
    attempts: int = 0
    last_answer: str = ""
    sent_at: datetime | None = None


@dataclass(kw_only=True)
class World:
    """Everything. `public_url` is where its page stands.

    `ahead` is how far the platform's clock stands before the real one; frozen, it stands still.
    """

    started_at: datetime
    public_url: str
    retailers: dict[str, Retailer] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    landings: list[Landing] = field(default_factory=list)
    events: list[Outgoing] = field(default_factory=list)
    last_number: int = 8800
    ahead: timedelta = timedelta(0)
    frozen_at: datetime | None = None

    def runs_of(self, job_id: str) -> list[Run]:
        """In the order they were made."""
        return [run for run in self.runs.values() if run.job_id == job_id]

    def in_flight(self, job_id: str) -> Run | None:
        return next((run for run in self.runs_of(job_id) if run.state in IN_FLIGHT), None)

    def newest_ended(self, job_id: str) -> Run | None:
        ended = [run for run in self.runs_of(job_id) if run.ended_at is not None]
        return max(ended, key=lambda run: (run.ended_at or self.started_at, int(run.id)), default=None)

    def next_number(self) -> str:
        """Numbers of runs, copies and events come from one sequence, so none is ever given twice."""
        self.last_number += 1
        return str(self.last_number)
