"""Promises of the delivery claims: what waits for what, who goes first, and what holds up whom."""

from core.domain.case_parts import Severity
from core.ports.deliveries import CardWork, LetterWork, NoteWork
from core.ports.unit_of_work import UnitOfWork
from tests.contracts.desk import NOTICE, OTHER_NOTICE, Desk
from tests.contracts.world import ANA, ANDON, take, ticket


async def test_notes_wait_for_their_card_and_keep_their_order(desk: Desk) -> None:
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", NOTICE), ANDON)
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", OTHER_NOTICE), ANA)
    await desk.post("1.0001")

    for expected in (NOTICE, OTHER_NOTICE):
        claim = await desk.one()
        assert isinstance(claim.work, NoteWork)
        assert (claim.work.notice, claim.work.channel_id) == (expected, "C1")
        assert (claim.work.thread_ts, claim.work.case_id) == ("1.0001", "case-1")
        await desk.deliveries.intend(claim)
        await desk.deliveries.settle_sent(claim, ts="1.5")
        desk.clock.advance(1)
    assert await desk.deliveries.waiting() == 0


async def test_a_note_never_goes_out_before_its_card(desk: Desk) -> None:
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", NOTICE))
    await desk.deliveries.dead(await desk.one(), reason="invalid_blocks")
    desk.clock.advance(60)

    assert await desk.claim() == ()
    await desk.world.run(take)
    assert isinstance((await desk.one()).work, CardWork)


async def test_a_note_written_before_the_case_has_a_home_goes_there(desk: Desk) -> None:
    def note_then_home(uow: UnitOfWork) -> None:
        uow.cases.add(ticket("case-9", 20260009))
        uow.outbox.thread("case-9", NOTICE)

    await desk.post()
    await desk.world.run(note_then_home)
    assert await desk.claim() == ()
    await desk.world.run(lambda uow: uow.cards.want("case-9", "C9", "fr"))
    await desk.post("9.0001")

    claim = await desk.one()

    assert isinstance(claim.work, NoteWork)
    assert (claim.lane, claim.work.channel_id, claim.work.thread_ts) == ("channel:C9", "C9", "9.0001")
    assert claim.work.locale == "fr"


async def test_a_deleted_message_is_posted_afresh_and_its_notes_wait_for_it(desk: Desk) -> None:
    first = await desk.one()
    await desk.deliveries.intend(first)
    await desk.deliveries.settle_card(first, ts="1.0001", revision=1)
    desk.clock.advance(1)
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", NOTICE))
    await desk.world.run(lambda uow: uow.cards.lost("C1", "1.0001"))

    again = await desk.one()

    assert isinstance(again.work, CardWork) and isinstance(first.work, CardWork)
    assert (again.work.ts, again.work.shown_revision) == (None, 0)
    assert again.work.delivery_id != first.work.delivery_id
    await desk.deliveries.intend(again)
    await desk.deliveries.settle_card(again, ts="2.0002", revision=1)
    desk.clock.advance(1)
    note = await desk.one()
    assert isinstance(note.work, NoteWork) and note.work.thread_ts == "2.0002"


async def test_a_message_found_gone_by_the_loop_is_posted_afresh(desk: Desk) -> None:
    await desk.post()
    await desk.world.run(take)
    claim = await desk.one()
    await desk.deliveries.lost(claim)
    desk.clock.advance(1)

    again = await desk.one()

    assert isinstance(again.work, CardWork) and again.work.ts is None


async def test_what_can_never_be_sent_is_kept_and_the_lane_goes_on(desk: Desk) -> None:
    await desk.post()
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", NOTICE))
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", OTHER_NOTICE))
    claim = await desk.one()
    await desk.deliveries.dead(claim, reason="msg_too_long")
    desk.clock.advance(1)

    following = await desk.one()

    assert isinstance(following.work, NoteWork) and following.work.notice == OTHER_NOTICE


async def test_a_card_that_cannot_be_drawn_is_tried_again_when_its_case_changes(desk: Desk) -> None:
    await desk.post()
    await desk.world.run(take)
    await desk.deliveries.dead(await desk.one(), reason="invalid_blocks")
    desk.clock.advance(60)
    assert await desk.claim() == ()
    await desk.world.run(take)

    assert len(await desk.claim()) == 1


