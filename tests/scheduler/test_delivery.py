"""What the delivery loop does on good days, and on days when an answer gets lost."""

import asyncio

from core.errors import OutcomeUnknown
from tests.scheduler.delivery_scene import LETTER, nothing_more, played, somebody_asked_to_close
from tests.scheduler.delivery_world import COMMENT, PICTURE, World
from tests.scheduler.simulated_slack import Faults
from tests.scheduler.simulation import simulate


def test_a_card_is_posted_and_remembers_the_revision_it_shows() -> None:
    world = played(lambda w: nothing_more(w.deliveries.want_card("case-1", "C1")))
    (message,) = world.slack.standing("C1")
    row = world.deliveries.rows["card-case-1-C1"]
    assert (message.text, row.ts, row.shown) == ("r1", message.ts, 1)


def test_a_card_that_changed_ten_times_while_it_waited_is_drawn_once() -> None:
    def scene(world: World) -> None:
        row = world.deliveries.want_card("case-1", "C1")
        for _ in range(9):
            world.deliveries.changed(row)

    world = played(scene)
    assert [m.text for m in world.slack.standing("C1")] == ["r10"]
    assert world.slack.calls == ["post_card"]


def test_a_deleted_card_is_posted_again() -> None:
    async def scene(world: World) -> None:
        row = world.deliveries.want_card("case-1", "C1")
        await asyncio.sleep(3)
        world.slack.delete(row.ts or "")
        world.deliveries.changed(row)

    world = played(scene)
    (message,) = world.slack.standing("C1")
    assert message.text == "r2"
    assert ("lost", "card-case-1-C1") in world.deliveries.log


def test_a_lost_answer_is_searched_for_and_the_message_adopted() -> None:
    world = played(
        lambda w: nothing_more(w.deliveries.want_note("n1", COMMENT, channel_id="C1")),
        faults=Faults(accepted_timeout=1.0),
    )
    (message,) = world.slack.standing("C1")
    assert world.deliveries.rows["n1"].ts == message.ts
    assert world.slack.calls == ["tell", "find"]


def test_a_message_that_never_landed_is_sent_again_after_two_searches_five_seconds_apart() -> None:
    times: list[float] = []

    async def scene(world: World) -> None:
        world.slack.fails["tell"].append(OutcomeUnknown("reset"))
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")
        find = world.slack.find

        async def timed(*args: object) -> object:
            times.append(asyncio.get_running_loop().time())
            return await find(*args)  # type: ignore[arg-type]

        world.slack.find = timed  # type: ignore[assignment, method-assign]

    world = played(scene)
    assert world.slack.calls == ["tell", "find", "find", "tell"]
    assert times[1] - times[0] >= 5
    assert times[0] >= 16
    assert len(world.slack.standing("C1")) == 1


def test_a_picture_is_uploaded_remembered_and_shared_once() -> None:
    world = played(lambda w: nothing_more(w.deliveries.want_note("p1", PICTURE, channel_id="C1")))
    assert world.slack.calls == ["upload_picture", "share_picture"]
    assert [(f, c) for f, c, _ in world.slack.shares] == [("F1", "C1")]


def test_a_picture_whose_sharing_got_no_answer_is_looked_for_and_not_uploaded_again() -> None:
    world = played(
        lambda w: nothing_more(w.deliveries.want_note("p1", PICTURE, channel_id="C1")),
        faults=Faults(accepted_5xx=1.0),
    )
    assert world.slack.calls == ["upload_picture", "share_picture", "picture_shared"]
    assert len(world.slack.shares) == 1


def test_an_answer_reaches_whoever_asked() -> None:
    def scene(world: World) -> None:
        somebody_asked_to_close(world)

    world = played(scene)
    assert world.slack.answers == ["attempt-1"]
    assert world.deliveries.rows["answer-1"].state == "done"


def test_a_letter_carries_its_id_so_that_a_repeat_can_be_told() -> None:
    def scene(world: World) -> None:
        world.mail.fails.append(OutcomeUnknown("connection_lost"))
        world.deliveries.want(LETTER, "mail:kitchenware.example")

    world = played(scene)
    (letter,) = world.mail.letters
    assert (letter.id, letter.to_address, letter.body) == (
        "letter-1",
        "noor@kitchenware.example",
        "What happened: ...",
    )


def test_a_direct_message_goes_to_the_person_and_is_searched_for_there() -> None:
    world = played(
        lambda w: nothing_more(w.deliveries.want_note("d1", COMMENT, member_id="U7")),
        faults=Faults(accepted_timeout=1.0),
    )
    assert [m.delivery_id for m in world.slack.standing("U7")] == ["d1"]
    assert world.slack.calls == ["tell_person", "find"]


def test_twenty_channels_are_served_at_once_and_one_channel_a_message_a_second() -> None:
    def scene(world: World) -> None:
        for i in range(20):
            world.deliveries.want_note(f"n{i}", COMMENT, channel_id=f"C{i}")
        for i in range(5):
            world.deliveries.want_note(f"m{i}", COMMENT, channel_id="C0")

    world = played(scene)
    others = [m.at_s for m in world.slack.messages if m.channel_id != "C0"]
    one = [m.at_s for m in world.slack.standing("C0")]
    assert max(others) < 1.0
    assert [m.delivery_id for m in world.slack.standing("C0")] == ["n0", "m0", "m1", "m2", "m3", "m4"]
    assert 5.0 <= one[-1] - one[0] < 7.0
    assert world.slack.limited == 0


def test_a_commit_wakes_the_loop_at_once() -> None:
    async def main() -> float:
        world = World()
        loop = world.replica("r1")
        running = asyncio.create_task(loop.run())
        await asyncio.sleep(10.3)
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")
        loop.wake()
        await asyncio.sleep(5)
        await loop.stop()
        await running
        return world.slack.standing("C1")[0].at_s

    assert simulate(main()) < 10.3 + 0.3


def test_a_stop_waits_for_what_is_under_way_and_claims_no_more() -> None:
    async def main() -> tuple[World, float]:
        world = World()
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")
        world.deliveries.want_note("n2", COMMENT, channel_id="C1")
        loop = world.replica("r1")
        running = asyncio.create_task(loop.run())
        await asyncio.sleep(0.05)
        assert world.slack.calls == ["tell"]
        before = asyncio.get_running_loop().time()
        await loop.stop()
        await running
        return world, asyncio.get_running_loop().time() - before

    world, took_s = simulate(main())
    assert world.deliveries.rows["n1"].state == "done"
    assert world.deliveries.rows["n2"].attempts == 0
    assert took_s < 1


def test_a_stop_does_not_wait_longer_than_ten_seconds() -> None:
    async def main() -> float:
        world = World(faults=Faults(accepted_timeout=1.0))
        world.deliveries.want_note("n1", COMMENT, channel_id="C1")
        loop = world.replica("r1")
        running = asyncio.create_task(loop.run())
        await asyncio.sleep(0.05)
        assert world.slack.calls == ["tell"]
        before = asyncio.get_running_loop().time()
        await loop.stop()
        await running
        return asyncio.get_running_loop().time() - before

    assert simulate(main()) <= 10.1
