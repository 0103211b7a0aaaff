"""What a unit hands out that is no aggregate: a line of history, a posted copy, an act seen before."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """One link of the chain, with its private part put back where it has not been erased."""

    case_id: str
    seq: int
    at: datetime
    actor_id: str
    actor_name: str
    path: str
    event: str
    action: str
    from_state: str
    to_state: str
    facts: dict[str, object] = field(default_factory=dict)
    hash: str = ""


@dataclass(frozen=True, kw_only=True)
class CardCopy:
    """One posted copy. `ts` is None until Slack took it; `home` is the copy whose thread is the conversation."""

    case_id: str
    channel_id: str
    locale: str
    home: bool
    ts: str | None = None
    shown_revision: int = 0
    parked: str | None = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """An act that is already on record."""

    key: str
    at: datetime
    by: str
    by_name: str
    case_id: str | None = None
