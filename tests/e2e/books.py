"""The database of a stopped Andon, read once and whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, Table, create_engine, select

from storage.history import verify_history
from storage.sqlite import open_engine
from storage.tables import (
    card,
    case_table,
    close_attempt,
    delivery,
    evidence_table,
    history,
    history_private,
    inbox,
    operation_table,
)

Rows = list[Row[Any]]


@contextmanager
def looking(url: str) -> Iterator[Connection]:
    """The database of a stopped Andon, to read only."""
    engine = open_engine(url) if url.startswith("sqlite") else create_engine(url)
    with engine.connect() as conn:
        if url.startswith("sqlite"):
            conn.exec_driver_sql("PRAGMA query_only=ON")
        yield conn
        conn.rollback()
    engine.dispose()


class Books:
    """Everything on record, read once."""

    def __init__(self, conn: Connection) -> None:
        def all_of(table: Table) -> Rows:
            return list(conn.execute(select(table)).all())

        self.cases, self.cards, self.deliveries = all_of(case_table), all_of(card), all_of(delivery)
        self.operations, self.inbox, self.attempts = (
            all_of(operation_table),
            all_of(inbox),
            all_of(close_attempt),
        )
        self.history, self.evidence = all_of(history), all_of(evidence_table)
        self.private = {(row.case_id, row.seq): dict(row.data) for row in all_of(history_private)}
        self.broken_chains = [said for row in self.cases for said in verify_history(conn, row.id)]
        self.number = {row.id: int(row.number) for row in self.cases}

    def of(self, *events: str) -> Rows:
        return [row for row in self.history if row.event in events]


def read_books(url: str) -> Books:
    with looking(url) as conn:
        return Books(conn)
