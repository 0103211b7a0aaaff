"""The daily job check: look at every platform, report each failing job through the door."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.member import Actor


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """A platform of which nothing can be said today."""

    platform_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FoundTicket:
    """The ticket of a failing job. `found`: opened, reopened or known, as the counts of the report are called."""

    number: int
    case_id: str
    found: str


@dataclass(frozen=True, kw_only=True)
class JobCheckReport:
    """Counts of failing jobs, and their tickets by name; the tickets of accounts that the checker may not see
    are counted and not named. `not_recorded` names the jobs (platform/job) that have none in spite of it all."""

    checked_at: datetime
    platforms: int
    opened: int
    known: int
    reopened: int
    recovered: int
    tickets: tuple[FoundTicket, ...] = ()
    not_recorded: tuple[str, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.not_recorded and not self.unreachable


class JobChecks(Protocol):
    async def run(self, actor: Actor) -> JobCheckReport:
        """Check all platforms at once, as *actor* (kept as who checked). Raises NotAllowed for who may not."""
