"""Who leads: the scheduler's ticks run in one process at a time, and each due tick once."""

from datetime import datetime
from typing import Protocol


class Leases(Protocol):
    async def hold(self, name: str, owner: str, *, lease_s: float) -> bool:
        """Take or renew the lease. False while somebody else has it."""

    async def release(self, name: str, owner: str) -> None: ...

    async def first(self, job: str, scheduled_for: datetime) -> bool:
        """Record that *job* runs for that moment. False when it already did: the unique row, not the lease,
        is the guarantee."""
