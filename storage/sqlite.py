"""SQLite: one file, one process, one writer thread, and one fsync for everybody who waits.

BEGIN IMMEDIATE takes the write lock before the first read, so nothing read can be out of date at commit and
"database is locked" cannot happen. Whoever comes while a commit is under way joins the next one, each unit in
a savepoint of its own: one that fails takes nobody with it, and nobody is answered before the fsync.
"""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, delete, event, update
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from core.domain.workspace import Workspace
from core.ports.clock import Clock, Ids
from storage.tables import lane, lease, operation_table
from storage.transactions import Job, SqlTransactions

A = TypeVar("A")

MOST_IN_A_BATCH = 256
"""Units that share a commit. It bounds how long the first of them waits."""

READERS = 4

BUSY_TIMEOUT_MS = 5_000
"""How long to wait for a foreign reader, such as a backup."""

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # a commit is on the disk: https://www.sqlite.org/pragma.html#pragma_synchronous
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "journal_size_limit=67108864",  # 64 MiB: a WAL that once grew is cut back
)


class DatabaseInUse(Exception):
    """Another process owns the file."""


class SqliteTransactions(SqlTransactions):
    """Opens the file at once; raises DatabaseInUse. The schema must be there (storage.migrate)."""

    def __init__(self, url: str, *, clock: Clock, ids: Ids, workspace: Callable[[], Workspace]) -> None:
        super().__init__(clock=clock, ids=ids, workspace=workspace)
        self._lock = lock_file(sqlite_path(url))
        self.engine = open_engine(url)
        self._end_leases()
        self._queue: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._writer = Thread(target=self._write_all, name="writer", daemon=True)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._closed = False
        self._writer.start()

    def _end_leases(self) -> None:
        """Whoever held one is gone, since the file is ours: a killed process holds nothing up after a restart.

        What it may have sent is safe: that stands in the times of the lane or the operation, not in its lease.
        """
        now = self.clock.now()
        with self.engine.connect() as conn:
            conn.exec_driver_sql("BEGIN IMMEDIATE")
            for table in (lane, operation_table):
                c = table.c
                ended = {"fence": c.fence + 1, "owner": None, "lease_until": now}
                conn.execute(update(table).where(c.lease_until > now).values(**ended))
            conn.execute(delete(lease))
            conn.exec_driver_sql("COMMIT")

    async def look(self, work: Callable[[Connection], A]) -> A:
        reading = asyncio.get_running_loop().run_in_executor(self._readers, self._read_one, work)
        return await asyncio.shield(reading)

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._queue.put(None)
        await asyncio.to_thread(self._writer.join)
        await asyncio.to_thread(self._readers.shutdown)
        self.engine.dispose()
        os.close(self._lock)

    def _enqueue(self, job: Job[Any]) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")
        self._queue.put(job)

    def _read_one(self, work: Callable[[Connection], A]) -> A:
        with self.engine.connect() as conn:
            driver = _driver(conn)
            driver.execute("PRAGMA query_only=ON")
            driver.execute("BEGIN")
            try:
                return work(conn)
            finally:
                driver.execute("ROLLBACK")
                driver.execute("PRAGMA query_only=OFF")

    def _write_all(self) -> None:
        with self.engine.connect() as conn:
            while (job := self._queue.get()) is not None:
                jobs, last = self._batch(job)
                self._commit(conn, jobs)
                self._settle(jobs)
                if last:
                    return

    def _batch(self, first: Job[Any]) -> tuple[list[Job[Any]], bool]:
        """Everything that waits by now, up to the bound; and whether the end of the queue was among it."""
        jobs = [first]
        while len(jobs) < MOST_IN_A_BATCH:
            try:
                job = self._queue.get_nowait()
            except Empty:
                break
            if job is None:
                return jobs, True
            jobs.append(job)
        return jobs, False

    def _commit(self, conn: Connection, jobs: list[Job[Any]]) -> None:
        """Carry out *jobs* in one transaction; if that cannot be kept, each in one of its own."""
        error = _attempt(conn, jobs)
        if error is None:
            return
        if len(jobs) == 1:
            jobs[0].error = error
            return
        for job in jobs:
            job.error = _attempt(conn, [job])


def lock_file(path: Path) -> int:
    """Own the file for as long as the returned descriptor is open. Raises DatabaseInUse."""
    beside = path.with_name(f"{path.name}.lock")
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise DatabaseInUse(
            f"{path} is in use by another Andon. Stop that one first, or give this one a file of its own."
        ) from None
    return descriptor


def sqlite_path(url: str) -> Path:
    """The file behind a URL such as sqlite:////var/lib/andon/andon.db."""
    database = make_url(url).database
    if not database or database == ":memory:":
        raise ValueError(f"{url}: Andon needs a file, as in sqlite:////var/lib/andon/andon.db")
    return Path(database)


def open_engine(url: str) -> Engine:
    """Connections on which we alone say BEGIN and COMMIT, with our pragmas set."""
    engine = create_engine(
        url,
        hide_parameters=True,  # an error ends up in the log, what customers wrote must not
        isolation_level="AUTOCOMMIT",
        connect_args={"check_same_thread": False, "cached_statements": 256},
        pool_size=READERS + 1,
        max_overflow=0,
        pool_reset_on_return=None,
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _attempt(conn: Connection, jobs: list[Job[Any]]) -> BaseException | None:
    """One transaction. Returns why it could not be kept; then nothing of it was, and no job was answered."""
    for job in jobs:
        job.answer = job.error = None
    try:
        conn.exec_driver_sql("BEGIN IMMEDIATE")
        if len(jobs) == 1:
            jobs[0].answer = jobs[0].work(conn)  # nobody else to be kept from its error: no savepoint
        else:
            for job in jobs:
                _carry_out(conn, job)
        conn.exec_driver_sql("COMMIT")
    except BaseException as error:  # whatever it is belongs to the callers: the thread goes on
        if _in_transaction(conn):
            conn.exec_driver_sql("ROLLBACK")
        return error
    return None


def _carry_out(conn: Connection, job: Job[Any]) -> None:
    """One unit in its savepoint. Raises only if SQLite gave up the whole transaction (a full disk does that)."""
    driver = _driver(conn)
    driver.execute("SAVEPOINT unit")
    try:
        job.answer = job.work(conn)
    except BaseException as error:  # the work's own error is its caller's answer
        if not _in_transaction(conn):
            raise
        job.error = error
        driver.execute("ROLLBACK TO unit")
    driver.execute("RELEASE unit")


def _in_transaction(conn: Connection) -> bool:
    return _driver(conn).in_transaction


def _driver(conn: Connection) -> sqlite3.Connection:
    """For words that carry no values and are said with every unit: SQLAlchemy takes ten times as long."""
    return conn.connection.dbapi_connection  # type: ignore[return-value] # by the dialect
