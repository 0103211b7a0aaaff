"""Promises of the delivery claims: one holder to a lane, and nothing is sent twice."""

import asyncio

from sqlalchemy import Connection, event

from core.ports.deliveries import CardWork
from storage.operations import SqlOperations
from storage.sqlite import SqliteTransactions
from storage.timing import Timing
from tests.contracts.desk import Desk
from tests.contracts.world import World, take, ticket
from tests.fakes.clock import SetClock


async def test_a_card_is_posted_and_then_nothing_waits(desk: Desk) -> None:
    claim = await desk.one()
    work = claim.work

    assert isinstance(work, CardWork)
    assert (work.case_id, work.channel_id, work.locale, work.ts) == ("case-1", "C1", "en", None)
    assert (claim.lane, claim.maybe_sent, claim.attempts) == ("channel:C1", False, 0)
    assert await desk.deliveries.intend(claim)
    await desk.deliveries.settle_card(claim, ts="1.0001", revision=1)

    (copy,) = await desk.world.read(lambda unit: unit.cards.of("case-1"))
    assert (copy.ts, copy.shown_revision, copy.home) == ("1.0001", 1, True)
    assert await desk.world.read(lambda unit: unit.cards.at("C1", "1.0001")) == copy
    assert await desk.deliveries.waiting() == 0
    desk.clock.advance(60)
    assert await desk.claim() == ()


async def test_many_changes_make_one_update(desk: Desk) -> None:
    await desk.post()
    for _ in range(5):
        await desk.world.run(take)

    claim = await desk.one()

    assert isinstance(claim.work, CardWork)
    assert (claim.work.ts, claim.work.shown_revision) == ("1.0001", 1)
    assert await desk.deliveries.waiting() == 1
    await desk.deliveries.intend(claim)
    await desk.deliveries.settle_card(claim, ts="1.0001", revision=await desk.revision())
    desk.clock.advance(1)
    assert await desk.claim() == ()


async def test_a_change_while_a_card_is_drawn_is_drawn_again(desk: Desk) -> None:
    claim = await desk.one()
    await desk.deliveries.intend(claim)
    await desk.world.run(take)
    await desk.deliveries.settle_card(claim, ts="1.0001", revision=1)
    desk.clock.advance(1)

    again = await desk.one()

    assert isinstance(again.work, CardWork)
    assert again.work.ts == "1.0001"


async def test_a_redraw_is_asked_for_without_a_change_and_done_once(desk: Desk) -> None:
    await desk.post()
    await desk.world.run(lambda uow: uow.cards.redraw("case-1"))
    claim = await desk.one()
    await desk.deliveries.settle_card(claim, ts="1.0001", revision=1)
    desk.clock.advance(1)

    assert await desk.claim() == ()


async def test_a_redraw_asked_for_while_drawing_is_not_forgotten(desk: Desk) -> None:
    await desk.post()
    await desk.world.run(lambda uow: uow.cards.redraw("case-1"))
    claim = await desk.one()
    await desk.world.run(lambda uow: uow.cards.redraw("case-1"))
    await desk.deliveries.settle_card(claim, ts="1.0001", revision=1)
    desk.clock.advance(1)

    assert len(await desk.claim()) == 1


async def test_a_lane_has_one_holder(desk: Desk) -> None:
    await desk.world.add(ticket("case-9", 20260009))
    await desk.world.run(lambda uow: uow.cards.want("case-9", "C1", "en"))

    claims = await asyncio.gather(*(desk.claim(f"loop-{n}") for n in range(8)))

    assert sorted(len(claimed) for claimed in claims) == [0] * 7 + [1]


async def test_another_takes_over_when_the_lease_ends_and_the_late_holder_changes_nothing(desk: Desk) -> None:
    late = await desk.one("loop-a")
    desk.clock.advance(14.9)
    assert await desk.claim("loop-b") == ()
    desk.clock.advance(0.1)
    present = await desk.one("loop-b")

    assert present.fence > late.fence
    assert not await desk.deliveries.intend(late)
    await desk.deliveries.settle_card(late, ts="9.9", revision=99)
    await desk.deliveries.park(late, reason="is_archived")
    await desk.deliveries.dead(late, reason="invalid_blocks")
    await desk.deliveries.lost(late)
    await desk.deliveries.retry(late, in_s=900, maybe_sent=True, reason="timeout")
    assert await desk.deliveries.intend(present)
    (copy,) = await desk.world.read(lambda unit: unit.cards.of("case-1"))
    assert (copy.ts, copy.parked) == (None, None)
    await desk.deliveries.settle_card(present, ts="1.0001", revision=1)
    assert await desk.deliveries.waiting() == 0


async def test_a_claim_is_over_once_it_is_settled(desk: Desk) -> None:
    claim = await desk.one()
    await desk.deliveries.intend(claim)
    await desk.deliveries.settle_card(claim, ts="1.0001", revision=1)
    await desk.deliveries.settle_card(claim, ts="2.0002", revision=7)

    (copy,) = await desk.world.read(lambda unit: unit.cards.of("case-1"))
    assert (copy.ts, copy.shown_revision) == ("1.0001", 1)


async def test_nobody_calls_on_a_lease_that_would_end_before_the_call(desk: Desk) -> None:
    claim = await desk.one()
    desk.clock.advance(5.1)

    assert not await desk.deliveries.intend(claim)
    fresh = await desk.one("loop-b")  # it was let go at once, and certainly not sent
    assert not fresh.maybe_sent
    assert await desk.deliveries.intend(fresh)


async def test_a_crash_before_the_intent_was_certainly_not_sent(desk: Desk) -> None:
    await desk.one()
    desk.clock.advance(15)

    claim = await desk.one("loop-b")

    assert (claim.maybe_sent, claim.first_sent_at) == (False, None)


