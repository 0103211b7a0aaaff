"""The real SQL of the storage in virtual time: each transaction runs at once, on a database in memory."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from core.domain.workspace import Workspace
from storage.tables import metadata
from storage.transactions import Job, SqlTransactions
from tests.scheduler.simulation import SimulatedClock

A = TypeVar("A")


class CountedIds:
    def __init__(self) -> None:
        self._last = 0

    def new(self) -> str:
        self._last += 1
        return f"id-{self._last:06}"


class InlineTransactions(SqlTransactions):
    """No thread: a simulation owns the order of things itself."""

    def __init__(self) -> None:
        super().__init__(clock=SimulatedClock(), ids=CountedIds(), workspace=lambda: Workspace(team_id="T1"))
        self._engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        metadata.create_all(self._engine)

    async def look(self, work: Callable[[Connection], A]) -> A:
        with self._engine.connect() as conn:
            return work(conn)

    async def close(self) -> None:
        self._engine.dispose()

    def _enqueue(self, job: Job[Any]) -> None:
        try:
            with self._engine.begin() as conn:
                job.answer = job.work(conn)
        except Exception as error:
            job.error = error
        self._tell([job])
