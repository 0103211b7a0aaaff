"""What the deliveries on paper are made of."""

from dataclasses import dataclass
from datetime import datetime

from core.ports.deliveries import CardWork, Work
from tests.scheduler.simulation import BEGIN


@dataclass(kw_only=True)
class Row:
    """A card copy (`wanted` counts its revisions) or a thing sent once."""

    id: str
    lane: str
    seq: int
    work: Work
    wanted: int = 0
    shown: int = 0
    ts: str | None = None
    parent: str | None = None
    state: str = "waiting"
    attempts: int = 0
    maybe_sent: bool = False
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    negative_probes: int = 0
    repeated_since: datetime | None = None
    reason: str = ""
    lives: int = 0

    @property
    def is_card(self) -> bool:
        return isinstance(self.work, CardWork)


@dataclass(kw_only=True)
class Lane:
    fence: int = 0
    owner: str = ""
    lease_until: datetime = BEGIN
    next_at: datetime = BEGIN
    parked: str | None = None
