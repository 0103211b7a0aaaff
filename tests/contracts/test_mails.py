"""Which mail belongs to which case is remembered, letters of ours and mails that came, on every store alike."""

import pytest

from core.errors import Repeated
from core.ports.mails import MailRow
from core.ports.unit_of_work import UnitOfWork
from storage.housekeeping import UNMATCHED_KEPT, prune
from storage.transactions import SqlTransactions
from tests.contracts.test_books import HOSTILE
from tests.contracts.world import World, later, ticket
from tests.fakes.clock import SetClock

CAME = MailRow(message_id="<answer@mail.example>", arrived_at=later(0), outcome="heard", case_id="case-1")


def write_letter(uow: UnitOfWork) -> None:
    uow.outbox.letter("case-1", "letter-1", "Bo", "bo@shop.example", "en", "Mug", "Soon.")


async def test_a_letter_is_known_by_its_message_id_and_by_nobody_elses(world: World) -> None:
    await world.add(ticket())
    await world.run(write_letter)
    ids = ("<unknown@x.example>", "<letter-1@shop.example>")
    assert await world.read(lambda unit: unit.mails.case_of(ids)) == "case-1"
    assert await world.read(lambda unit: unit.mails.letter(ids)) == ("letter-1", "case-1")
    assert await world.read(lambda unit: unit.mails.case_of(ids[:1])) is None
    assert await world.read(lambda unit: unit.mails.case_of(())) is None
    assert await world.read(lambda unit: unit.mails.letter(())) is None


async def test_of_several_cases_the_first_named_counts(world: World) -> None:
    await world.add(ticket())
    await world.run(write_letter)
    other = MailRow(message_id="<2@x.example>", arrived_at=later(0), outcome="heard", case_id="case-2")
    await world.run(lambda uow: uow.mails.keep(other))
    both = ("<2@x.example>", "<letter-1@x>")
    assert await world.read(lambda unit: unit.mails.case_of(both)) == "case-2"
    assert await world.read(lambda unit: unit.mails.case_of(both[::-1])) == "case-1"


async def test_a_mail_that_came_is_known_and_comes_once(world: World) -> None:
    assert not await world.read(lambda unit: unit.mails.has(CAME.message_id))
    await world.run(lambda uow: uow.mails.keep(CAME))
    assert await world.read(lambda unit: unit.mails.has(CAME.message_id))
    assert await world.read(lambda unit: unit.mails.case_of((CAME.message_id,))) == "case-1"
    with pytest.raises(Repeated):
        await world.run(lambda uow: uow.mails.keep(CAME))


async def test_mails_of_no_case_come_back_whole_and_newest_first(world: World) -> None:
    rows = [
        MailRow(
            message_id=f"<{number}@x.example>",
            arrived_at=later(number),
            outcome="unmatched",
            sender="eve@evil.example",
            subject=HOSTILE,
            text=HOSTILE * 10,
        )
        for number in range(3)
    ]

    def keep_all(uow: UnitOfWork) -> None:
        for row in (*rows, CAME):
            uow.mails.keep(row)

    await world.run(keep_all)
    assert await world.read(lambda unit: unit.mails.unmatched(2)) == (rows[2], rows[1])
    assert await world.read(lambda unit: unit.mails.case_of((rows[0].message_id,))) is None


async def test_a_letter_waits_with_the_thread_that_it_belongs_to(world: World) -> None:
    await world.add(ticket())
    await world.run(
        lambda uow: uow.outbox.letter(
            *("case-1", "letter-2", "Bo", "bo@shop.example", "en", "Re: Mug", "Soon."),
            in_reply_to="<answer@mail.example>",
            references=("letter-0", "<first@mail.example>"),
        )
    )
    (claim,) = await world.deliveries.claim("loop-a", limit=1)
    assert getattr(claim.work, "references", None) == ("letter-0", "<first@mail.example>")


async def test_a_mail_of_no_case_is_kept_for_a_month_and_one_of_a_case_for_good(
    database: SqlTransactions, clock: SetClock
) -> None:
    real = World(database, clock)
    lost = MailRow(message_id="<lost@x.example>", arrived_at=clock.now(), outcome="unmatched", text="?")
    await real.run(lambda uow: uow.mails.keep(lost))
    await real.run(lambda uow: uow.mails.keep(CAME))
    clock.advance(UNMATCHED_KEPT.total_seconds())
    assert await prune(database) == 0
    clock.advance(1)
    assert await prune(database) == 1
    assert await real.read(lambda unit: unit.mails.has(CAME.message_id))