async def test_a_crash_after_the_intent_was_maybe_sent_and_waits_until_it_must_have_settled(
    desk: Desk,
) -> None:
    crashed = await desk.one()
    assert await desk.deliveries.intend(crashed)
    sent_at = desk.clock.now()
    desk.clock.advance(15.9)
    assert await desk.claim("loop-b") == ()
    desk.clock.advance(0.1)

    claim = await desk.one("loop-b")

    assert (claim.maybe_sent, claim.first_sent_at, claim.attempts) == (True, sent_at, 1)
    assert isinstance(claim.work, CardWork) and isinstance(crashed.work, CardWork)
    assert claim.work.delivery_id == crashed.work.delivery_id


async def test_two_probes_are_counted_before_it_is_sent_again(desk: Desk) -> None:
    first = await desk.one()
    await desk.deliveries.intend(first)
    await desk.deliveries.retry(first, in_s=1, maybe_sent=True, reason="timeout")
    desk.clock.advance(15.9)
    assert await desk.claim() == ()
    desk.clock.advance(0.1)
    probing = await desk.one()
    await desk.deliveries.probed(probing, in_s=5)
    assert await desk.claim() == ()
    desk.clock.advance(5)

    again = await desk.one()

    assert (again.maybe_sent, again.negative_probes) == (True, 1)
    assert again.first_sent_at == first.lease_until.replace() - Timing().lease
    assert await desk.deliveries.intend(again)
    await desk.deliveries.retry(again, in_s=1, maybe_sent=True, reason="timeout")
    desk.clock.advance(16)
    assert (await desk.one()).negative_probes == 0


async def test_a_definite_refusal_is_tried_again_as_if_it_had_not_been_sent(desk: Desk) -> None:
    claim = await desk.one()
    await desk.deliveries.intend(claim)
    await desk.deliveries.retry(claim, in_s=30, maybe_sent=False, reason="ratelimited")
    desk.clock.advance(29.9)
    assert await desk.claim() == ()
    desk.clock.advance(0.1)

    again = await desk.one()

    assert (again.maybe_sent, again.first_sent_at, again.attempts) == (False, None, 1)


async def test_a_lane_is_paced_by_its_sends(desk: Desk) -> None:
    await desk.world.add(ticket("case-9", 20260009))
    await desk.world.run(lambda uow: uow.cards.want("case-9", "C1", "en"))
    first = await desk.one()
    await desk.deliveries.intend(first)
    desk.clock.advance(0.4)
    await desk.deliveries.settle_card(first, ts="1.0001", revision=1)
    desk.clock.advance(0.5)
    assert await desk.claim() == ()
    desk.clock.advance(0.1)

    assert len(await desk.claim()) == 1


async def test_a_lane_that_was_refused_for_its_rate_is_paced_by_the_ends_of_its_calls(desk: Desk) -> None:
    await desk.world.add(ticket("case-9", 20260009))
    await desk.world.run(lambda uow: uow.cards.want("case-9", "C1", "en"))
    refused = await desk.one()
    await desk.deliveries.intend(refused)
    await desk.deliveries.retry(refused, in_s=2, maybe_sent=False, reason="ratelimited")
    desk.clock.advance(2)
    first = await desk.one()
    await desk.deliveries.intend(first)
    desk.clock.advance(0.4)
    await desk.deliveries.settle_card(first, ts="1.0001", revision=1)
    desk.clock.advance(0.9)
    assert await desk.claim() == ()
    desk.clock.advance(0.1)

    assert len(await desk.claim()) == 1


async def test_a_parked_lane_waits_until_it_is_reopened(desk: Desk) -> None:
    claim = await desk.one()
    await desk.deliveries.intend(claim)
    await desk.deliveries.park(claim, reason="is_archived")
    desk.clock.advance(3600)

    assert await desk.claim() == ()
    assert await desk.deliveries.parked() == (("channel:C1", "is_archived"),)
    (copy,) = await desk.world.read(lambda unit: unit.cards.of("case-1"))
    assert copy.parked == "is_archived"
    assert await desk.deliveries.reopen("C2") == 0
    assert await desk.deliveries.reopen("C1") == 1
    assert not (await desk.one()).maybe_sent
    assert await desk.deliveries.parked() == ()


async def test_a_claim_reads_only_what_waits(sqlite: SqliteTransactions, clock: SetClock) -> None:
    """The claim runs every second for years: it must not grow with what was sent."""
    desk = Desk(World(sqlite, clock))
    statements: list[tuple[str, tuple[object, ...]]] = []

    def note(
        _conn: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_: object
    ) -> None:
        statements.append((statement, parameters))

    await desk.world.add(ticket())
    await desk.world.run(lambda uow: uow.cards.want("case-1", "C1", "en"))
    event.listen(sqlite.engine, "before_cursor_execute", note)
    await desk.claim()
    await SqlOperations(sqlite).claim("loop-a", limit=5)
    event.remove(sqlite.engine, "before_cursor_execute", note)

    def plan(conn: Connection) -> str:
        explained = [
            (f"EXPLAIN QUERY PLAN {sql}", values)
            for sql, values in statements
            if sql.startswith(("SELECT", "UPDATE"))
        ]
        return "\n".join(row[3] for sql, values in explained for row in conn.exec_driver_sql(sql, values))

    steps = await sqlite.look(plan)
    assert "INDEX card_behind" in steps
    assert "INDEX delivery_waiting" in steps
    assert "INDEX operation_due" in steps
    assert "SCAN delivery\n" not in f"{steps}\n" and "SCAN card\n" not in f"{steps}\n"
