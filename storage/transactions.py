"""How synchronous work meets an asynchronous program: it is handed to a thread, and its answer comes back to the
loop after the commit. Both databases share this; each brings the thread that carries the work out."""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from core.domain.member import Actor
from core.domain.workspace import Workspace
from core.ports.clock import Clock, Ids
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from storage.unit_of_work import SqlReadUnit, SqlUnitOfWork

A = TypeVar("A")

log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class Answer(Generic[A]):
    """What a piece of work gave, and whether a loop has something to do because of it."""

    value: A
    wakes: bool = False


@dataclass(kw_only=True)
class Job(Generic[A]):
    """Work on its way to a thread, and who waits for it."""

    work: Callable[[Connection], Answer[A]]
    waiting: "asyncio.Future[A]"
    loop: asyncio.AbstractEventLoop
    answer: Answer[A] | None = None
    error: BaseException | None = None


class SqlTransactions(ABC):
    """The port Transactions. `on_commit` holds what to call, on the event loop, after a commit that a loop of
    the scheduler waits for: cards, deliveries or operations were written."""

    def __init__(self, *, clock: Clock, ids: Ids, workspace: Callable[[], Workspace]) -> None:
        self.clock = clock
        self.ids = ids
        self.workspace = workspace
        self.on_commit: list[Callable[[], None]] = []

    async def run(self, work: Callable[[UnitOfWork], A], actor: Actor) -> A:
        workspace = self.workspace()

        def in_unit(conn: Connection) -> Answer[A]:
            unit = SqlUnitOfWork(conn, self.now(conn), actor, workspace, self.ids)
            value = work(unit)
            return Answer(value=value, wakes=unit.flush())

        return await self._hand_over(in_unit)

    async def write(self, work: Callable[[Connection, datetime], A], *, wakes: bool = False) -> A:
        """One transaction of the loops' own books (lanes, operations, leases): no unit, no aggregate."""
        return await self._hand_over(lambda conn: Answer(value=work(conn, self.now(conn)), wakes=wakes))

    async def read(self, work: Callable[[ReadUnit], A], actor: Actor) -> A:
        workspace = self.workspace()

        def in_unit(conn: Connection) -> A:
            return work(SqlReadUnit(conn, self.now(conn), actor, workspace, self.ids))

        return await self.look(in_unit)

    def now(self, conn: Connection) -> datetime:
        """The time of a transaction. A database with a clock of its own may be asked instead."""
        return self.clock.now()

    @abstractmethod
    async def look(self, work: Callable[[Connection], A]) -> A:
        """Run *work* on a read-only connection."""

    @abstractmethod
    async def close(self) -> None:
        """Finish everything handed over, then let go of the database."""

    @abstractmethod
    def _enqueue(self, job: Job[Any]) -> None:
        """Give *job* to the thread that will carry it out and call `_settle`."""

    async def _hand_over(self, work: Callable[[Connection], Answer[A]]) -> A:
        """The thread owns the work from here: a caller who is cancelled stops waiting and undoes nothing."""
        loop = asyncio.get_running_loop()
        job: Job[A] = Job(work=work, waiting=loop.create_future(), loop=loop)
        self._enqueue(job)
        return await job.waiting

    def _settle(self, jobs: Iterable[Job[Any]]) -> None:
        """Called by a thread after the commit: tell each caller, one wake-up of its loop for all of them."""
        by_loop: dict[asyncio.AbstractEventLoop, list[Job[Any]]] = {}
        for job in jobs:
            by_loop.setdefault(job.loop, []).append(job)
        for loop, settled in by_loop.items():
            try:
                loop.call_soon_threadsafe(self._tell, settled)
            except RuntimeError:  # the loop is closed: whoever waited is gone, the work is kept
                log.warning("%d callers were gone before their answer", len(settled))

    def _tell(self, settled: list[Job[Any]]) -> None:
        for job in settled:
            if job.waiting.done():
                continue
            if job.error is not None:
                job.waiting.set_exception(job.error)
            elif job.answer is not None:
                job.waiting.set_result(job.answer.value)
        if any(job.error is None and job.answer is not None and job.answer.wakes for job in settled):
            for call in self.on_commit:
                call()
