"""Looking at platforms by ourselves: the proving run of a ticket is asked for, not only waited for."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from core.dispatch import Ask, Dispatch
from core.domain.member import Actor
from core.domain.platform_facts import Reading
from core.errors import CoreError
from core.ports.clock import Clock
from core.ports.platform import Platforms
from core.services.job_runs import RecordReading, WatchedTicket, WatchedTickets
from scheduler.known_platforms import KnownPlatforms
from scheduler.platform_reading import NO_CONNECTOR, read_job
from scheduler.trouble import log_bug

EVERY_S = 5.0
"""How soon a run that ended shows on the card, where the platform does not tell us itself."""

CAPABILITIES_EVERY_S = 60.0
"""They change with a release of the platform (CONNECTORS 4.9)."""

AT_ONCE = 4
"""Tickets looked at side by side: each look is four calls."""

SAY_AGAIN_S = 60.0
"""The same news is recorded again after that long, in case the first word was lost on the way."""

NEVER = datetime.min.replace(tzinfo=UTC)

logger = logging.getLogger(__name__)


class PlatformWatch:
    """Looks until it is stopped. Capabilities are refreshed in every process, tickets only where *leads*."""

    def __init__(
        self,
        platforms: Platforms,
        ask: Ask,
        dispatch: Dispatch,
        clock: Clock,
        known: KnownPlatforms,
        *,
        by: Actor,
        leads: Callable[[], bool] = lambda: True,
        every_s: float = EVERY_S,
    ) -> None:
        self._platforms, self._ask, self._dispatch, self._clock = platforms, ask, dispatch, clock
        self._known, self._by, self._leads, self._every_s = known, by, leads, every_s
        self._said: dict[str, tuple[Reading, datetime]] = {}
        self._asked_at = NEVER
        self._stop = asyncio.Event()
        self._woken = asyncio.Event()

    async def run(self) -> None:
        while not self._stop.is_set():
            self._woken.clear()  # before the look: a word that comes during it is a reason for another
            try:
                await self.look()
            except Exception as error:  # the border: the next look comes anyway
                log_bug(logger, "watching platforms", error)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every_s):
                    await self._woken.wait()

    async def stop(self) -> None:
        self._stop.set()
        self._woken.set()

    def wake(self, platform_id: str) -> None:
        """That platform had something to say: look now, not at the end of the pause."""
        self._woken.set()

    async def look(self) -> None:
        """One round."""
        now = self._clock.now()
        if (now - self._asked_at).total_seconds() >= CAPABILITIES_EVERY_S:
            self._asked_at = now
            await self._known.refresh(self._platforms)
        if not self._leads():
            return
        tickets = await self._ask(WatchedTickets(), by=self._by)
        self._said = {t.case_id: self._said[t.case_id] for t in tickets if t.case_id in self._said}
        places = asyncio.Semaphore(AT_ONCE)
        silent: set[str] = set()
        await asyncio.gather(*(self._look_at(ticket, places, silent) for ticket in tickets))

    async def _look_at(self, ticket: WatchedTicket, places: asyncio.Semaphore, silent: set[str]) -> None:
        """One ticket. A platform that did not answer is left alone for the rest of the round."""
        async with places:
            if ticket.platform_id in silent:
                return
            reading = await read_job(
                self._platforms, ticket.platform_id, ticket.job_id, ticket.connection_id, self._clock
            )
        if reading.problem is not None:
            silent.add(ticket.platform_id)
            if reading.problem != NO_CONNECTOR:
                self._known.heard(ticket.platform_id, reading.problem)
            return
        self._known.heard(ticket.platform_id, None)
        if self._is_news(ticket.case_id, reading):
            try:
                await self._dispatch(RecordReading(case_id=ticket.case_id, reading=reading), by=self._by)
            except CoreError as error:  # the ticket moved on between the question and the answer
                logger.info("reading of %s not recorded: %s", ticket.case_id, error.code)
                return
            self._said[ticket.case_id] = _timeless(reading), reading.checked_at

    def _is_news(self, case_id: str, reading: Reading) -> bool:
        said, at = self._said.get(case_id, (None, NEVER))
        return said != _timeless(reading) or (reading.checked_at - at).total_seconds() >= SAY_AGAIN_S


def _timeless(reading: Reading) -> Reading:
    """Without the moments of looking, which always differ."""
    job = replace(reading.job, checked_at=NEVER) if reading.job else None
    connection = replace(reading.connection, checked_at=NEVER) if reading.connection else None
    return replace(reading, checked_at=NEVER, job=job, connection=connection)
