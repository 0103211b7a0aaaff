"""A day at the office in two minutes: jobs fail, orders get stuck, people do the whole walk, nothing is spared.

Everybody goes on whatever happens to Andon, as people and platforms do.
"""

import asyncio
import random
from datetime import UTC, datetime
from typing import Literal

from sandbox.platform.faults import FaultKind as PlatformFault
from sandbox.platform.faults import PlannedFault
from sandbox.slack.demo import ANA, LUIS, MARGAUX, PRIYA
from sandbox.slack.faults import Fault
from tests.e2e.hands import Hand, Ledger
from tests.e2e.hours import Hours
from tests.e2e.job_desk import Beat, JobDesk
from tests.e2e.order_desk import OrderDesk
from tests.e2e.world import World

MISHAP_EVERY_S = 8.0

BEATS = {
    ANA: Beat(job_id="ebay-au-orders", connection="kitchenware-ebay-au", address="noor@kitchenware.example"),
    MARGAUX: Beat(
        job_id="bluebird-tracking", connection="bluebird-ebay-au", address="freya@bluebird.example"
    ),
    PRIYA: Beat(job_id="nordlicht-orders", connection="nordlicht-shop", address="jonas@nordlicht.example"),
}

SlackFault = Literal["drop", "status", "ratelimited", "html", "refuse"]
SLACK_MISHAPS: tuple[tuple[SlackFault, bool, str], ...] = (
    ("drop", True, "chat.postMessage"),
    ("drop", True, "chat.update"),
    ("drop", False, "chat.postMessage"),
    ("status", True, "chat.postMessage"),
    ("status", False, "chat.*"),
    ("ratelimited", False, "chat.*"),
    ("html", False, "views.*"),
    ("drop", True, "files.*"),
    ("refuse", True, "chat.postMessage"),
)
PLATFORM_MISHAPS: tuple[PlatformFault, ...] = (
    "accept_then_timeout",
    "accept_then_reset",
    "accept_then_5xx",
    "late_landing",
    "refuse_5xx",
    "unreachable",
    "rate_limited",
)


class Storm:
    """`begin`, let it blow, `calm`; how long it takes until all is quiet is the test's business."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed = world, seed
        self.ledger = Ledger()
        self._hours = Hours()
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self, *, mishaps: bool = True) -> None:
        """Without *mishaps* Slack and the platform behave, and only Andon itself may come to harm."""
        world, dice = self.world, random.Random(self.seed)
        world.slack.workspace.faults.seed(self.seed)
        for beat in BEATS.values():
            world.platform.do("token.expire", beat.connection)

        def hand(user_id: str) -> Hand:
            return Hand(world, user_id, self.ledger, random.Random(dice.random()))

        desks = [OrderDesk(world, hand(LUIS), self._hours).work()]
        desks += [JobDesk(world, hand(user), beat, self._hours).work() for user, beat in BEATS.items()]
        if mishaps:
            desks.append(self._mishaps(dice))
        self._tasks = [asyncio.create_task(desk) for desk in desks]

    async def calm(self) -> None:
        """No more troubles: nothing runs, faults are lifted, people finish the sentence they are at."""
        self._hours.end()
        await asyncio.gather(*self._tasks)
        self.world.slack.workspace.faults.clear()
        self.world.platform.faults.clear()
        for job in self.world.platform.world.jobs.values():
            job.interval_s, job.next_run_at = 3600.0, datetime.now(UTC).replace(year=2099)

    async def _mishaps(self, dice: random.Random) -> None:
        """One at a time on either side; calls to Slack take a moment, so that a kill finds some on their way."""
        slack, platform = self.world.slack.workspace.faults, self.world.platform.faults
        while self._hours.open:
            slack.clear()
            kind, commit, method = dice.choice(SLACK_MISHAPS)
            slack.add(Fault(kind=kind, method=method, commit=commit))
            slack.add(Fault(kind="slow", times=None, at_random=0.1, delay_s=0.15))
            platform.clear()
            platform.add(PlannedFault(kind=dice.choice(PLATFORM_MISHAPS), on="write", seconds=1.0))
            await self._hours.rest(MISHAP_EVERY_S)
