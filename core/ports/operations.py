"""Operations as the operations loop claims them. The end of one is a command through the door, with the fence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.domain.operation import Operation


@dataclass(frozen=True, kw_only=True)
class OperationClaim:
    """Held by one worker until `lease_until`. `operation.state` is SENT when an attempt may have landed."""

    operation: Operation
    fence: int
    lease_until: datetime


class Operations(Protocol):
    """Every method is one transaction."""

    async def claim(self, owner: str, *, limit: int) -> tuple[OperationClaim, ...]:
        """Due operations, oldest first, each fenced."""

    async def baseline(self, claim: OperationClaim, facts: Mapping[str, str | int | bool | None]) -> bool:
        """Keep what was read before the first attempt. False when the fence is stale."""

    async def intend(self, claim: OperationClaim) -> bool:
        """Durably about to call. False: not ours any more, or the lease would not outlive the call."""

    async def later(self, claim: OperationClaim, *, in_s: float, reason: str) -> None:
        """Not settled: claimable again after *in_s*; the state stays what it is."""

    async def waiting(self) -> int: ...
