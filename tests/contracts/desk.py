"""A store in which something waits to be delivered."""

from core.notices.commented import CommentAdded
from core.notices.step_done import StepDone
from core.ports.deliveries import CardWork, DeliveryClaim
from tests.contracts.world import World

NOTICE = CommentAdded.EXAMPLES[0]
OTHER_NOTICE = StepDone.EXAMPLES[0]


class Desk:
    """A store with one ticket wanted in #C1, and the claims on it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = world.clock
        self.deliveries = world.deliveries

    async def claim(self, owner: str = "loop-a", limit: int = 10) -> tuple[DeliveryClaim, ...]:
        return await self.deliveries.claim(owner, limit=limit)

    async def one(self, owner: str = "loop-a") -> DeliveryClaim:
        (claim,) = await self.claim(owner)
        return claim

    async def post(self, ts: str = "1.0001") -> None:
        """Claim the one thing that waits, which is a card, and let it be posted."""
        claim = await self.one()
        assert isinstance(claim.work, CardWork)
        assert await self.deliveries.intend(claim)
        await self.deliveries.settle_card(claim, ts=ts, revision=(await self.revision(claim.work.case_id)))
        self.clock.advance(1)

    async def revision(self, case_id: str = "case-1") -> int:
        return (await self.world.case(case_id)).revision
