"""What can have happened to a delivery incident."""

from dataclasses import dataclass
from datetime import date, datetime

from core.domain.event import Event


@dataclass(frozen=True, kw_only=True)
class IncidentOpened(Event):
    PRIVATE = frozenset({"notes"})
    carrier: str
    carrier_code: str
    reason: str
    attempt: int
    notes: str


@dataclass(frozen=True, kw_only=True)
class ContactLogged(Event):
    """Local only: some platforms take "managed by the client" as the last word (D9)."""

    PRIVATE = frozenset({"note"})
    outcome: str
    attempts: int
    note: str
    by: str


@dataclass(frozen=True, kw_only=True)
class SolutionGiven(Event):
    PRIVATE = frozenset({"text", "address"})
    resolution: str
    text: str
    address: str
    delivery_date: date | None
    time_window: str | None
    operation_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class SolutionAccepted(Event):
    read_at: datetime


@dataclass(frozen=True, kw_only=True)
class SolutionRefused(Event):
    reason: str


@dataclass(frozen=True, kw_only=True)
class SolutionOutcomeUnknown(Event): ...


@dataclass(frozen=True, kw_only=True)
class CarrierAnswered(Event):
    PRIVATE = frozenset({"notes"})
    carrier_code: str
    notes: str


@dataclass(frozen=True, kw_only=True)
class AnswerReviewed(Event):
    PRIVATE = frozenset({"note"})
    note: str
    by: str


@dataclass(frozen=True, kw_only=True)
class DeliveryFailedAgain(Event):
    PRIVATE = frozenset({"notes"})
    carrier_code: str
    reason: str
    attempt: int
    notes: str


@dataclass(frozen=True, kw_only=True)
class ReasonCorrected(Event):
    was: str
    now: str
    carrier_code: str


@dataclass(frozen=True, kw_only=True)
class IncidentEnded(Event):
    outcome: str
    carrier_code: str


@dataclass(frozen=True, kw_only=True)
class Scanned(Event):
    """A word of the carrier's that moves nothing: late, repeated, after the end, or while a solution is sent."""

    PRIVATE = frozenset({"notes"})
    carrier_code: str
    notes: str
