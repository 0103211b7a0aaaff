"""What happens by the clock. APScheduler rings; a lease says who may act; a unique row says it happens once.

APScheduler 3 coordinates nothing between processes and drops what is a second late by default (RELIABILITY
finding 12), so here it keeps no jobs: it only asks, every minute, whether something is due.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from core.dispatch import Dispatch
from core.domain.member import Actor, Path
from core.domain.workspace import Workspace
from core.ports.checks import JobChecks
from core.ports.clock import Clock
from core.ports.leases import Leases
from core.services.reminders import RemindDue, WakeDue
from core.services.telling import TellGathered
from scheduler.leadership import Leadership
from scheduler.occurrences import Due, daily, every_minute
from scheduler.trouble import log_bug

DAILY_CHECK_AT = time(8, 30)
"""Before the first working hour of the usual day (DOMAIN J1: daily job checks)."""

FINISHED_ROW = "{name}.finished"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Chore:
    """Something that falls due. `finishes`: after a crash in the middle it is done again, once."""

    name: str
    due: Due
    do: Callable[[], Awaitable[object]]
    finishes: bool = False


class Clockwork:
    """Starts and stops the clock. The turn of a chore never raises."""

    def __init__(self, leases: Leases, leadership: Leadership, clock: Clock, chores: Sequence[Chore]) -> None:
        self._leases, self._leadership, self._clock = leases, leadership, clock
        self._chores = tuple(chores)
        self._handled: dict[str, datetime] = {}
        self._scheduler: AsyncIOScheduler | None = None

    def start(self) -> None:
        """Ring every full minute. The first ring catches up on what fell due while nobody was there."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        for chore in self._chores:
            scheduler.add_job(
                self.turn,
                CronTrigger(second=0, timezone=UTC),
                args=[chore],
                id=chore.name,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )
        scheduler.start()
        self._scheduler = scheduler

    def stop(self) -> None:
        """No new turns. One under way is cut off where it waits; what must finish is done at the next start."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def turn(self, chore: Chore) -> bool:
        """Do *chore* if it is due, ours to do, and nobody did it. Returns whether it was done now."""
        try:
            return await self._turn(chore)
        except Exception as error:  # the border: the clock goes on
            log_bug(logger, f"chore {chore.name}", error)
            return False

    async def _turn(self, chore: Chore) -> bool:
        due_at = chore.due(self._clock.now())
        if due_at is None or self._handled.get(chore.name) == due_at or not self._leadership.leads():
            return False
        mine = await self._leases.first(chore.name, due_at)
        if not mine and chore.finishes:
            # Somebody began it. Where nobody finished it, the taking of that row is the second chance.
            mine = await self._leases.first(_finished(chore), due_at)
            if mine:
                logger.warning("%s of %s was begun and not finished: done again", chore.name, due_at)
        if mine:
            await chore.do()
            if chore.finishes:
                await self._leases.first(_finished(chore), due_at)
        # Only now: what failed on the way is not handled, and the next minute takes its second chance.
        self._handled[chore.name] = due_at
        return mine


def usual_chores(
    workspace: Workspace, dispatch: Dispatch, checks: JobChecks, *, check_at: time = DAILY_CHECK_AT
) -> tuple[Chore, ...]:
    """What Andon does by itself: the daily job check, reminders and overdue, the end of holds, gathered news."""
    by = Actor.system(workspace.team_id, Path.SCHEDULE)

    async def check() -> object:
        return await checks.run(by)

    async def remind() -> object:
        return await dispatch(RemindDue(), by=by)

    async def wake() -> object:
        return await dispatch(WakeDue(), by=by)

    async def tell() -> object:
        return await dispatch(TellGathered(), by=by)

    return (
        Chore(name="job_check", due=daily(check_at, workspace.timezone), do=check, finishes=True),
        Chore(name="remind", due=every_minute, do=remind),
        Chore(name="wake", due=every_minute, do=wake),
        Chore(name="gathered_news", due=every_minute, do=tell),
    )


def _finished(chore: Chore) -> str:
    return FINISHED_ROW.format(name=chore.name)
