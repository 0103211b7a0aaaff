"""What can have happened to a case of any kind."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.event import Event


@dataclass(frozen=True, kw_only=True)
class Taken(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class Assigned(Event):
    to: str | None
    by: str


@dataclass(frozen=True, kw_only=True)
class Commented(Event):
    PRIVATE = frozenset({"text"})
    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Snoozed(Event):
    until: datetime
    by: str


@dataclass(frozen=True, kw_only=True)
class Woke(Event): ...


@dataclass(frozen=True, kw_only=True)
class PrioritySet(Event):
    severity: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Linked(Event):
    relation: str
    number: int
    by: str


@dataclass(frozen=True, kw_only=True)
class SupportAsked(Event):
    PRIVATE = frozenset({"question"})
    question: str
    by: str


@dataclass(frozen=True, kw_only=True)
class SentToSupport(Event):
    """A support ticket was opened for it. `number` is the ticket's."""

    number: int
    category: str
    by: str


@dataclass(frozen=True, kw_only=True)
class HelpAsked(Event):
    """Somebody who may not do it asked those who may. `act` is the name of the command."""

    act: str
    asked: tuple[str, ...]
    by: str


@dataclass(frozen=True, kw_only=True)
class Archived(Event):
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Unarchived(Event):
    by: str


@dataclass(frozen=True, kw_only=True)
class Undone(Event):
    what: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PictureDeleted(Event):
    PRIVATE = frozenset({"reason"})
    evidence_id: str
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class RunbookRated(Event):
    helpful: bool
    url: str
    by: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(Event):
    evidence_id: str
    what: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Held(Event):
    PRIVATE = frozenset({"reason"})
    kind: str
    reason: str
    until: datetime | None
    by: str


@dataclass(frozen=True, kw_only=True)
class ResumedFromHold(Event):
    why: str
    by: str


@dataclass(frozen=True, kw_only=True)
class TicketReopened(Event):
    PRIVATE = frozenset({"why"})
    why: str
    by: str
