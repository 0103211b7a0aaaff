"""Promises of the second looks: what was sent again without an answer is noted, and nothing else."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.ports.deliveries import CardWork, DeliveryClaim
from core.ports.second_looks import SecondLook
from storage.repeats import AFTER
from storage.timing import Timing
from tests.contracts.desk import NOTICE, Desk
from tests.contracts.world import ANDON, take

PROBE_GAP_S = 5


async def doubtful(desk: Desk) -> datetime:
    """Intend what is next, get no answer, and look twice in vain: when it was first sent."""
    claim = await desk.one()
    assert await desk.deliveries.intend(claim)
    sent_at = desk.clock.now()
    await unanswered(desk, claim)
    return sent_at


async def unanswered(desk: Desk, claim: DeliveryClaim) -> None:
    await desk.deliveries.retry(claim, in_s=1, maybe_sent=True, reason="timed_out")
    desk.clock.advance(Timing().settled.total_seconds())
    await desk.deliveries.probed(await desk.one(), in_s=PROBE_GAP_S)
    desk.clock.advance(PROBE_GAP_S)


async def repeated(desk: Desk) -> DeliveryClaim:
    claim = await desk.one()
    assert await desk.deliveries.intend(claim)
    return claim


async def due(desk: Desk, after_s: float = AFTER.total_seconds()) -> tuple[SecondLook, ...]:
    desk.clock.advance(after_s)
    return await desk.world.second_looks.due(limit=10)


async def posted_twice(desk: Desk) -> SecondLook:
    """The card stands at 1.0001, and may stand a second time."""
    await doubtful(desk)
    await desk.deliveries.settle_card(await repeated(desk), ts="1.0001", revision=1)
    (look,) = await due(desk)
    return look


async def test_a_card_that_was_repeated_is_looked_at_a_minute_after_the_repeat(desk: Desk) -> None:
    since = await doubtful(desk)
    claim = await repeated(desk)
    again_at = desk.clock.now()
    desk.clock.advance(2)
    await desk.deliveries.settle_card(claim, ts="1.0001", revision=1)

    assert await due(desk, 57.9) == ()
    assert await due(desk, 0.1) == (
        SecondLook(
            delivery_id=claim.work.delivery_id,
            place="C1",
            thread_ts=None,
            kept_ts="1.0001",
            since=since,
            due_at=again_at + timedelta(seconds=60),
        ),
    )


async def test_a_look_stays_until_it_is_forgotten(desk: Desk) -> None:
    look = await posted_twice(desk)

    assert await due(desk, 3600) == (look,)
    await desk.world.second_looks.forget(look.delivery_id)
    await desk.world.second_looks.forget(look.delivery_id)
    assert await due(desk) == ()


async def test_what_was_found_without_a_repeat_stands_once(desk: Desk) -> None:
    claim = await desk.one()
    await desk.deliveries.intend(claim)
    await unanswered(desk, claim)
    await desk.deliveries.settle_card(await desk.one(), ts="1.0001", revision=1)

    assert await due(desk) == ()


async def test_what_was_refused_and_then_sent_stands_once(desk: Desk) -> None:
    refused = await repeated(desk)
    await desk.deliveries.retry(refused, in_s=5, maybe_sent=False, reason="ratelimited")
    desk.clock.advance(5)
    await desk.deliveries.settle_card(await repeated(desk), ts="1.0001", revision=1)

    assert await due(desk) == ()


async def test_a_repeat_that_was_refused_does_not_make_the_first_try_certain(desk: Desk) -> None:
    since = await doubtful(desk)
    await desk.deliveries.retry(await repeated(desk), in_s=5, maybe_sent=False, reason="ratelimited")
    desk.clock.advance(5)
    await desk.deliveries.settle_card(await repeated(desk), ts="1.0001", revision=1)

    (look,) = await due(desk)
    assert (look.since, look.kept_ts) == (since, "1.0001")


async def test_a_repeat_that_waited_for_its_channel_to_open_is_looked_at(desk: Desk) -> None:
    await doubtful(desk)
    await desk.deliveries.park(await repeated(desk), reason="is_archived")
    await desk.deliveries.reopen("C1")
    desk.clock.advance(1)
    await desk.deliveries.settle_card(await repeated(desk), ts="1.0001", revision=1)

    assert len(await due(desk)) == 1


async def test_a_repeat_whose_sender_died_is_looked_at_whoever_settles_it(desk: Desk) -> None:
    since = await doubtful(desk)
    await repeated(desk)
    desk.clock.advance(Timing().settled.total_seconds())
    await desk.deliveries.settle_card(await desk.one("loop-b"), ts="1.0001", revision=1)

    (look,) = await due(desk)
    assert (look.since, look.kept_ts) == (since, "1.0001")


async def test_a_note_is_looked_for_in_its_thread_and_a_direct_message_with_its_reader(desk: Desk) -> None:
    await desk.post("1.0001")
    for write, place, thread_ts in (
        (lambda uow: uow.outbox.thread("case-1", NOTICE), "C1", "1.0001"),
        (lambda uow: uow.outbox.direct("U0BO", NOTICE), "U0BO", None),
    ):
        await desk.world.run(write, ANDON)
        await doubtful(desk)
        claim = await repeated(desk)
        await desk.deliveries.settle_sent(claim, ts="2.0002")

        (look,) = await due(desk)
        assert (look.delivery_id, look.place) == (claim.work.delivery_id, place)
        assert (look.thread_ts, look.kept_ts) == (thread_ts, "2.0002")
        await desk.world.second_looks.forget(look.delivery_id)


async def test_what_cannot_be_told_apart_is_not_looked_for(desk: Desk) -> None:
    """A picture has no message of its own to record."""
    await desk.post()
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", NOTICE), ANDON)
    await doubtful(desk)
    await desk.deliveries.settle_sent(await repeated(desk), ts=None)

    assert await due(desk) == ()


async def test_a_redraw_that_was_repeated_stands_once(desk: Desk) -> None:
    await desk.post()
    await desk.world.run(take)
    await doubtful(desk)
    await desk.deliveries.settle_card(await repeated(desk), ts="1.0001", revision=await desk.revision())

    assert await due(desk) == ()


async def test_a_late_holder_notes_nothing(desk: Desk) -> None:
    await doubtful(desk)
    late = await repeated(desk)
    desk.clock.advance(Timing().settled.total_seconds())
    await desk.one("loop-b")
    await desk.deliveries.settle_card(late, ts="9.9", revision=9)

    assert await due(desk) == ()


async def test_of_a_copy_that_somebody_deleted_none_shall_stand_under_its_old_name(desk: Desk) -> None:
    look = await posted_twice(desk)
    await desk.world.run(lambda uow: uow.cards.lost("C1", "1.0001"))

    assert await due(desk, 0) == (replace(look, kept_ts=None),)
    await desk.deliveries.settle_card(await repeated(desk), ts="2.0002", revision=1)
    assert await due(desk) == (replace(look, kept_ts=None),)


async def test_of_a_copy_that_the_loop_found_gone_none_shall_stand_either(desk: Desk) -> None:
    look = await posted_twice(desk)
    await desk.world.run(take)
    claim = await desk.one()
    assert isinstance(claim.work, CardWork)
    await desk.deliveries.lost(claim)

    assert await due(desk, 0) == (replace(look, kept_ts=None),)


async def test_who_deletes_the_other_copy_changes_nothing(desk: Desk) -> None:
    look = await posted_twice(desk)
    await desk.world.run(lambda uow: uow.cards.lost("C1", "1.5"))

    assert await due(desk, 0) == (look,)
    assert await desk.claim() == ()


async def test_those_longest_due_come_first_and_only_as_many_as_are_wanted(desk: Desk) -> None:
    first = await posted_twice(desk)
    await desk.world.run(lambda uow: uow.outbox.direct("U0BO", NOTICE))
    await doubtful(desk)
    await desk.deliveries.settle_sent(await repeated(desk), ts="2.0002")
    desk.clock.advance(60)

    assert await desk.world.second_looks.due(limit=1) == (first,)
    assert [look.place for look in await desk.world.second_looks.due(limit=5)] == ["C1", "U0BO"]