async def test_a_held_method_keeps_its_things_back_and_no_others(desk: Desk) -> None:
    await desk.post()
    await desk.world.run(take)
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", NOTICE))
    await desk.deliveries.hold_method("chat.update", seconds=30)
    await desk.deliveries.hold_method("chat.update", seconds=10)

    note = await desk.one()
    assert isinstance(note.work, NoteWork)
    await desk.deliveries.intend(note)
    await desk.deliveries.settle_sent(note, ts="1.5")
    desk.clock.advance(29)
    assert await desk.claim() == ()
    desk.clock.advance(1)
    assert isinstance((await desk.one()).work, CardWork)


async def test_everything_to_slack_can_be_held_while_mail_goes_on(desk: Desk) -> None:
    await desk.world.run(
        lambda uow: uow.outbox.letter(
            "case-1", "letter-1", "Bo", "bo@Shop.example", "en", "Paused", "We paused."
        )
    )
    await desk.deliveries.hold_method("all", seconds=30)

    claim = await desk.one()

    assert claim.lane == "mail:shop.example"
    assert claim.work == LetterWork(
        delivery_id="letter-1",
        case_id="case-1",
        case_number="20260001",
        to_name="Bo",
        to_address="bo@Shop.example",
        locale="en",
        subject="Paused",
        body="We paused.",
    )


async def test_a_letter_remembers_which_letter_it_follows(desk: Desk) -> None:
    await desk.world.run(
        lambda uow: uow.outbox.letter(
            "case-1", "letter-2", "Bo", "bo@shop.example", "en", "Re: Mug", "Soon.", in_reply_to="letter-1"
        )
    )
    await desk.deliveries.hold_method("all", seconds=30)

    claim = await desk.one()

    assert isinstance(claim.work, LetterWork)
    assert claim.work.in_reply_to == "letter-1"


async def test_the_urgent_goes_first_and_no_lane_waits_for_another(desk: Desk) -> None:
    await desk.post()
    await desk.world.add(
        ticket("case-3", 20260003, severity=Severity.LOW),
        ticket("case-4", 20260004, severity=Severity.CRITICAL),
    )

    def write_all(uow: UnitOfWork) -> None:
        uow.outbox.letter("case-1", "letter-1", "Bo", "bo@shop.example", "en", "s", "b")
        uow.cards.want("case-3", "C3", "en")
        uow.cards.want("case-4", "C4", "en")
        uow.outbox.direct("U0BO", NOTICE)
        uow.cards.redraw("case-1")

    await desk.world.run(write_all, ANDON)

    lanes = [claim.lane for claim in await desk.claim()]
    assert lanes == ["person:U0BO", "channel:C4", "channel:C3", "channel:C1", "mail:shop.example"]


async def test_the_limit_takes_the_most_urgent(desk: Desk) -> None:
    await desk.world.run(lambda uow: uow.outbox.direct("U0BO", NOTICE))

    (claim,) = await desk.claim(limit=1)

    assert claim.lane == "person:U0BO"


async def test_what_may_have_been_sent_is_settled_before_anything_else_of_its_lane(desk: Desk) -> None:
    await desk.post()
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", NOTICE), ANDON)
    note = await desk.one()
    await desk.deliveries.intend(note)
    await desk.world.run(take)  # a person's act: its card would be more urgent
    desk.clock.advance(16)

    again = await desk.one()

    assert isinstance(again.work, NoteWork) and again.maybe_sent


async def test_progress_is_kept_for_the_next_try(desk: Desk) -> None:
    await desk.post()
    await desk.world.run(lambda uow: uow.outbox.thread("case-1", NOTICE))
    claim = await desk.one()
    assert await desk.deliveries.remember(claim, "F123")
    desk.clock.advance(15)

    again = await desk.one("loop-b")

    assert isinstance(again.work, NoteWork) and again.work.progress == "F123"
    assert not await desk.deliveries.remember(claim, "F999")


async def test_a_second_channel_gets_a_copy_of_its_own(desk: Desk) -> None:
    await desk.world.run(lambda uow: uow.cards.want("case-1", "C2", "fr"))
    await desk.world.run(lambda uow: uow.cards.want("case-1", "C2", "de"))

    copies = await desk.world.read(lambda unit: unit.cards.of("case-1"))

    assert [(copy.channel_id, copy.home, copy.locale) for copy in copies] == [
        ("C1", True, "en"),
        ("C2", False, "fr"),
    ]
    assert [claim.lane for claim in await desk.claim()] == ["channel:C1", "channel:C2"]
