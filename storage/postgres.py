"""PostgreSQL: as many writers as there are threads, each with a connection of the pool.

Threads and not an asynchronous engine: the work is synchronous either way, so SQLite and PostgreSQL run the very
same lines, a cancelled caller cannot break into a statement halfway, and psycopg lets go of the interpreter
lock while it waits.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import uniform
from typing import Any, TypeVar

from psycopg.errors import DeadlockDetected, LockNotAvailable, SerializationFailure
from sqlalchemy import Connection, DateTime, Engine, Select, create_engine, func, select
from sqlalchemy.exc import DBAPIError

from core.domain.workspace import Workspace
from core.ports.clock import Clock, Ids
from storage.cases import Clash
from storage.transactions import Job, SqlTransactions

A = TypeVar("A")

WRITERS = 8
READERS = 4

ATTEMPTS = 5
PAUSE_S = 0.02
"""Longest pause before the second attempt; it grows with each. Random, so that two who clashed part."""

CLASHES = (SerializationFailure, DeadlockDetected, LockNotAvailable)
"""Nothing was kept and the same work may succeed.
https://www.postgresql.org/docs/15/mvcc-serialization-failure-handling.html"""

SESSION = {
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
    "timezone": "UTC",
}
"""A statement that hangs must not hold its locks: https://www.postgresql.org/docs/15/runtime-config-client.html"""


_SERVER_TIME: Select[datetime] = select(func.clock_timestamp(type_=DateTime(timezone=True)))


class PostgresTransactions(SqlTransactions):
    """The schema must be there (storage.migrate).

    With *server_clock* the time of a transaction is the server's, not *clock*'s: leases of several hosts are
    then measured by one clock, however far their own are apart.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        ids: Ids,
        workspace: Callable[[], Workspace],
        server_clock: bool = False,
    ) -> None:
        super().__init__(clock=clock, ids=ids, workspace=workspace)
        self._server_clock = server_clock
        self.engine = postgres_engine(url)
        self._looking = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="writer")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")

    def now(self, conn: Connection) -> datetime:
        if not self._server_clock:
            return super().now(conn)
        told: datetime = conn.execute(_SERVER_TIME).scalar_one()
        return told.astimezone(UTC)

    async def look(self, work: Callable[[Connection], A]) -> A:
        reading = asyncio.get_running_loop().run_in_executor(self._readers, self._read_one, work)
        return await asyncio.shield(reading)

    async def close(self) -> None:
        await asyncio.to_thread(self._writers.shutdown)
        await asyncio.to_thread(self._readers.shutdown)
        self.engine.dispose()

    def _enqueue(self, job: Job[Any]) -> None:
        self._writers.submit(self._write_one, job)

    def _read_one(self, work: Callable[[Connection], A]) -> A:
        with self._looking.begin() as conn:
            return work(conn)

    def _write_one(self, job: Job[Any]) -> None:
        try:
            self._carry_out(job)
        except BaseException as error:  # the work's own error is its caller's answer
            job.error = error
        self._settle((job,))

    def _carry_out(self, job: Job[Any]) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            committing = False
            try:
                with self.engine.connect() as conn:
                    job.answer = job.work(conn)
                    committing = True
                    conn.commit()
                return
            except (DBAPIError, Clash) as error:
                if attempt == ATTEMPTS or not _may_succeed(error, committing):
                    raise
            time.sleep(uniform(0, attempt * PAUSE_S))  # noqa: S311 - parting, not a secret


def postgres_engine(url: str) -> Engine:
    options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    return create_engine(
        url,
        hide_parameters=True,  # an error ends up in the log, what customers wrote must not
        connect_args={"options": options, "application_name": "andon"},
        pool_size=WRITERS + READERS,
        max_overflow=0,
        pool_pre_ping=True,
    )


def _may_succeed(error: DBAPIError | Clash, committing: bool) -> bool:
    """Whether the same work may be run again. A connection that broke at the commit may have kept it."""
    if isinstance(error, Clash) or isinstance(error.orig, CLASHES):
        return True
    return error.connection_invalidated and not committing
