"""A small world for the delivery loop: paper lanes, a simulated Slack, and as many replicas as wanted."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random

from core.notices.commented import CommentAdded
from core.notices.proof_picture import ProofPicture
from core.ports.deliveries import CardWork, NoteWork
from core.ports.evidence_store import Picture
from core.ports.mail import Letter
from core.services.reading import GetCard
from scheduler.delivery import DeliveryLoop
from scheduler.second_look import Healer
from tests.scheduler.cards import card
from tests.scheduler.doors import ANDON, KeptDispatch, PreparedAsk
from tests.scheduler.paper_deliveries import PaperDeliveries
from tests.scheduler.simulated_slack import Faults, SimulatedSlack
from tests.scheduler.simulation import Disturbance, SimulatedClock, simulate

ROUGH = Faults(
    refused=0.02,
    rejected_5xx=0.04,
    late=0.04,
    accepted_timeout=0.05,
    accepted_5xx=0.04,
    reset=0.03,
    history_lag_s=2.5,
)
"""Worse than Slack has ever been."""

BELATED = replace(ROUGH, late=0.1, reset=0.08, latest_s=55.0)
"""Slack takes nearly a minute over some posts, three times as long as anybody waits before the repeat."""

HEALED_WITHIN_S = 300
"""A minute until the look, another until the clock rings, and some for looks that got no answer."""

COMMENT = CommentAdded(number=20262010, by="U1", text="x")
PICTURE = ProofPicture(number=20262010, evidence_id="e1", store_key="k1", file_name="p.png", by="U1")


class Pictures:
    async def keep_picture(self, original: bytes) -> Picture:
        return Picture(sha256="ab", key="ab.png", width_px=800, height_px=600, size_bytes=len(original))

    async def read(self, key: str) -> bytes:
        return b"png"

    async def delete(self, key: str) -> None: ...


@dataclass(kw_only=True)
class PostBox:
    letters: list[Letter] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    async def send(self, letter: Letter) -> str:
        if self.fails:
            raise self.fails.pop(0)
        self.letters.append(letter)
        return letter.id


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What went wrong, counted. All zero is the promise."""

    lost: int
    twice: int
    out_of_order: int
    limited: int
    stale_cards: int
    kills: int
    taken_back: int

    @property
    def kept(self) -> bool:
        return not (self.lost or self.twice or self.out_of_order or self.limited or self.stale_cards)


