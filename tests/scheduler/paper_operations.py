"""The port of operations on paper, with the command that settles one. Knobs take a part of the promise away."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.domain.operation import Operation, OperationState
from core.errors import Stale
from core.ports.operations import OperationClaim
from core.services.operations import SettleWrite, WriteResult
from tests.scheduler.simulation import BEGIN, Disturbance, SimulatedClock

LEASE_S = 15.0
CALL_NEEDS_S = 10.5

_STATES = {
    WriteResult.DONE: OperationState.DONE,
    WriteResult.FAILED: OperationState.FAILED,
    WriteResult.UNKNOWN: OperationState.UNKNOWN,
}


@dataclass(kw_only=True)
class Held:
    operation: Operation
    fence: int = 0
    lease_until: datetime = BEGIN
    due_at: datetime = BEGIN
    reasons: list[str] = field(default_factory=list)
    end: SettleWrite | None = None


@dataclass(kw_only=True)
class PaperOperations:
    disturbance: Disturbance
    clock: SimulatedClock = field(default_factory=SimulatedClock)
    rows: dict[str, Held] = field(default_factory=dict)
    without_fence: bool = False
    without_intent: bool = False

    def add(self, operation: Operation) -> Held:
        self.rows[operation.id] = Held(operation=operation)
        return self.rows[operation.id]

    @property
    def left(self) -> list[Held]:
        open_states = (OperationState.PENDING, OperationState.SENT)
        return [r for r in self.rows.values() if r.operation.state in open_states]

    async def claim(self, owner: str, *, limit: int) -> tuple[OperationClaim, ...]:
        await self.disturbance.turn()
        now = self.clock.now()
        claims: list[OperationClaim] = []
        for row in self.left:
            if len(claims) < limit and row.lease_until <= now and row.due_at <= now:
                row.fence += 1
                row.lease_until = now + timedelta(seconds=LEASE_S)
                claims.append(
                    OperationClaim(operation=row.operation, fence=row.fence, lease_until=row.lease_until)
                )
        await self.disturbance.turn()
        return tuple(claims)

    async def baseline(self, claim: OperationClaim, facts: Mapping[str, str | int | bool | None]) -> bool:
        await self.disturbance.turn()
        row, ours = self._row(claim), self._ours(claim)
        if ours:
            row.operation = replace(row.operation, baseline=dict(facts))
        await self.disturbance.turn()
        return ours

    async def intend(self, claim: OperationClaim) -> bool:
        await self.disturbance.turn()
        row, now = self._row(claim), self.clock.now()
        granted = self._ours(claim) and row.lease_until >= now + timedelta(seconds=CALL_NEEDS_S)
        granted = granted or self.without_fence
        if granted and not self.without_intent:
            row.operation = replace(
                row.operation,
                state=OperationState.SENT,
                attempts=row.operation.attempts + 1,
                last_sent_at=now,
            )
        await self.disturbance.turn()
        return granted

    async def later(self, claim: OperationClaim, *, in_s: float, reason: str) -> None:
        await self.disturbance.turn()
        if self._ours(claim):
            row = self._row(claim)
            row.lease_until = self.clock.now()
            row.due_at = row.lease_until + timedelta(seconds=in_s)
            row.reasons.append(reason)
        await self.disturbance.turn()

    async def waiting(self) -> int:
        return len(self.left)

    def settle(self, command: SettleWrite) -> Exception | None:
        row = self.rows[command.operation_id]
        over = row.operation.state not in (OperationState.PENDING, OperationState.SENT)
        if over or (command.fence != row.fence and not self.without_fence):
            return Stale(f"operation {command.operation_id}")
        row.operation = replace(row.operation, state=_STATES[command.result], error=command.reason)
        row.end = command
        row.fence += 1
        return None

    def _row(self, claim: OperationClaim) -> Held:
        return self.rows[claim.operation.id]

    def _ours(self, claim: OperationClaim) -> bool:
        return self.without_fence or self._row(claim).fence == claim.fence
