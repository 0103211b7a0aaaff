"""The delivery loop over the real SQL of the storage, killed and stalled in virtual time: both halves of the
promise together."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection, select, update

from core.ports.deliveries import DeliveryClaim
from core.ports.unit_of_work import UnitOfWork
from core.services.reading import GetCard
from scheduler.delivery import DeliveryLoop
from scheduler.second_look import Healer
from storage.deliveries import SqlDeliveries
from storage.second_looks import SqlSecondLooks
from storage.tables import card as card_table
from storage.tables import delivery as delivery_table
from tests.scheduler.cards import card
from tests.scheduler.delivery_world import (
    BELATED,
    COMMENT,
    HEALED_WITHIN_S,
    ROUGH,
    Pictures,
    PostBox,
    every_minute,
)
from tests.scheduler.doors import ANDON, KeptDispatch, PreparedAsk
from tests.scheduler.inline_storage import InlineTransactions
from tests.scheduler.simulated_slack import Faults, SimulatedSlack
from tests.scheduler.simulation import Disturbance, SimulatedClock, simulate

SEEDS = 12
CHANNELS = ("C0", "C1")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    waiting: int
    wrong_cards: int
    counts: Counter[int]
    """How many things were seen how often in Slack."""
    limited: int
    kills: int


class DisturbedDeliveries(SqlDeliveries):
    """With time passing, and now and then a long stall, before and after every transaction that matters most."""

    disturbance: Disturbance

    async def claim(self, owner: str, *, limit: int) -> tuple[DeliveryClaim, ...]:
        await self.disturbance.turn()
        claims = await super().claim(owner, limit=limit)
        await self.disturbance.turn()
        return claims

    async def intend(self, claim: DeliveryClaim) -> bool:
        await self.disturbance.turn()
        granted = await super().intend(claim)
        await self.disturbance.turn()
        return granted

    async def settle_card(self, claim: DeliveryClaim, *, ts: str, revision: int) -> None:
        await self.disturbance.turn()
        await super().settle_card(claim, ts=ts, revision=revision)

    async def settle_sent(self, claim: DeliveryClaim, *, ts: str | None) -> None:
        await self.disturbance.turn()
        await super().settle_sent(claim, ts=ts)

    async def retry(self, claim: DeliveryClaim, *, in_s: float, maybe_sent: bool, reason: str) -> None:
        await self.disturbance.turn()
        await super().retry(claim, in_s=in_s, maybe_sent=maybe_sent, reason=reason)


class SqlWorld:
    def __init__(self, seed: int, *, faults: Faults, stalls: float) -> None:
        self.random = Random(seed)
        self.transactions = InlineTransactions()
        self.deliveries = DisturbedDeliveries(self.transactions)
        self.deliveries.disturbance = Disturbance(Random(seed + 1), stalls=stalls)
        # The storage spaces by the moment of sending, which needs the burst of two that Slack speaks of.
        self.slack = SimulatedSlack(random=Random(seed + 2), faults=faults, burst=2.0)
        self.wanted: dict[str, int] = {}
        self.kills = 0

    async def fill(self) -> None:
        def work(uow: UnitOfWork) -> None:
            for i, channel in enumerate(CHANNELS):
                uow.cards.want(f"case-{i}", channel, "en")
                for _ in range(3):
                    uow.outbox.thread(f"case-{i}", COMMENT)
                    uow.outbox.channel(channel, COMMENT, "en")
            uow.outbox.direct("U1", COMMENT)

        await self.transactions.run(work, ANDON)
        self.wanted = {f"case-{i}": 1 for i in range(len(CHANNELS))}

    async def change(self, case_id: str) -> None:
        self.wanted[case_id] += 1
        newer = update(card_table).where(card_table.c.case_id == case_id)
        values = {"wanted_revision": self.wanted[case_id]}
        await self.transactions.write(lambda conn, now: conn.execute(newer.values(**values)).rowcount)

    def start(self, name: str) -> asyncio.Task[None]:
        ask = PreparedAsk(answers={GetCard: lambda q: card(q.case_id, revision=self.wanted[q.case_id])})
        loop = DeliveryLoop(
            self.deliveries,
            self.slack,
            PostBox(),
            Pictures(),
            ask,
            KeptDispatch(),
            by=ANDON,
            owner=name,
            random=Random(self.random.random()),
        )
        return asyncio.create_task(loop.run())

    def healer(self) -> Healer:
        return Healer(SqlSecondLooks(self.transactions), self.slack, SimulatedClock())

    async def outcome(self) -> Outcome:
        def work(conn: Connection) -> tuple[Sequence[str], int]:
            cards = conn.execute(select(card_table)).all()
            shown = {m.ts: m.text for m in self.slack.messages if not m.deleted}
            wrong = sum(shown.get(c.ts or "") != f"r{self.wanted[c.case_id]}" for c in cards)
            ids = [c.delivery_id for c in cards]
            ids += [row.id for row in conn.execute(select(delivery_table.c.id))]
            return ids, wrong

        ids, wrong = await self.transactions.look(work)
        seen = Counter(m.delivery_id for m in self.slack.messages if not m.deleted)
        return Outcome(
            waiting=await self.deliveries.waiting(),
            wrong_cards=wrong,
            counts=Counter(seen[one] for one in ids),
            limited=self.slack.limited,
            kills=self.kills,
        )


def history(
    seed: int, *, faults: Faults = ROUGH, stalls: float = 0.004, kills: int = 6, heals: bool = False
) -> Outcome:
    async def main() -> Outcome:
        world = SqlWorld(seed, faults=faults, stalls=stalls)
        await world.fill()
        chores = [asyncio.create_task(every_minute(world.healer()))] if heals else []
        replicas = [world.start("r0"), world.start("r1")]
        changes = 5
        for _ in range(300):
            await asyncio.sleep(world.random.uniform(0.3, 4))
            if changes:
                changes -= 1
                await world.change(world.random.choice(list(world.wanted)))
            if world.kills < kills:
                victim = world.kills % 2
                world.kills += 1
                replicas[victim].cancel()
                replicas[victim] = world.start(f"r{world.kills + 1}")
            if not changes and world.kills == kills and not await world.deliveries.waiting():
                break
        await asyncio.sleep(HEALED_WITHIN_S if heals else 40)
        for task in (*replicas, *chores):
            task.cancel()
        await asyncio.gather(*replicas, *chores, return_exceptions=True)
        found = await world.outcome()
        await world.transactions.close()
        return found

    return simulate(main(), seed)


def test_storage_and_loop_together_send_everything_once() -> None:
    for seed in range(SEEDS):
        found = history(seed)
        things = len(CHANNELS) * 7 + 1
        assert found == Outcome(waiting=0, wrong_cards=0, counts=Counter({1: things}), limited=0, kills=6), (
            seed
        )


def test_what_landed_after_its_repeat_is_taken_back_whoever_had_sent_it() -> None:
    once = Counter({1: len(CHANNELS) * 7 + 1})
    for seed in range(SEEDS):
        found = history(seed, faults=BELATED, heals=True)
        assert found == Outcome(waiting=0, wrong_cards=0, counts=once, limited=0, kills=6), seed
    assert any(history(seed, faults=BELATED).counts != once for seed in range(SEEDS))


def test_on_a_quiet_day_nothing_is_searched_for_and_no_limit_is_met() -> None:
    found = history(1, faults=Faults(), stalls=0.0, kills=0)
    assert (found.waiting, found.wrong_cards, found.limited) == (0, 0, 0)
    assert found.counts == Counter({1: len(CHANNELS) * 7 + 1})


def test_a_full_channel_drains_within_a_twentieth_of_the_best_possible_time() -> None:
    """Forty messages at one a second cannot take less than 39 seconds (RELIABILITY 1.4)."""

    async def main() -> tuple[float, int]:
        world = SqlWorld(1, faults=Faults(), stalls=0.0)

        def work(uow: UnitOfWork) -> None:
            for _ in range(40):
                uow.outbox.channel("C0", COMMENT, "en")

        await world.transactions.run(work, ANDON)
        replica = world.start("r0")
        for _ in range(2000):
            if await world.deliveries.waiting():
                await asyncio.sleep(0.05)
        replica.cancel()
        await asyncio.gather(replica, return_exceptions=True)
        return asyncio.get_running_loop().time(), world.slack.limited

    took_s, limited = simulate(main())
    assert took_s < 39 * 1.05
    assert limited == 0
