"""Overviews by the clock: a channel's in the zone of the workspace, a member's in their own.

Each occurrence has its row (scheduler/clockwork.py), and its key in the transaction that queues the messages: what
was cut off between the two is done again, and what was done is not.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta

from core.command import Query
from core.dispatch import Ask, Dispatch
from core.domain.member import Actor, Path
from core.domain.workspace import Workspace
from core.errors import Repeated
from core.policies.digests import is_morning, is_weekly
from core.ports.clock import Clock
from core.services.digests import (
    Addressed,
    ChannelDigests,
    DigestZones,
    MemberDigests,
    SendDigests,
    WeeklyOverviews,
    WeeklyRounds,
)
from scheduler.clockwork import Chore
from scheduler.occurrences import Due, every_quarter, on_days

LATE = timedelta(hours=2)
"""How long after its time an overview may still come."""


@dataclass(frozen=True, kw_only=True)
class Digests:
    """`turn` takes a chore as the clockwork does: whoever leads, once for its moment."""

    workspace: Workspace
    dispatch: Dispatch
    ask: Ask
    clock: Clock
    turn: Callable[[Chore], Awaitable[bool]]

    def chores(self) -> tuple[Chore, ...]:
        """Those that the workspace has not switched off."""
        said = self.workspace.digests
        found = []
        if said.channel_morning:
            due = on_days(said.morning_at, self.workspace.timezone, self._morning, LATE)
            found.append(self._chore("channel_digest", due, ChannelDigests()))
        if said.member_morning or said.weekly:
            found.append(Chore(name="member_digests", due=every_quarter, do=self._round))
        return tuple(found)

    async def _round(self) -> None:
        """People come and go, and their zones with them: who is where is asked anew each time."""
        said = self.workspace.digests
        for zone in await self.ask(DigestZones(), by=self._by) if said.member_morning else ():
            due = on_days(said.morning_at, zone, self._morning, LATE)
            await self.turn(self._chore(f"member_digest {zone}", due, MemberDigests(timezone=zone)))
        for zone, weekday in await self.ask(WeeklyRounds(), by=self._by) if said.weekly else ():
            await self.turn(self._week(zone, weekday))

    def _week(self, zone: str, weekday: int) -> Chore:
        """The day of the workspace has the name it always had, so that no occurrence is told twice."""
        said, hours = self.workspace.digests, self.workspace.hours
        due = on_days(said.weekly_at, zone, lambda day: is_weekly(day, weekday, hours), LATE)
        name = f"weekly_overview {zone}" + ("" if weekday == said.weekly_day else f" {weekday}")
        return self._chore(name, due, WeeklyOverviews(timezone=zone, weekday=weekday))

    def _chore(self, name: str, due: Due, question: Query[tuple[Addressed, ...]]) -> Chore:
        async def send() -> int:
            at = due(self.clock.now())
            digests = await self.ask(question, by=self._by) if at is not None else ()
            if at is None or not digests:
                return 0
            try:
                wish = SendDigests(key=f"{name}@{at.isoformat()}", digests=digests)
                return await self.dispatch(wish, by=self._by)
            except Repeated:
                return 0

        return Chore(name=name, due=due, do=send, finishes=True)

    def _morning(self, day: date) -> bool:
        return is_morning(day, self.workspace.hours)

    @property
    def _by(self) -> Actor:
        return Actor.system(self.workspace.team_id, Path.SCHEDULE)
