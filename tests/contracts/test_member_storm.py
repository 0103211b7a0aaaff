"""A storm over each store, from many hands at once: whoever subscribed hears of every case, and of none twice."""

import asyncio

from core.dispatch import make_dispatch
from core.domain.case_parts import Source, Subject
from core.domain.member import Actor, Member, Path, Role
from core.domain.own_subscription import OwnSubscription
from core.domain.subscription import Filters, Topic
from core.notices.member_news import NewsForYou, NewsLine
from core.policies.member_news import AT_ONCE, GATHERED
from core.ports.deliveries import NoteWork
from core.ports.unit_of_work import UnitOfWork
from core.services.issues import ReportIssue
from core.services.telling import TellGathered
from tests.contracts.world import ANDON, World
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.transactions import TEAM

CASES = 24
PLATFORM = Actor.system(TEAM, Path.PLATFORM)


def subscribed(uow: UnitOfWork) -> None:
    for name in ("U0ANA", "U0BO"):
        uow.members.keep(Member(id=name, team_id=TEAM, name=name, role=Role.OPERATOR))
        uow.subscriptions.keep_own(
            OwnSubscription(
                id=f"own-{name}",
                team_id=TEAM,
                member_id=name,
                topics=frozenset({Topic.ORDERS}),
                filters=Filters(),
                created_at=MONDAY_MORNING,
            )
        )


def stuck(n: int) -> ReportIssue:
    return ReportIssue(
        key=f"event-{n}",
        source=Source(connector="shop", external_id=f"o-{n}"),
        code="order.stock_out",
        title=f"Order {n} is out of stock",
        subject=Subject(type="order", id=str(n), label=f"Order {n}"),
        dedup_key=f"order:{n}",
        event_at=MONDAY_MORNING,
    )


async def heard(world: World) -> dict[str, list[tuple[NewsLine, ...]]]:
    """Member -> the lines of each message, once everything went out."""
    found: dict[str, list[tuple[NewsLine, ...]]] = {}
    deliveries = world.deliveries
    while claims := await deliveries.claim("loop-a", limit=50):
        for claim in claims:
            assert isinstance(claim.work, NoteWork) and isinstance(claim.work.notice, NewsForYou)
            found.setdefault(claim.work.member_id or "", []).append(claim.work.notice.lines)
            assert await deliveries.intend(claim)
            await deliveries.settle_sent(claim, ts="1.0001")
        world.clock.advance(1)
    return found


async def test_in_a_storm_every_member_hears_of_every_case_once(world: World) -> None:
    await world.run(subscribed, ANDON)
    dispatch = make_dispatch(world.transactions)
    await asyncio.gather(*(dispatch(stuck(n), by=PLATFORM) for n in range(CASES)))
    world.clock.advance(GATHERED.total_seconds())
    told = await asyncio.gather(*(dispatch(TellGathered(), by=ANDON) for _ in range(3)))
    assert sum(told) == 2, "one list for each, whoever rings"

    messages = await heard(world)
    assert set(messages) == {"U0ANA", "U0BO"}
    for member_id, sent in messages.items():
        titles = [line.title for lines in sent for line in lines]
        assert sorted(titles) == sorted(f"Order {n} is out of stock" for n in range(CASES)), member_id
        assert max(len(lines) for lines in sent) > 1
        assert len(sent) >= AT_ONCE + 1
    assert await dispatch(TellGathered(), by=ANDON) == 0
