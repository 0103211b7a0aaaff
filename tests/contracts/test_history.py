"""The history refuses to be changed, shows it when it was, and can forget people without breaking."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import DBAPIError

from storage.chain import Link
from storage.history import erase_private, verify_history
from storage.tables import history
from storage.transactions import SqlTransactions
from tests.contracts.world import World, ticket
from tests.fakes.clock import SetClock

CHANGES = {
    "a fact": 'UPDATE history SET facts = \'{"by":"U9"}\' WHERE seq = 2',
    "who": "UPDATE history SET actor_id = 'U9' WHERE seq = 2",
    "when": "UPDATE history SET at = (SELECT at FROM history WHERE seq = 1) WHERE seq = 2",
    "by which path": "UPDATE history SET path = 'cli' WHERE seq = 2",
    "an arrow": "UPDATE history SET to_state = 'closed' WHERE seq = 3",
    "a hash": "UPDATE history SET hash = prev_hash WHERE seq = 3",
    "the first row gone": "DELETE FROM history WHERE seq = 1",
    "a middle row gone": "DELETE FROM history WHERE seq = 2",
    "the end cut off": "DELETE FROM history WHERE seq = 3",
    "two rows swapped": "UPDATE history SET seq = CASE seq WHEN 2 THEN 12 ELSE 2 END WHERE seq IN (2, 3)",
    "a private text": 'UPDATE history_private SET data = \'{"actor_name":"Eve"}\' WHERE seq = 2',
}


@pytest.fixture
async def told(database: SqlTransactions, clock: SetClock) -> World:
    """A ticket with three rows of history, each a second apart."""
    world = World(database, clock)
    await world.add(ticket())
    for words in ("first", "second", "third"):
        clock.advance(1)
        await world.run(lambda uow, words=words: uow.cases.get("case-1").comment(words, by="U1", at=uow.now))  # type: ignore[misc]
    return world


async def test_an_untouched_history_is_whole(told: World) -> None:
    assert await problems(told) == ()


@pytest.mark.parametrize("verb", ["UPDATE history SET path = 'cli'", "DELETE FROM history"])
async def test_the_database_itself_refuses_to_change_it(told: World, verb: str) -> None:
    with pytest.raises(DBAPIError, match="history is append-only"):
        await change(told, verb)

    assert await problems(told) == ()


@pytest.mark.parametrize("what", CHANGES)
async def test_any_change_behind_the_guard_is_found(told: World, what: str) -> None:
    await change(told, CHANGES[what], past_the_guard=True)

    assert await problems(told) != ()


async def test_names_and_free_text_can_be_erased_and_the_chain_still_holds(told: World) -> None:
    rows = await told.read(lambda unit: unit.history.of("case-1"))
    assert [(row.facts["text"], row.actor_name) for row in rows] == [
        ("first", "Ana"),
        ("second", "Ana"),
        ("third", "Ana"),
    ]

    assert await database_of(told).write(lambda conn, now: erase_private(conn, "case-1")) == 3

    rows = await told.read(lambda unit: unit.history.of("case-1"))
    assert [(row.facts, row.actor_name) for row in rows] == [({"by": "U1"}, "")] * 3
    assert await problems(told) == ()
    await told.run(lambda uow: uow.cases.get("case-1").comment("fourth", by="U1", at=uow.now))
    assert await problems(told) == ()


async def test_each_row_names_the_one_before(told: World) -> None:
    rows = await told.read(lambda unit: unit.history.of("case-1"))

    assert len({row.hash for row in rows}) == 3
    assert all(len(row.hash) == 64 for row in rows)


def database_of(world: World) -> SqlTransactions:
    assert isinstance(world.transactions, SqlTransactions)
    return world.transactions


async def problems(world: World) -> tuple[str, ...]:
    return await database_of(world).look(lambda conn: verify_history(conn, "case-1"))


async def change(world: World, statement: str, *, past_the_guard: bool = False) -> None:
    def work(conn: Connection, now: object) -> None:
        if past_the_guard:
            GUARDS[conn.dialect.name](conn)
        conn.execute(text(statement.replace(":", "\\:")))

    await database_of(world).write(work)


def _drop_triggers(conn: Connection) -> None:
    for verb in ("UPDATE", "DELETE"):
        conn.exec_driver_sql(f"DROP TRIGGER history_refuses_{verb}")


def _be_a_replica(conn: Connection) -> None:
    conn.execute(text("SET LOCAL session_replication_role = replica"))


GUARDS: dict[str, Callable[[Connection], None]] = {"sqlite": _drop_triggers, "postgresql": _be_a_replica}


@pytest.mark.parametrize("seq", [1, 2, 3])
async def test_a_row_forged_with_a_hash_that_fits_it_is_found(told: World, seq: int) -> None:
    """Whoever can compute hashes can make one row fit; the next row, or the case itself, tells."""

    def forge(conn: Connection, now: object) -> None:
        GUARDS[conn.dialect.name](conn)
        here = (history.c.case_id == "case-1", history.c.seq == seq)
        row = conn.execute(select(history).where(*here)).one()
        said = {name: getattr(row, name) for name in Link.__dataclass_fields__} | {"actor_id": "U9"}
        forged = Link(**said).hash_after(row.prev_hash)
        conn.execute(update(history).where(*here).values(actor_id="U9", hash=forged))

    await database_of(told).write(forge)

    assert await problems(told) != ()
