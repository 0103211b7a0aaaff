"""The history of a case: written with the case, read in order, checked, and its private part erased."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, select

from core.domain.case import Case
from core.errors import NotFound
from core.ports.rows import HistoryRow
from storage.chain import GENESIS, SALT_BYTES, Link, private_digest
from storage.codec import facts_as_stored, split_facts
from storage.hot import Hot
from storage.scope import Scope
from storage.tables import case_table, history, history_private

ACTOR_NAME = "actor_name"
"""The one private fact that every row has."""

_WRITE = Hot(insert(history))
_WRITE_PRIVATE = Hot(insert(history_private))
_READ = (
    select(history, history_private.c.salt, history_private.c.data)
    .join_from(
        history,
        history_private,
        and_(history.c.case_id == history_private.c.case_id, history.c.seq == history_private.c.seq),
        isouter=True,
    )
    .where(history.c.case_id == bindparam("wanted_case"))
    .order_by(history.c.seq)
)


class SqlHistory:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of(self, case_id: str) -> tuple[HistoryRow, ...]:
        rows = self._scope.conn.execute(_READ, {"wanted_case": case_id})
        return tuple(_row(row) for row in rows)


@dataclass(frozen=True, kw_only=True)
class NewRows:
    """Rows behind a chain, and its new end."""

    rows: list[dict[str, Any]]
    private_rows: list[dict[str, Any]]
    seq: int
    head: str

    def write(self, conn: Connection) -> None:
        for row, private_row in zip(self.rows, self.private_rows, strict=True):
            _WRITE.count(conn, row)
            _WRITE_PRIVATE.count(conn, private_row)


def rows_of_recorded(scope: Scope, case: Case, seq: int, head: str) -> NewRows:
    """What *case* recorded, behind the chain that ends with *head* at *seq*."""
    rows: list[dict[str, Any]] = []
    private_rows: list[dict[str, Any]] = []
    for recorded in case.recorded:
        seq += 1
        public, private = split_facts(recorded.event)
        private = facts_as_stored({**private, ACTOR_NAME: scope.actor.name})
        salt = os.urandom(SALT_BYTES)
        link = Link(
            case_id=case.id,
            seq=seq,
            at=scope.now,
            actor_id=scope.actor.id,
            path=str(scope.actor.path),
            event=type(recorded.event).__name__,
            action=recorded.action,
            from_state=str(recorded.from_state),
            to_state=str(recorded.to_state),
            facts=facts_as_stored(public),
            private_digest=private_digest(salt, private),
        )
        before, head = head, link.hash_after(head)
        rows.append({**vars(link), "prev_hash": before, "hash": head})
        private_rows.append({"case_id": case.id, "seq": seq, "salt": salt, "data": private})
    return NewRows(rows=rows, private_rows=private_rows, seq=seq, head=head)


def verify_history(conn: Connection, case_id: str) -> tuple[str, ...]:
    """What is wrong with the history of a case, in plain words; nothing when it is whole."""
    columns = case_table.c
    end = conn.execute(
        select(columns.history_seq, columns.history_hash).where(columns.id == case_id)
    ).one_or_none()
    if end is None:
        raise NotFound(f"case {case_id}")
    rows = conn.execute(_READ, {"wanted_case": case_id}).all()
    found = list(_broken_links(rows))
    if (len(rows), rows[-1].hash if rows else GENESIS) != (end.history_seq, end.history_hash):
        found.append(f"the history ends at row {len(rows)}, the case knows of {end.history_seq}")
    return tuple(found)


def erase_private(conn: Connection, case_id: str) -> int:
    """Forget the names and free texts in the history of a case. How many rows lost theirs."""
    return conn.execute(delete(history_private).where(history_private.c.case_id == case_id)).rowcount


def _broken_links(rows: Iterable[Row[Any]]) -> Iterable[str]:
    head = GENESIS
    for position, row in enumerate(rows, start=1):
        if row.seq != position:
            yield f"row {position} is missing"
        if row.prev_hash != head or _link(row).hash_after(row.prev_hash) != row.hash:
            yield f"row {row.seq} does not follow from the one before"
        if row.data is not None and private_digest(row.salt, row.data) != row.private_digest:
            yield f"the private part of row {row.seq} is not what was written"
        head = row.hash


def _link(row: Row[Any]) -> Link:
    return Link(**{name: getattr(row, name) for name in Link.__dataclass_fields__})


def _row(row: Row[Any]) -> HistoryRow:
    private = dict(row.data or {})
    return HistoryRow(
        case_id=row.case_id,
        seq=row.seq,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=str(private.pop(ACTOR_NAME, "")),
        path=row.path,
        event=row.event,
        action=row.action,
        from_state=row.from_state,
        to_state=row.to_state,
        facts={**row.facts, **private},
        hash=row.hash,
    )
