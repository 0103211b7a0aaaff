"""Overviews over each store: read a page at a time, queued in one piece, and once whoever rings."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from core.dispatch import make_ask, make_dispatch
from core.domain.member import Member, Role
from core.domain.subscription import Filters, Subscription, Topic
from core.domain.workspace import Workspace
from core.notices.channel_digest import ChannelDigest
from core.notices.member_digest import MemberDigest
from core.notices.weekly_overview import WeeklyOverview
from core.policies.digests import MOST_LINES
from core.ports.deliveries import NoteWork
from core.ports.unit_of_work import UnitOfWork
from core.services.digests import PAGE
from scheduler.clockwork import Clockwork
from scheduler.digests import Digests
from tests.contracts.world import World, issue
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.transactions import TEAM
from tests.scheduler.test_clockwork import PaperLeases, leading

CASES = PAGE + 5
ANA = Member(id="U0ANA", team_id=TEAM, name="Ana", role=Role.OPERATOR, timezone="UTC")
OPS = Subscription(
    id="s1",
    team_id=TEAM,
    channel_id="C0OPS",
    channel_name="ops",
    topics=frozenset(Topic),
    filters=Filters(),
    created_by=ANA.id,
    created_at=MONDAY_MORNING,
)


async def open_cases(world: World) -> None:
    late = MONDAY_MORNING - timedelta(days=2)

    def keep(uow: UnitOfWork) -> None:
        uow.members.keep(ANA)
        uow.subscriptions.keep(OPS)
        uow.subscriptions.keep(replace(OPS, id="s2", channel_id="C0QUIET", digest=False))
        for n in range(CASES):
            uow.cases.add(issue(f"case-{n}", 20260100 + n, at=late, owner=ANA.id if n % 2 else None))

    await world.run(keep)


async def rings(world: World) -> None:
    """A process that believes it leads rings every chore."""
    clockwork = Clockwork(world.leases, await leading(PaperLeases()), world.clock, ())
    digests = Digests(
        workspace=Workspace(team_id=TEAM),
        dispatch=make_dispatch(world.transactions),
        ask=make_ask(world.transactions),
        clock=world.clock,
        turn=clockwork.turn,
    )
    for chore in digests.chores():
        await clockwork.turn(chore)


async def notes(world: World) -> list[NoteWork]:
    claims = await world.deliveries.claim("r1", limit=10)
    return [claim.work for claim in claims if isinstance(claim.work, NoteWork)]


async def test_two_leaders_at_once_tell_everybody_once(world: World) -> None:
    await open_cases(world)
    await asyncio.gather(rings(world), rings(world))
    world.clock.advance(900)
    await rings(world)

    assert await world.deliveries.waiting() == 2
    channel, member = sorted(await notes(world), key=lambda work: work.member_id or "")
    assert isinstance(channel.notice, ChannelDigest) and isinstance(member.notice, MemberDigest)
    assert (channel.channel_id, channel.notice.open, channel.notice.more) == (
        "C0OPS",
        CASES,
        CASES - MOST_LINES,
    )
    assert (member.member_id, member.notice.open, len(member.notice.lines)) == (
        ANA.id,
        CASES // 2,
        MOST_LINES,
    )


async def test_on_tuesday_the_week_is_told_beside_the_morning(world: World) -> None:
    await open_cases(world)
    world.clock.advance(86_400)
    await rings(world)

    kinds = [ChannelDigest, MemberDigest, WeeklyOverview]
    assert await world.deliveries.waiting() == len(kinds)
    told = [type(work.notice) for work in await notes(world)]
    assert set(told) < set(kinds), "a lane gives one thing at a time"
