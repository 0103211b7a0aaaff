"""Promises of the books about what members subscribed to and were told, over each store."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.member import Means, Member, Role
from core.domain.own_subscription import News, Occasion, OwnSubscription
from core.domain.subscription import Filters, Topic
from core.errors import NotFound
from core.notices.member_news import NewsForYou
from core.ports.deliveries import MailWork, NoteWork
from core.ports.unit_of_work import UnitOfWork
from storage.delivery_queue import MAIL, WITHOUT_CARD
from storage.housekeeping import NEWS_COUNTED, prune
from storage.transactions import SqlTransactions
from tests.contracts.desk import Desk
from tests.contracts.test_books import HOSTILE
from tests.contracts.world import World, later
from tests.fakes.clock import MONDAY_MORNING, SetClock
from tests.fakes.transactions import TEAM

NOTICE = NewsForYou.EXAMPLES[2]
ANA = Member(id="U0ANA", team_id=TEAM, name="Ana", role=Role.OPERATOR, locale="fr", email="ana@shop.example")
OWN = OwnSubscription(
    id="o1",
    team_id=TEAM,
    member_id="U0ANA",
    topics=frozenset({Topic.ORDERS, Topic.JOBS}),
    filters=Filters(severity_at_least="high", wanted={"account": (HOSTILE,)}, unwanted={"code": ("x", "y")}),
    created_at=MONDAY_MORNING,
    occasions=frozenset({Occasion.OPENED, Occasion.ESCALATED}),
)


def news(name: str, member_id: str = "U0ANA", at: float = 0) -> News:
    return News(
        id=name,
        member_id=member_id,
        case_id=f"case-{name}",
        version=3,
        number=20260001,
        kind="issue",
        title=HOSTILE,
        severity="high",
        account=None,
        occasion=Occasion.OPENED,
        at=later(at),
    )


async def test_what_a_member_chose_comes_back_as_it_was(world: World) -> None:
    chosen = replace(ANA, means=Means.BOTH, typed_email=HOSTILE, weekly_day=5, email=None)
    await world.run(lambda uow: uow.members.keep(chosen))

    kept = await world.read(lambda unit: unit.members.get(ANA.id))
    assert kept == chosen and kept is not None and kept.address == HOSTILE


async def test_a_member_has_several_subscriptions_each_replaced_by_its_id(world: World) -> None:
    second = replace(OWN, id="o2", created_at=later(1))
    others = replace(OWN, id="o3", member_id="U0BO", created_at=later(2))
    changed = replace(OWN, topics=frozenset({Topic.JOBS}))

    def keep(uow: UnitOfWork) -> None:
        for each in (others, second, OWN, changed):
            uow.subscriptions.keep_own(each)

    await world.run(keep)
    assert await world.read(lambda unit: unit.subscriptions.of_member("U0ANA")) == (changed, second)
    assert await world.read(lambda unit: unit.subscriptions.of_members()) == (changed, second, others)
    assert await world.read(lambda unit: unit.subscriptions.all()) == (), "channels have their own"

    await world.run(lambda uow: uow.subscriptions.drop_own("o1"))
    await world.run(lambda uow: uow.subscriptions.drop_own("o9"))
    assert await world.read(lambda unit: unit.subscriptions.of_members()) == (second, others)


async def test_messages_to_a_member_are_counted_from_a_moment_on(world: World) -> None:
    def tell(uow: UnitOfWork) -> None:
        for at in (0, 5, 9):
            uow.news.told("U0ANA", later(at))
        uow.news.told("U0BO", later(9))

    await world.run(tell)

    def counted(uow: UnitOfWork) -> list[int]:
        return [uow.news.told_since("U0ANA", later(since)) for since in (-1, 0, 5, 9)]

    assert await world.run(counted) == [3, 2, 1, 0]


async def test_what_waits_for_a_member_is_taken_once_and_in_order(world: World) -> None:
    def gather(uow: UnitOfWork) -> None:
        for each in (news("b", at=2), news("a", at=1), news("c", "U0BO", at=3)):
            uow.news.gather(each)
        uow.news.told("U0CY", later(0))

    await world.run(gather)
    assert await world.run(lambda uow: uow.news.gathering("U0ANA"))
    assert not await world.run(lambda uow: uow.news.gathering("U0CY"))
    assert await world.run(lambda uow: uow.news.ripe(later(0.5))) == ()
    assert await world.run(lambda uow: uow.news.ripe(later(1))) == ("U0ANA",)
    assert await world.run(lambda uow: uow.news.ripe(later(3))) == ("U0ANA", "U0BO")

    assert await world.run(lambda uow: uow.news.take("U0ANA")) == (news("a", at=1), news("b", at=2))
    assert await world.run(lambda uow: uow.news.take("U0ANA")) == ()
    assert await world.run(lambda uow: uow.news.ripe(later(3))) == ("U0BO",)


async def test_of_two_who_take_at_once_one_gets_it_all(world: World) -> None:
    def gather(uow: UnitOfWork) -> None:
        for n in range(5):
            uow.news.gather(news(f"n{n}", at=n))

    await world.run(gather)
    taken = await asyncio.gather(*(world.run(lambda uow: uow.news.take("U0ANA")) for _ in range(4)))

    assert sorted(len(each) for each in taken) == [0, 0, 0, 5]


async def test_messages_are_counted_for_a_day_and_what_waits_is_never_forgotten(
    database: SqlTransactions, clock: SetClock
) -> None:
    world = World(database, clock)
    await world.run(lambda uow: uow.news.told("U0ANA", uow.now))
    await world.run(lambda uow: uow.news.gather(news("a")))
    clock.advance(NEWS_COUNTED.total_seconds() + 1)

    assert await prune(database) == 1
    assert await world.run(lambda uow: uow.news.told_since("U0ANA", MONDAY_MORNING - timedelta(1))) == 0
    assert await world.run(lambda uow: uow.news.take("U0ANA")) == (news("a"),)


async def test_a_message_to_a_member_waits_for_the_card_that_it_links_to(desk: Desk) -> None:
    await desk.world.run(lambda uow: uow.members.keep(ANA))
    await desk.world.run(lambda uow: uow.outbox.direct(ANA.id, NOTICE, after_card_of="case-1"))
    await desk.world.run(lambda uow: uow.outbox.mail(ANA.id, NOTICE, after_card_of="case-1"))
    await desk.post("1.0001")

    by_mail, direct = sorted(await desk.claim(), key=lambda claim: claim.lane)
    assert isinstance(direct.work, NoteWork) and isinstance(by_mail.work, MailWork)
    assert (direct.lane, direct.work.member_id, direct.work.thread_ts) == ("person:U0ANA", ANA.id, None)
    assert (by_mail.lane, by_mail.work.member_id) == ("mail:shop.example", ANA.id)
    assert direct.work.notice == by_mail.work.notice == NOTICE
    assert direct.work.locale == by_mail.work.locale == "fr"
    for claim in (direct, by_mail):
        assert await desk.deliveries.intend(claim)
        await desk.deliveries.settle_sent(claim, ts=None)
    assert await desk.deliveries.waiting() == 0


async def test_a_card_that_never_stands_keeps_nobody_waiting_for_ever(desk: Desk) -> None:
    await desk.world.run(lambda uow: uow.members.keep(ANA))
    await desk.world.run(lambda uow: uow.outbox.direct(ANA.id, NOTICE, after_card_of="case-1"))
    await desk.world.run(lambda uow: uow.outbox.mail(ANA.id, NOTICE, after_card_of="case-1"))
    await desk.deliveries.park(await desk.one(), reason="is_archived")

    desk.clock.advance(WITHOUT_CARD.total_seconds() - 1)
    assert await desk.claim() == ()
    desk.clock.advance(1)
    assert {claim.lane for claim in await desk.claim()} == {"person:U0ANA", "mail:shop.example"}


async def test_what_links_to_no_card_waits_for_none(world: World) -> None:
    await world.run(lambda uow: uow.members.keep(ANA))
    await world.run(lambda uow: uow.outbox.direct(ANA.id, NOTICE))
    await world.run(lambda uow: uow.outbox.mail(ANA.id, NOTICE))

    assert len(await world.deliveries.claim("loop-a", limit=5)) == 2


async def test_a_mail_relay_that_is_down_holds_mail_to_members_back_and_nothing_else(world: World) -> None:
    await world.run(lambda uow: uow.members.keep(ANA))
    await world.run(lambda uow: uow.outbox.direct(ANA.id, NOTICE))
    await world.run(lambda uow: uow.outbox.mail(ANA.id, NOTICE))
    deliveries = world.deliveries
    await deliveries.hold_method(MAIL, seconds=30)

    (claim,) = await deliveries.claim("loop-a", limit=5)
    assert claim.lane == "person:U0ANA"
    await deliveries.settle_sent(claim, ts="1.0001")
    world.clock.advance(31)
    (claim,) = await deliveries.claim("loop-a", limit=5)
    assert claim.lane == "mail:shop.example"


async def test_mail_to_somebody_without_an_address_is_refused_when_it_is_written(world: World) -> None:
    await world.run(lambda uow: uow.members.keep(replace(ANA, email=None)))
    for member_id in (ANA.id, "U0GONE"):
        with pytest.raises(NotFound):
            await world.run(lambda uow, who=member_id: uow.outbox.mail(who, NOTICE))  # type: ignore[misc]
    assert await world.deliveries.waiting() == 0
