"""What can have happened to a support ticket."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.event import Event


@dataclass(frozen=True, kw_only=True)
class SupportOpened(Event):
    category: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class CustomerWrote(Event):
    """`late`: written before the newest word that was heard, or the same once more; it moves nothing."""

    PRIVATE = frozenset({"text"})
    text: str
    written_at: datetime
    late: bool


@dataclass(frozen=True, kw_only=True)
class CustomerCameBack(Event):
    """The customer wrote while the ticket was `was`: on_hold or closed."""

    PRIVATE = frozenset({"text"})
    text: str
    written_at: datetime
    was: str


@dataclass(frozen=True, kw_only=True)
class CustomerAnswered(Event):
    """A letter to the customer. Its address stands with the ticket alone."""

    PRIVATE = frozenset({"text"})
    text: str
    letter_id: str
    by: str


@dataclass(frozen=True, kw_only=True)
class CategorySet(Event):
    was: str
    category: str
    by: str


@dataclass(frozen=True, kw_only=True)
class SupportClosed(Event):
    """`text` is the note, `reference` that of the refund or exchange."""

    PRIVATE = frozenset({"text"})
    outcome: str
    text: str
    reference: str
    by: str


@dataclass(frozen=True, kw_only=True)
class SupportMerged(Event):
    into: int
    by: str


@dataclass(frozen=True, kw_only=True)
class CustomerShown(Event):
    """Somebody looked at the customer's address and telephone, which never stand in a channel."""

    by: str
