"""What can have happened to a job ticket."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.event import Event


@dataclass(frozen=True, kw_only=True)
class TicketOpened(Event):
    cause: str
    run_id: str | None


@dataclass(frozen=True, kw_only=True)
class FailedAgain(Event):
    run_id: str | None
    occurrences: int


@dataclass(frozen=True, kw_only=True)
class Containing(Event):
    kind: str
    operation_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ContainmentConfirmed(Event):
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class ContainmentFailed(Event):
    reason: str


@dataclass(frozen=True, kw_only=True)
class FoundNotStoppable(Event):
    PRIVATE = frozenset({"reason"})
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RetailerNotified(Event):
    PRIVATE = frozenset({"to"})
    to: str
    letter_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class NotificationSkipped(Event):
    PRIVATE = frozenset({"reason"})
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class AccountDecided(Event):
    choice: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ReactivationRequested(Event):
    operation_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class ReactivationConfirmed(Event):
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class RemovalRequested(Event):
    operation_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RemovalConfirmed(Event):
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class VerificationRequested(Event):
    operation_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class VerificationFailed(Event):
    run_id: str
    repaused: bool


@dataclass(frozen=True, kw_only=True)
class StepFailed(Event):
    step: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CauseSet(Event):
    cause: str
    by: str


@dataclass(frozen=True, kw_only=True)
class TicketClosed(Event):
    rule: str
    outcome: str
    by: str
