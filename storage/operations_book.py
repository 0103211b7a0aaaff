"""Operations as a unit sees them: asked for, looked up, and settled with the fence of whoever carried them out."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.operation import Operation
from core.errors import NotFound, Repeated, Stale
from storage.codec import operation_codec
from storage.lanes import LONG_AGO
from storage.scope import Scope
from storage.tables import LIVE, operation_table

_C = operation_table.c
_BODY = select(_C.body).where(_C.team_id == bindparam("team"))
_GET = _BODY.where(_C.id == bindparam("wanted"))
_OF = _BODY.where(_C.case_id == bindparam("wanted")).order_by(_C.requested_at, _C.id)
_LIVE_ONE = _BODY.where(_C.kind == bindparam("of_kind"), _C.target == bindparam("of_target"), LIVE)
_ADD = insert(operation_table).on_conflict_do_nothing().returning(_C.id)


class SqlOperationsRead:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, operation_id: str) -> Operation:
        found = self._all(_GET, wanted=operation_id)
        if not found:
            raise NotFound(f"operation {operation_id}")
        return found[0]

    def live(self, kind: str, target: str) -> Operation | None:
        found = self._all(_LIVE_ONE, of_kind=str(kind), of_target=target)
        return found[0] if found else None

    def of(self, case_id: str) -> tuple[Operation, ...]:
        return self._all(_OF, wanted=case_id)

    def _all(self, asked: Select[Any], **wanted: object) -> tuple[Operation, ...]:
        bodies = self._scope.conn.execute(asked, {"team": self._scope.team_id, **wanted}).scalars()
        return tuple(operation_codec().load(body) for body in bodies)


class SqlOperationBook(SqlOperationsRead):
    def add(self, operation: Operation) -> None:
        row = operation_row(operation) | {"due_at": self._scope.now, "lease_until": LONG_AGO}
        if self._scope.conn.execute(_ADD, row).first() is None:
            raise self._repeated(operation)
        self._scope.wakes = True

    def settle(self, operation: Operation, *, fence: int | None) -> None:
        held = () if fence is None else (_C.fence == fence,)
        end = {"state": str(operation.state), "body": operation_codec().dump(operation), "owner": None}
        ended = (
            update(operation_table)
            .where(_C.id == operation.id, LIVE, *held)
            .values(**end, fence=_C.fence + 1, lease_until=LONG_AGO)
        )
        if self._scope.conn.execute(ended).rowcount != 1:
            raise Stale(f"operation {operation.id} is settled, or held by somebody else")

    def _repeated(self, operation: Operation) -> Repeated:
        other = self.live(operation.kind, operation.target)
        by: str | None = other.requested_by if other else None
        at: datetime | None = other.requested_at if other else None
        return Repeated(f"{operation.kind} on {operation.target} is under way", by=by, at=at, under_way=True)


def operation_row(operation: Operation) -> dict[str, Any]:
    return {
        "id": operation.id,
        "team_id": operation.team_id,
        "case_id": operation.case_id,
        "kind": str(operation.kind),
        "target": operation.target,
        "state": str(operation.state),
        "requested_at": operation.requested_at,
        "body": operation_codec().dump(operation),
    }