class World:
    """Everything that one simulated history has."""

    def __init__(
        self, seed: int = 0, *, faults: Faults | None = None, stalls: float = 0.0, broken: str | None = None
    ) -> None:
        self.random = Random(seed * 7 + 1)
        self.disturbance = Disturbance(Random(seed * 13 + 5), stalls=stalls)
        self.deliveries = PaperDeliveries(disturbance=self.disturbance)
        if broken is not None:
            setattr(self.deliveries, broken, True)
        self.slack = SimulatedSlack(random=Random(seed * 3 + 2), faults=faults or Faults())
        self.mail = PostBox()
        self.dispatch = KeptDispatch()
        self.ask = PreparedAsk(answers={GetCard: self._card})
        self.kills = 0

    def replica(self, name: str, kind: type[DeliveryLoop] = DeliveryLoop) -> DeliveryLoop:
        return kind(
            self.deliveries,
            self.slack,
            self.mail,
            Pictures(),
            self.ask,
            self.dispatch,
            by=ANDON,
            owner=name,
            random=Random(self.random.random()),
        )

    def start(self, name: str, kind: type[DeliveryLoop], healer: type[Healer] | None) -> asyncio.Task[None]:
        """A whole replica; cancelling it is a kill."""

        async def live() -> None:
            async with asyncio.TaskGroup() as parts:
                parts.create_task(self.replica(name, kind).run())
                if healer is not None:
                    parts.create_task(every_minute(healer(self.deliveries, self.slack, SimulatedClock())))

        return asyncio.create_task(live())

    def fill(self, *, channels: int, notes: int, cards: int) -> None:
        home = [self.deliveries.want_card(f"case-{i}", f"C{i % channels}") for i in range(cards)]
        for i in range(notes):
            dice, channel = self.random.random(), f"C{self.random.randrange(channels)}"
            parent = self.random.choice(home)
            if dice < 0.15:
                place = parent.lane.removeprefix("channel:")
                self.deliveries.want_note(f"p{i}", PICTURE, channel_id=place, parent=parent.id)
            elif dice < 0.4:
                place = parent.lane.removeprefix("channel:")
                self.deliveries.want_note(f"t{i}", COMMENT, channel_id=place, parent=parent.id)
            else:
                self.deliveries.want_note(f"n{i}", COMMENT, channel_id=channel)

    def outcome(self) -> Outcome:
        rows = [r for r in self.deliveries.rows.values() if not self._is_picture(r.work)]
        pictures = [r for r in self.deliveries.rows.values() if self._is_picture(r.work)]
        counts: dict[str, int] = defaultdict(int)
        for message in self.slack.messages:
            counts[message.delivery_id] += not message.deleted
        shared: dict[str, int] = defaultdict(int)
        for file_id, _, _ in self.slack.shares:
            shared[file_id] += 1
        # Pictures whose upload was begun anew are told apart by their file: none of them may show twice.
        lost = sum(not counts[r.id] for r in rows) + max(0, len(pictures) - len(shared))
        twice = sum(counts[r.id] > 1 for r in rows) + sum(n > 1 for n in shared.values())
        return Outcome(
            lost=lost + len(self.deliveries.left),
            twice=twice + max(0, len(shared) - len(pictures)),
            out_of_order=self._inversions(),
            limited=self.slack.limited,
            stale_cards=self._stale(),
            kills=self.kills,
            taken_back=sum(m.deleted for m in self.slack.messages),
        )

    def _card(self, query: GetCard) -> object:
        rows = self.deliveries.rows.values()
        row = next(
            (r for r in rows if isinstance(r.work, CardWork) and r.work.case_id == query.case_id), None
        )
        return card(query.case_id, revision=row.wanted if row else 1)

    def _inversions(self) -> int:
        """Among plain notes of one channel, which nothing but the lane keeps in order."""
        found = 0
        for channel in {m.channel_id for m in self.slack.messages}:
            first: list[int] = []
            for message in self.slack.standing(channel):
                row = self.deliveries.rows.get(message.delivery_id)
                if row is not None and row.id.startswith("n") and row.seq not in first:
                    first.append(row.seq)
            found += sum(a > b for a, b in pairwise(first))
        return found

    def _stale(self) -> int:
        cards = [r for r in self.deliveries.rows.values() if r.is_card]
        shown = {m.delivery_id: m.text for m in self.slack.messages if not m.deleted}
        return sum(r.id in shown and shown[r.id] != f"r{r.wanted}" for r in cards)

    @staticmethod
    def _is_picture(work: object) -> bool:
        return isinstance(work, NoteWork) and isinstance(work.notice, ProofPicture)


async def until_nothing_is_left(deliveries: PaperDeliveries, *, within_s: float) -> None:
    """Virtual seconds pass until every row is out, or *within_s* are over."""
    await until(lambda: not deliveries.left, within_s=within_s)


async def until(is_so: Callable[[], object], *, within_s: float) -> None:
    for _ in range(int(within_s * 2)):
        if is_so():
            return
        await asyncio.sleep(0.5)


async def every_minute(healer: Healer) -> None:
    """As the clockwork calls it, on every full minute; here each replica does, since a lead can be held twice."""
    while True:
        await asyncio.sleep(60 - asyncio.get_running_loop().time() % 60)
        await healer.heal()


def history(
    seed: int,
    *,
    kind: type[DeliveryLoop] = DeliveryLoop,
    healer: type[Healer] | None = None,
    faults: Faults = ROUGH,
    stalls: float = 0.004,
    replicas: int = 2,
    most_kills: int = 8,
    broken: str | None = None,
) -> Outcome:
    """One seeded history: replicas are killed at any moment, cards change, and in the end all must be right."""

    async def main() -> Outcome:
        world = World(seed, faults=faults, stalls=stalls, broken=broken)
        world.fill(channels=3, notes=10, cards=3)
        running = [world.start(f"r{i}", kind, healer) for i in range(replicas)]
        end = asyncio.get_running_loop().time() + 900
        changes = 8
        while (world.deliveries.left or changes) and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(world.random.uniform(0.3, 4))
            if changes:
                changes -= 1
                cards = [row for row in world.deliveries.rows.values() if row.is_card]
                world.deliveries.changed(world.random.choice(cards))
            if world.kills < most_kills:
                world.kills += 1
                victim = world.random.randrange(replicas)
                running[victim].cancel()
                running[victim] = world.start(f"r{victim}+", kind, healer)
        await until_nothing_is_left(world.deliveries, within_s=300)
        if healer is not None:
            await until(lambda: not world.deliveries.looks, within_s=HEALED_WITHIN_S)
        await asyncio.sleep(40)
        for replica in running:
            replica.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        return world.outcome()

    return simulate(main(), seed)
