"""Promises that Transactions keep in every store, the in-memory one included."""

import asyncio
from contextlib import suppress

import pytest

from core.domain.case_parts import Link
from core.domain.job_ticket import JobTicket
from core.errors import NotFound, Repeated
from core.ports.unit_of_work import UnitOfWork
from tests.contracts.world import ANDON, World, issue, operation, take, ticket


async def test_a_case_comes_back_as_it_was_with_its_kind(world: World) -> None:
    await world.add(ticket(), issue())

    assert await world.case("case-1") == ticket()
    assert isinstance(await world.case("case-1"), JobTicket)
    assert (await world.case("case-2")).code == "order.stock_out"


async def test_an_act_is_kept_with_its_history_and_its_cards_are_behind(world: World) -> None:
    await world.add(ticket())
    await world.run(lambda uow: uow.cards.want("case-1", "C1", "en"))
    await world.run(take)

    taken = await world.case("case-1")
    assert (taken.owner, taken.version, taken.recorded) == ("U0ANA", 2, [])
    rows = await world.read(lambda unit: unit.history.of("case-1"))
    assert [(r.seq, r.event, r.action, r.actor_name, r.path) for r in rows] == [
        (1, "Taken", "take", "Ana", "button")
    ]
    assert rows[0].at == world.clock.now()
    assert rows[0].facts == {"by": "U0ANA"}


