"""What a platform answers, beyond the shapes that events carry too: lists, orders, operations, problems."""

from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator

from connectors.contract import Address, At, ConnectionShape, Count, Id, JobShape, RunShape, Shape, Text
from core.domain import platform_facts as facts
from core.domain.platform_facts import ConnectionStatus

Items = Field(max_length=1000)
"""A page holds at most 200 by the contract; a platform that sends some more is still read."""

Cursor = Annotated[str, Field(max_length=2000)]

ProblemCode = Literal[
    "not_found",
    "forbidden",
    "job_paused",
    "already_running",
    "target_mismatch",
    "duplicate_suspected",
    "already_resolved",
    "not_allowed_in_state",
    "rate_limited",
    "upstream_unavailable",
    "validation",
]
PROBLEM_CODES: frozenset[str] = frozenset(get_args(ProblemCode))


class ProblemShape(Shape):
    code: str | None = None
    detail: Annotated[str, Field(max_length=20_000)] | None = None
    retry_after_s: Annotated[int, Field(ge=0, le=10**9)] | None = None

    @field_validator("code")
    @classmethod
    def _documented(cls, value: str | None) -> str | None:
        return value if value in PROBLEM_CODES else None


class JobsPage(Shape):
    jobs: Annotated[list[JobShape], Items]
    next_cursor: Cursor | None = None


class RunsPage(Shape):
    runs: Annotated[list[RunShape], Items]
    next_cursor: Cursor | None = None


class ConnectionsPage(Shape):
    connections: Annotated[list[ConnectionShape], Items]
    next_cursor: Cursor | None = None


class DownstreamShape(Shape):
    id: Id
    created_at: At | None = None
    url: Address = None


class OrderShape(Shape):
    order_id: Id
    status: Literal["pending", "sent", "failed", "fulfilled", "cancelled"]
    attempts: Count
    checked_at: At
    number: Text | None = None
    last_attempt_key: Annotated[str, Field(max_length=255)] | None = None
    downstream: list[DownstreamShape] = Field(default_factory=list, max_length=1000)
    url: Address = None


class OperationShape(Shape):
    operation_id: Annotated[str, Field(max_length=255)]
    status: Literal["accepted", "running", "succeeded", "failed"]
    error: ProblemShape | None = None


class WriteAnswer(Shape):
    """Any of what a write is answered with: a job, a run, a connection, or the operation it became."""

    operation_id: Annotated[str, Field(max_length=255)] | None = None
    status: str | None = None
    error: ProblemShape | None = None


class JobAbilities(Shape):
    pause: bool
    retry: bool
    runs_while_paused: bool
    cancel_inflight: bool
    reports_forced: bool
    verification_run: bool = False


class ConnectionAbilities(Shape):
    status: list[str] = Field(default_factory=list, max_length=50)


class OrderAbilities(Shape):
    retry: bool = False


class IncidentAbilities(Shape):
    resolutions: list[str] = Field(default_factory=list, max_length=50)


class CapabilitiesShape(Shape):
    contract_version: Literal["1.0"]
    jobs: JobAbilities
    connections: ConnectionAbilities = ConnectionAbilities()
    orders: OrderAbilities = OrderAbilities()
    incidents: IncidentAbilities = IncidentAbilities()


def capabilities_fact(shape: CapabilitiesShape) -> facts.Capabilities:
    """A status this version of the contract does not know is left out: no button could be drawn for it."""
    known = {one.value for one in ConnectionStatus}
    return facts.Capabilities(
        pause=shape.jobs.pause,
        retry_run=shape.jobs.retry,
        verification_run=shape.jobs.verification_run,
        runs_while_paused=shape.jobs.runs_while_paused,
        cancel_inflight=shape.jobs.cancel_inflight,
        reports_forced=shape.jobs.reports_forced,
        connection_statuses=frozenset(
            ConnectionStatus(one) for one in shape.connections.status if one in known
        ),
        retry_order=shape.orders.retry,
        resolutions=frozenset(shape.incidents.resolutions),
    )
