"""Where a workspace takes more than a message a second, the loop looks as often as the lanes let it."""

import asyncio
from random import Random

from core.ports.unit_of_work import UnitOfWork
from scheduler.delivery import DeliveryLoop
from storage.deliveries import SqlDeliveries
from storage.timing import Timing
from tests.scheduler.delivery_world import COMMENT, Pictures, PostBox
from tests.scheduler.doors import ANDON, KeptDispatch, PreparedAsk
from tests.scheduler.inline_storage import InlineTransactions
from tests.scheduler.simulated_slack import Faults, SimulatedSlack
from tests.scheduler.simulation import simulate

PACE_S = 0.1
NOTES = 20


def test_a_lane_of_ten_a_second_sends_twenty_notes_in_little_more_than_two_seconds() -> None:
    def twenty_notes(uow: UnitOfWork) -> None:
        for _ in range(NOTES):
            uow.outbox.channel("C1", COMMENT, "en")

    async def main() -> list[float]:
        transactions = InlineTransactions()
        slack = SimulatedSlack(random=Random(1), faults=Faults(), burst=float(NOTES))
        loop = DeliveryLoop(
            SqlDeliveries(transactions, Timing(pace_s=PACE_S)),
            slack,
            PostBox(),
            Pictures(),
            PreparedAsk(answers={}),
            KeptDispatch(),
            by=ANDON,
            owner="r1",
            spacing_s=PACE_S,
        )
        await transactions.run(twenty_notes, ANDON)
        running = asyncio.create_task(loop.run())
        await asyncio.sleep(60)
        await loop.stop()
        await running
        return [message.at_s for message in slack.standing("C1")]

    sent_at_s = simulate(main())
    assert len(sent_at_s) == NOTES
    assert (NOTES - 1) * PACE_S <= sent_at_s[-1] - sent_at_s[0] < 2 * NOTES * PACE_S
