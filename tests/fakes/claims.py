"""Operations, second looks and leases in memory, held to the contract suite of the real ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from core.domain.operation import OperationState
from core.ports.operations import OperationClaim
from core.ports.second_looks import SecondLook
from storage.timing import Timing
from tests.fakes.tables import Hold
from tests.fakes.transactions import FakeTransactions

DUE = (OperationState.PENDING, OperationState.SENT)


class FakeOperations:
    def __init__(self, transactions: FakeTransactions, timing: Timing | None = None) -> None:
        self._transactions = transactions
        self._timing = timing or Timing()

    async def claim(self, owner: str, *, limit: int) -> tuple[OperationClaim, ...]:
        tables, now = self._transactions.tables, self._transactions.clock.now()
        due = [
            operation
            for operation in tables.operations.values()
            if operation.state in DUE
            and max(self._hold(operation.id).lease_until, self._hold(operation.id).due_at) <= now
        ]
        claims = []
        for operation in sorted(due, key=lambda o: (o.requested_at, o.id))[:limit]:
            hold = self._hold(operation.id)
            until = now + self._timing.lease
            tables.holds[operation.id] = replace(hold, fence=hold.fence + 1, lease_until=until)
            claims.append(OperationClaim(operation=operation, fence=hold.fence + 1, lease_until=until))
        return tuple(claims)

    async def baseline(self, claim: OperationClaim, facts: Mapping[str, str | int | bool | None]) -> bool:
        return self._change(claim, baseline=dict(facts))

    async def intend(self, claim: OperationClaim) -> bool:
        now, hold = self._transactions.clock.now(), self._hold(claim.operation.id)
        if hold.lease_until < now + self._timing.call:
            return False
        attempts = self._transactions.tables.operations[claim.operation.id].attempts + 1
        if not self._change(claim, state=OperationState.SENT, attempts=attempts, last_sent_at=now):
            return False
        due_at = now + self._timing.settled
        self._transactions.tables.holds[claim.operation.id] = replace(hold, due_at=due_at)
        return True

    async def later(self, claim: OperationClaim, *, in_s: float, reason: str) -> None:
        if self._change(claim, error=reason):
            due_at = self._transactions.clock.now() + timedelta(seconds=in_s)
            self._transactions.tables.holds[claim.operation.id] = Hold(fence=claim.fence + 1, due_at=due_at)

    async def waiting(self) -> int:
        return sum(operation.state in DUE for operation in self._transactions.tables.operations.values())

    def _hold(self, operation_id: str) -> Hold:
        return self._transactions.tables.holds.get(operation_id, Hold())

    def _change(self, claim: OperationClaim, **values: object) -> bool:
        hold, operations = self._hold(claim.operation.id), self._transactions.tables.operations
        if hold.fence != claim.fence or hold.lease_until < self._transactions.clock.now():
            return False
        operations[claim.operation.id] = replace(operations[claim.operation.id], **values)  # type: ignore[arg-type]
        return True


class FakeSecondLooks:
    def __init__(self, transactions: FakeTransactions) -> None:
        self._transactions = transactions

    async def due(self, *, limit: int) -> tuple[SecondLook, ...]:
        now = self._transactions.clock.now()
        late = [look for look in self._transactions.tables.looks.values() if look.due_at <= now]
        return tuple(sorted(late, key=lambda look: (look.due_at, look.delivery_id))[:limit])

    async def forget(self, delivery_id: str) -> None:
        self._transactions.tables.looks.pop(delivery_id, None)


class FakeLeases:
    def __init__(self, transactions: FakeTransactions) -> None:
        self._clock = transactions.clock
        self._held: dict[str, tuple[str, datetime]] = {}
        self._runs: set[tuple[str, datetime]] = set()

    async def hold(self, name: str, owner: str, *, lease_s: float) -> bool:
        now = self._clock.now()
        holder, until = self._held.get(name, (owner, now))
        if holder != owner and until > now:
            return False
        self._held[name] = owner, now + timedelta(seconds=lease_s)
        return True

    async def release(self, name: str, owner: str) -> None:
        if name in self._held and self._held[name][0] == owner:
            del self._held[name]

    async def first(self, job: str, scheduled_for: datetime) -> bool:
        before = len(self._runs)
        self._runs.add((job, scheduled_for))
        return len(self._runs) > before