async def test_a_work_that_raises_leaves_nothing(world: World) -> None:
    await world.add(ticket())

    def take_and_fail(uow: UnitOfWork) -> None:
        take(uow)
        uow.cards.want("case-1", "C1", "en")
        uow.operations.add(operation())
        uow.inbox.keep("click-1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await world.run(take_and_fail)

    assert (await world.case("case-1")).owner is None
    assert await world.read(lambda unit: unit.history.of("case-1")) == ()
    assert await world.read(lambda unit: unit.cards.of("case-1")) == ()
    assert await world.read(lambda unit: unit.operations.live("job.pause", "job-7")) is None
    assert await world.run(lambda uow: uow.inbox.seen("click-1")) is None


async def test_a_case_added_and_changed_in_one_unit_is_kept_as_it_ended(world: World) -> None:
    def open_and_take(uow: UnitOfWork) -> None:
        uow.cases.add(issue())
        assert uow.cases.newest_with_key("order:case-2") is not None
        uow.cases.get("case-2").take(by="U1", at=uow.now)
        assert [each.event.__class__.__name__ for each in uow.touched[0].recorded] == ["IssueOpened", "Taken"]

    await world.run(open_and_take)

    assert (await world.case("case-2")).owner == "U1"
    rows = await world.read(lambda unit: unit.history.of("case-2"))
    assert [row.event for row in rows] == ["IssueOpened", "Taken"]


async def test_a_field_set_without_an_act_is_kept_and_shown(world: World) -> None:
    await world.add(ticket())
    before = (await world.case("case-1")).revision

    def set_runbook(uow: UnitOfWork) -> None:
        uow.cases.get("case-1").runbook_url = "https://example.test/runbook"

    await world.run(set_runbook)

    after = await world.case("case-1")
    assert after.runbook_url == "https://example.test/runbook"
    assert after.revision == before + 1


async def test_looking_changes_nothing(world: World) -> None:
    await world.add(ticket())
    await world.run(lambda uow: uow.cases.get("case-1").allowed())

    assert (await world.case("case-1")).revision == 1


async def test_no_update_is_lost_among_sixteen_writers(world: World) -> None:
    await world.add(ticket())

    async def add_link(number: int) -> None:
        def linked(uow: UnitOfWork) -> None:
            case = uow.cases.get("case-1")
            case.link(Link(relation="related", number=number), by="U1", at=uow.now)

        await world.run(linked)

    for start in range(0, 32, 4):
        await asyncio.gather(*(add_link(number) for number in range(start, start + 4)))

    kept = await world.case("case-1")
    assert sorted(link.number for link in kept.links) == list(range(32))
    assert len(await world.read(lambda unit: unit.history.of("case-1"))) == 32


async def test_sixteen_at_once_on_sixteen_cases_all_succeed(world: World) -> None:
    await world.add(*(ticket(f"case-{n}", 20260000 + n) for n in range(1, 17)))

    def take_one(case_id: str) -> "asyncio.Future[None]":
        return asyncio.ensure_future(world.run(lambda uow: uow.cases.get(case_id).take(by="U1", at=uow.now)))

    await asyncio.gather(*(take_one(f"case-{n}") for n in range(1, 17)))

    cases = [await world.case(f"case-{n}") for n in range(1, 17)]
    assert {case.owner for case in cases} == {"U1"}


async def test_of_those_who_come_at_once_a_failing_one_takes_nobody_with_it(world: World) -> None:
    await world.add(*(ticket(f"case-{n}", 20260000 + n) for n in range(9)))

    def take_or_fail(number: int) -> "asyncio.Future[None]":
        def work(uow: UnitOfWork) -> None:
            uow.cases.get(f"case-{number}").take(by="U1", at=uow.now)
            if number % 3 == 0:
                uow.cases.get("nowhere")

        return asyncio.ensure_future(world.run(work))

    answers = await asyncio.gather(*(take_or_fail(n) for n in range(9)), return_exceptions=True)

    assert [type(answer) for answer in answers] == [NotFound, type(None), type(None)] * 3
    owners = [(await world.case(f"case-{n}")).owner for n in range(9)]
    assert owners == [None, "U1", "U1"] * 3


async def test_a_caller_who_gives_up_undoes_nothing(world: World) -> None:
    await world.add(ticket())
    await world.run(lambda uow: uow.cards.want("case-1", "C1", "en"))
    committed = asyncio.Event()
    world.transactions.on_commit.append(committed.set)
    with suppress(TimeoutError):
        async with asyncio.timeout(0):
            await world.run(take)
    await asyncio.wait_for(committed.wait(), 5)

    assert (await world.case("case-1")).owner == "U0ANA"


async def test_numbers_count_on_and_are_never_given_twice(world: World) -> None:
    drawn = await asyncio.gather(*(world.run(lambda uow: uow.cases.next_number(2026)) for _ in range(20)))
    next_year = await world.run(lambda uow: uow.cases.next_number(2027))

    assert sorted(drawn) == [int(f"2026{n:04d}") for n in range(1, 21)]
    assert next_year == 20270001


async def test_a_number_given_up_is_no_reason_to_give_another_twice(world: World) -> None:
    def draw_and_fail(uow: UnitOfWork) -> None:
        uow.cases.next_number(2026)
        raise ZeroDivisionError

    first = await world.run(lambda uow: uow.cases.next_number(2026))
    with pytest.raises(ZeroDivisionError):
        await world.run(draw_and_fail)

    assert await world.run(lambda uow: uow.cases.next_number(2026)) > first


async def test_the_same_act_is_on_record_once(world: World) -> None:
    await world.run(lambda uow: uow.inbox.keep("click-1", "case-1"))
    seen = await world.run(lambda uow: uow.inbox.seen("click-1"))

    assert seen is not None
    assert (seen.by, seen.by_name, seen.case_id, seen.at) == ("U0ANA", "Ana", "case-1", world.clock.now())
    with pytest.raises(Repeated) as refused:
        await world.run(lambda uow: uow.inbox.keep("click-1"))
    assert refused.value.facts["by"] == "U0ANA"


async def test_of_many_who_record_the_same_act_one_is_first(world: World) -> None:
    keeps = [world.run(lambda uow: uow.inbox.keep("event-1"), ANDON) for _ in range(8)]

    answers = await asyncio.gather(*keeps, return_exceptions=True)

    assert sorted(type(a).__name__ for a in answers) == ["NoneType"] + ["Repeated"] * 7


async def test_what_is_not_there_is_not_found(world: World) -> None:
    for missing in (
        lambda uow: uow.cases.get("nowhere"),
        lambda uow: uow.cases.by_number(20269999),
        lambda uow: uow.cases.by_number(10**40),
        lambda uow: uow.operations.get("nowhere"),
        lambda uow: uow.attempts.get("nowhere"),
    ):
        with pytest.raises(NotFound):
            await world.run(missing)


async def test_the_loops_are_woken_by_what_they_wait_for_and_by_nothing_else(world: World) -> None:
    woken: list[str] = []
    world.transactions.on_commit.append(lambda: woken.append("now"))

    await world.add(ticket())
    assert woken == []
    await world.run(lambda uow: uow.cards.want("case-1", "C1", "en"))
    assert woken == ["now"]
    await world.run(take)
    assert woken == ["now"] * 2
    await world.run(lambda uow: uow.operations.add(operation()))
    assert woken == ["now"] * 3
    await world.read(lambda unit: unit.cases.get("case-1"))
    assert woken == ["now"] * 3
