"""What has done its work is forgotten; what has not, and what people did, is kept."""

import pytest

from storage.deliveries import SqlDeliveries
from storage.housekeeping import ACTS_KEPT, SENT_KEPT, prune
from storage.leases import SqlLeases
from storage.transactions import SqlTransactions
from tests.contracts.desk import NOTICE
from tests.contracts.world import World, take, ticket
from tests.fakes.clock import MONDAY_MORNING, SetClock


@pytest.fixture
def real(database: SqlTransactions, clock: SetClock) -> World:
    return World(database, clock)


async def test_old_acts_sent_notices_and_ticks_go_and_everything_else_stays(
    real: World, database: SqlTransactions
) -> None:
    deliveries = SqlDeliveries(database)
    await real.add(ticket())
    await real.run(take)
    await real.run(lambda uow: uow.inbox.keep("click-1"))
    await SqlLeases(database).first("jobcheck", MONDAY_MORNING)
    await real.run(lambda uow: uow.outbox.direct("U0BO", NOTICE))
    (claim,) = await deliveries.claim("loop-a", limit=5)
    await deliveries.settle_sent(claim, ts="1.0001")
    await real.run(lambda uow: uow.outbox.direct("U0CY", NOTICE))

    real.clock.advance(ACTS_KEPT.total_seconds())
    assert await prune(database) == 0
    real.clock.advance(1)
    assert await prune(database) == 1
    assert await real.run(lambda uow: uow.inbox.seen("click-1")) is None
    real.clock.advance(SENT_KEPT.total_seconds())
    assert await prune(database) == 2

    assert await deliveries.waiting() == 1
    assert len(await real.read(lambda unit: unit.history.of("case-1"))) == 1
    assert await SqlLeases(database).first("jobcheck", MONDAY_MORNING)
