"""What only PostgreSQL must promise: here units do overlap."""

import asyncio
from collections.abc import Callable
from threading import Barrier

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from core.domain.case_parts import Link
from core.errors import Stale
from core.ports.unit_of_work import CaseFilter, UnitOfWork
from storage.postgres import ATTEMPTS, PostgresTransactions
from tests.contracts.world import World, take, ticket
from tests.fakes.clock import SetClock

pytestmark = pytest.mark.postgres

REFUSE = """
CREATE SEQUENCE IF NOT EXISTS refusals;
ALTER SEQUENCE refusals RESTART;
CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('refusals') <= {times} THEN RAISE EXCEPTION 'clash' USING ERRCODE = '{code}'; END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER refuse BEFORE UPDATE ON "case" FOR EACH ROW EXECUTE FUNCTION refuse();
"""
ALLOW = 'DROP TRIGGER IF EXISTS refuse ON "case"'
SERIALIZATION_FAILURE, DEADLOCK_DETECTED, OUT_OF_MEMORY = "40001", "40P01", "53200"


@pytest.fixture
async def world(postgres: PostgresTransactions, clock: SetClock) -> World:
    world = World(postgres, clock)
    with postgres.engine.begin() as conn:
        conn.execute(text(ALLOW))
    await world.add(ticket())
    return world


def link_slowly(number: int, both_have_read: Barrier) -> Callable[[UnitOfWork], None]:
    """Finds the case without locking it and, in its first run, waits until the other has read it too."""
    first_run = [True]

    def work(uow: UnitOfWork) -> None:
        (case,) = uow.cases.find(CaseFilter(), limit=1)
        if first_run:
            first_run.clear()
            both_have_read.wait()
        case.link(Link(relation="related", number=number), by="U1", at=uow.now)

    return work


async def test_of_two_who_read_the_same_case_neither_loses_what_they_did(world: World) -> None:
    both_have_read = Barrier(2, timeout=5)

    await asyncio.gather(*(world.run(link_slowly(number, both_have_read)) for number in (1, 2)))

    kept = await world.case("case-1")
    assert sorted(link.number for link in kept.links) == [1, 2]
    assert len(await world.read(lambda unit: unit.history.of("case-1"))) == 2


async def test_who_is_overtaken_every_time_is_told_stale(
    world: World, postgres: PostgresTransactions
) -> None:
    overtaken: list[int] = []

    def always_too_late(uow: UnitOfWork) -> None:
        (case,) = uow.cases.find(CaseFilter(), limit=1)
        with postgres.engine.begin() as other:
            other.execute(text('UPDATE "case" SET revision = revision + 1'))
        overtaken.append(case.revision)
        case.take(by="U1", at=uow.now)

    with pytest.raises(Stale):
        await world.run(always_too_late)

    assert len(overtaken) == ATTEMPTS
    assert (await world.case("case-1")).owner is None


@pytest.mark.parametrize("code", [SERIALIZATION_FAILURE, DEADLOCK_DETECTED])
async def test_a_clash_is_tried_again(world: World, postgres: PostgresTransactions, code: str) -> None:
    refuse(postgres, code, times=ATTEMPTS - 1)

    await world.run(take)

    assert (await world.case("case-1")).owner == "U0ANA"
    assert len(await world.read(lambda unit: unit.history.of("case-1"))) == 1


@pytest.mark.parametrize(("code", "times"), [(SERIALIZATION_FAILURE, ATTEMPTS), (OUT_OF_MEMORY, 1)])
async def test_a_clash_that_lasts_and_any_other_error_come_through(
    world: World, postgres: PostgresTransactions, code: str, times: int
) -> None:
    refuse(postgres, code, times)

    with pytest.raises(DBAPIError, match="clash"):
        await world.run(take)

    assert (await world.case("case-1")).owner is None


async def test_a_connection_that_breaks_in_the_middle_costs_nothing(
    world: World, postgres: PostgresTransactions
) -> None:
    broken: list[int] = []

    def break_once(uow: UnitOfWork) -> None:
        take(uow)
        if not broken:
            pid = uow._scope.conn.scalar(text("SELECT pg_backend_pid()"))  # type: ignore[attr-defined]
            broken.append(pid)
            with postgres.engine.begin() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    await world.run(break_once)

    assert broken
    assert (await world.case("case-1")).owner == "U0ANA"


async def test_a_statement_that_hangs_does_not_hang_for_ever(postgres: PostgresTransactions) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "application_name")

    def look(conn: Connection) -> list[str]:
        return [str(conn.scalar(text(f"SHOW {name}"))) for name in names]

    assert await postgres.look(look) == ["5s", "2s", "10s", "andon"]


def refuse(postgres: PostgresTransactions, code: str, times: int) -> None:
    """Let the server itself refuse the next *times* updates of a case."""
    with postgres.engine.begin() as conn:
        conn.execute(text(REFUSE.format(code=code, times=times)))
