"""A piece of work to be done outside, on record before it is tried: an operation of the durable kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class WriteKind(StrEnum):
    """Writes on a platform; the words are the `action` of the platform contract."""

    JOB_PAUSE = "job.pause"
    JOB_RESUME = "job.resume"
    RUN_START = "run.start"
    CONNECTION_SET_STATUS = "connection.set_status"
    ORDER_RETRY = "order.retry"
    INCIDENT_RESOLVE = "incident.resolve"


CLOSING_CHECK = "closing.check"
"""The one operation that is not a platform write: fetch the picture, read the platform, then close or refuse.
Its target is the case id."""


class OperationState(StrEnum):
    PENDING = "pending"
    """Not sent yet. May still be refused or cancelled."""
    SENT = "sent"
    """An attempt has been intended: from here on the outcome is read, never guessed."""
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Cannot be read either: a person has to look, and says done or not done."""


LIVE = frozenset({OperationState.PENDING, OperationState.SENT, OperationState.UNKNOWN})
"""At most one live operation per (team, kind, target); a unique index keeps it so."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`id` is the idempotency key outside. `baseline` is what was read before the first attempt."""

    id: str
    team_id: str
    case_id: str
    platform_id: str
    kind: str
    target: str
    requested_by: str
    requested_by_name: str
    requested_at: datetime
    ticket: str
    reason: str
    arguments: Mapping[str, str | bool] = field(default_factory=dict)
    state: OperationState = OperationState.PENDING
    baseline: Mapping[str, str | int | bool | None] | None = None
    attempts: int = 0
    last_sent_at: datetime | None = None
    error: str | None = None
    settled_at: datetime | None = None
