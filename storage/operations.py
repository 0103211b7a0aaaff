"""The claims of the operations loop: one operation, one holder, with a fence. Its end goes through the door."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from core.domain.operation import Operation, OperationState
from core.ports.operations import OperationClaim
from storage.codec import operation_codec
from storage.tables import DUE, operation_table
from storage.timing import Timing
from storage.transactions import SqlTransactions

_C = operation_table.c
_AT = bindparam("at", type_=_C.due_at.type)
_DUE = (
    select(_C.id)
    .where(DUE, _C.due_at <= _AT, _C.lease_until <= _AT)
    .order_by(_C.requested_at, _C.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
)
_TAKE = (
    update(operation_table)
    .where(_C.id.in_(_DUE))
    .values(fence=_C.fence + 1, owner=bindparam("new_owner"), lease_until=bindparam("until"))
    .returning(_C.body, _C.fence)
)


class SqlOperations:
    """The port Operations, on either database."""

    def __init__(self, transactions: SqlTransactions, timing: Timing | None = None) -> None:
        self._transactions = transactions
        self._timing = timing or Timing()

    async def claim(self, owner: str, *, limit: int) -> tuple[OperationClaim, ...]:
        def work(conn: Connection, now: datetime) -> tuple[OperationClaim, ...]:
            until = now + self._timing.lease
            lease = {"at": now, "at_most": limit, "new_owner": owner, "until": until}
            taken = conn.execute(_TAKE, lease).all()
            claims = (
                OperationClaim(operation=operation_codec().load(row.body), fence=row.fence, lease_until=until)
                for row in taken
            )
            return tuple(sorted(claims, key=lambda c: (c.operation.requested_at, c.operation.id)))

        return await self._transactions.write(work)

    async def baseline(self, claim: OperationClaim, facts: Mapping[str, str | int | bool | None]) -> bool:
        return await self._change(claim, lambda now, found: replace(found, baseline=dict(facts)))

    async def intend(self, claim: OperationClaim) -> bool:
        """A crash after this leaves it SENT, and nobody looks at it before it must have settled."""

        def sent(now: datetime, found: Operation) -> Operation:
            return replace(found, state=OperationState.SENT, attempts=found.attempts + 1, last_sent_at=now)

        return await self._change(claim, sent, outlives=self._timing.call, due_in=self._timing.settled)

    async def later(self, claim: OperationClaim, *, in_s: float, reason: str) -> None:
        await self._change(
            claim,
            lambda now, found: replace(found, error=reason),
            due_in=timedelta(seconds=in_s),
            let_go=True,
        )

    async def waiting(self) -> int:
        asked = select(func.count()).select_from(operation_table).where(DUE)
        return await self._transactions.look(lambda conn: conn.execute(asked).scalar_one())

    async def _change(
        self,
        claim: OperationClaim,
        change: Callable[[datetime, Operation], Operation],
        *,
        outlives: timedelta = timedelta(0),
        due_in: timedelta | None = None,
        let_go: bool = False,
    ) -> bool:
        """Write *change* if the claim is still held and the lease has *outlives* left."""

        def work(conn: Connection, now: datetime) -> bool:
            ours = (_C.id == claim.operation.id, _C.fence == claim.fence)
            held = select(_C.body, _C.lease_until).where(*ours).with_for_update()
            row = conn.execute(held).one_or_none()
            if row is None or row.lease_until < now + outlives:
                return False
            changed = change(now, operation_codec().load(row.body))
            values: dict[str, Any] = {
                "state": str(changed.state),
                "body": operation_codec().dump(changed),
            }
            if due_in is not None:
                values["due_at"] = now + due_in
            if let_go:
                values |= {"fence": _C.fence + 1, "owner": None, "lease_until": now}
            conn.execute(update(operation_table).where(*ours).values(**values))
            return True

        return await self._transactions.write(work)
