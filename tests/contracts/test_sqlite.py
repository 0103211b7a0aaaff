"""What only SQLite must promise: one owner, one fsync for all who wait, and nothing acknowledged is lost."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from core.errors import NotFound, Stale
from core.ports.unit_of_work import UnitOfWork
from storage.backup import NotADatabase, back_up, restore
from storage.sqlite import MOST_IN_A_BATCH, DatabaseInUse, SqliteTransactions
from storage.unit_of_work import SqlUnitOfWork
from tests.contracts import acknowledge
from tests.contracts.conftest import workspace
from tests.contracts.world import ANA, World, operation, take, ticket
from tests.fakes.clock import SetClock
from tests.fakes.ids import CountingIds

ROUNDS = 3
ACKNOWLEDGED_A_ROUND = 60


@pytest.fixture
def world(sqlite: SqliteTransactions, clock: SetClock) -> World:
    return World(sqlite, clock)


def open_again(url: str) -> SqliteTransactions:
    return SqliteTransactions(url, clock=SetClock(), ids=CountingIds(), workspace=workspace)


async def test_a_commit_is_on_the_disk_before_anybody_is_told(sqlite: SqliteTransactions) -> None:
    settings = await sqlite.write(
        lambda conn, now: [
            conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        ]
    )
    assert settings == ["wal", 2]  # 2 is FULL

    told_early: list[bool] = []
    waiting: list[asyncio.Future[None]] = []

    def at_commit(_conn: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement == "COMMIT":
            told_early.append(any(task.done() for task in waiting))

    begun, going_on = Event(), Event()

    def hold(_: UnitOfWork) -> None:
        """While it has the writer, the others come together into the next commit."""
        begun.set()
        going_on.wait(5)

    event.listen(sqlite.engine, "before_cursor_execute", at_commit)
    held = asyncio.ensure_future(sqlite.run(hold, ANA))
    assert await asyncio.to_thread(begun.wait, 5)
    waiting += [
        asyncio.ensure_future(sqlite.run(lambda uow: uow.inbox.keep(uow.ids.new()), ANA)) for _ in range(9)
    ]
    await asyncio.sleep(0)
    going_on.set()
    await asyncio.gather(held, *waiting)
    event.remove(sqlite.engine, "before_cursor_execute", at_commit)

    assert told_early and not any(told_early)


async def test_whoever_waits_joins_the_next_commit(sqlite: SqliteTransactions) -> None:
    commits: list[str] = []
    going_on = Event()
    event.listen(
        sqlite.engine, "before_cursor_execute", lambda _c, _k, statement, *_: commits.append(statement)
    )

    first = asyncio.ensure_future(sqlite.run(lambda _: going_on.wait(5), ANA))
    others = [
        asyncio.ensure_future(sqlite.run(lambda uow: uow.inbox.keep(uow.ids.new()), ANA))
        for _ in range(MOST_IN_A_BATCH + 44)
    ]
    await asyncio.sleep(0)
    going_on.set()
    await asyncio.gather(first, *others)

    assert commits.count("COMMIT") in (2, 3)  # the first may have had company already


async def test_a_second_owner_is_told_clearly(sqlite: SqliteTransactions, sqlite_url: str) -> None:
    with pytest.raises(DatabaseInUse, match="in use by another Andon"):
        open_again(sqlite_url)

    await sqlite.close()
    await open_again(sqlite_url).close()


async def test_a_unit_holds_the_write_lock_before_it_reads(
    sqlite: SqliteTransactions, sqlite_url: str
) -> None:
    def lock_out(_: UnitOfWork) -> None:
        outsider = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            outsider.execute("BEGIN IMMEDIATE")
        outsider.close()

    await sqlite.run(lock_out, ANA)


async def test_a_reader_sees_what_is_committed_and_does_not_wait_for_the_writer(world: World) -> None:
    await world.add(ticket())
    taken, going_on = Event(), Event()

    def take_slowly(uow: UnitOfWork) -> None:
        take(uow)
        taken.set()
        going_on.wait(5)

    writing = asyncio.ensure_future(world.run(take_slowly))
    await asyncio.to_thread(taken.wait, 5)
    assert (await world.case("case-1")).owner is None
    going_on.set()
    await writing
    assert (await world.case("case-1")).owner == "U0ANA"


async def test_a_case_that_was_changed_underneath_is_stale(world: World) -> None:
    await world.add(ticket())

    def change_underneath(uow: UnitOfWork) -> None:
        take(uow)
        assert isinstance(uow, SqlUnitOfWork)
        uow._scope.conn.execute(text("""UPDATE "case" SET revision = revision + 1"""))

    with pytest.raises(Stale):
        await world.run(change_underneath)

    assert (await world.case("case-1")).owner is None


async def test_a_full_disk_is_an_error_to_its_callers_and_passes(
    world: World, sqlite: SqliteTransactions
) -> None:
    await world.add(ticket())
    pages = await sqlite.write(lambda conn, now: conn.exec_driver_sql("PRAGMA page_count").scalar_one())
    await sqlite.write(lambda conn, now: conn.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}").scalar())

    async def fill(number: int) -> None:
        await world.run(lambda uow: uow.cases.get("case-1").comment("x" * 9_000, by=f"U{number}", at=uow.now))

    answers = await asyncio.gather(*(fill(n) for n in range(12)), return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, OperationalError)]
    assert refused and all("full" in str(answer) for answer in refused)
    kept = await world.read(lambda unit: unit.history.of("case-1"))
    assert len(kept) == 12 - len(refused)
    await sqlite.write(lambda conn, now: conn.exec_driver_sql("PRAGMA max_page_count=1000000").scalar())
    await world.run(take)
    assert (await world.case("case-1")).owner == "U0ANA"


async def test_what_was_handed_over_is_finished_before_it_closes(
    sqlite: SqliteTransactions, sqlite_url: str
) -> None:
    going_on = Event()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await asyncio.gather(
                sqlite.run(lambda _: going_on.wait(5), ANA),
                sqlite.run(lambda uow: uow.inbox.keep("late"), ANA),
            )
    going_on.set()
    await sqlite.close()
    with pytest.raises(RuntimeError, match="closed"):
        await sqlite.run(lambda uow: uow.inbox.keep("too late"), ANA)

    again = open_again(sqlite_url)
    assert await again.run(lambda uow: uow.inbox.seen("late"), ANA) is not None
    assert await again.run(lambda uow: uow.inbox.seen("too late"), ANA) is None
    await again.close()


async def test_what_was_acknowledged_survives_kill_9(sqlite_url: str) -> None:
    acknowledged: list[str] = []
    for round_number in range(ROUNDS):
        acknowledged += await asyncio.to_thread(run_until_killed, sqlite_url, f"round-{round_number}")

    again = open_again(sqlite_url)
    for case_id in acknowledged:
        case = await again.read(lambda unit, case_id=case_id: unit.cases.get(case_id), ANA)  # type: ignore[misc]
        assert case.owner == "U0ANA"
    sound = await again.write(lambda conn, now: conn.exec_driver_sql("PRAGMA integrity_check").scalar())
    await again.close()
    assert sound == "ok"
    assert len(set(acknowledged)) >= ROUNDS * ACKNOWLEDGED_A_ROUND


def run_until_killed(url: str, prefix: str) -> list[str]:
    """Let a program write, kill it in the middle, and return what it had said was kept."""
    program = [sys.executable, "-m", acknowledge.__name__, url, prefix]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline() for _ in range(ACKNOWLEDGED_A_ROUND)]
        os.kill(child.pid, signal.SIGKILL)
        lines += [line for line in child.stdout if line.endswith("\n")]
    assert child.returncode == -signal.SIGKILL
    return [line.strip() for line in lines]


async def test_a_backup_of_a_running_database_can_be_put_back(
    world: World, sqlite: SqliteTransactions, sqlite_url: str, tmp_path: Path
) -> None:
    await world.add(ticket())
    copy = tmp_path / "copies" / "andon.backup"
    copy.parent.mkdir()
    await asyncio.to_thread(back_up, sqlite_url, copy)
    await world.add(ticket("case-9", 20260009))
    with pytest.raises(DatabaseInUse):
        restore(copy, sqlite_url)
    await sqlite.close()

    restore(copy, sqlite_url)

    again = open_again(sqlite_url)
    case = await again.read(lambda unit: unit.cases.get("case-1"), ANA)
    assert case.number == 20260001
    with pytest.raises(NotFound):
        await again.read(lambda unit: unit.cases.get("case-9"), ANA)
    await again.close()
    assert sorted(path.name for path in copy.parent.iterdir()) == ["andon.backup"]


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 99])
def test_a_file_that_is_no_backup_is_not_put_back(sqlite_url: str, tmp_path: Path, content: bytes) -> None:
    wrong = tmp_path / "wrong.backup"
    wrong.write_bytes(content)
    before = (tmp_path / "andon.db").read_bytes()

    with pytest.raises(NotADatabase):
        restore(wrong, sqlite_url)

    assert (tmp_path / "andon.db").read_bytes() == before


async def test_what_a_killed_process_held_is_free_at_the_next_start_unless_it_may_have_been_sent(
    sqlite_url: str, clock: SetClock
) -> None:
    def opened() -> World:
        store = SqliteTransactions(sqlite_url, clock=clock, ids=CountingIds(), workspace=workspace)
        return World(store, clock)

    async def gone(world: World) -> None:
        await world.transactions.close()  # no lease is given back

    killed = opened()
    await killed.add(ticket(), ticket("case-2", 20260002, job_id="job-8"))
    await killed.run(lambda uow: uow.cards.want("case-1", "C1", "en"))
    await killed.run(lambda uow: uow.cards.want("case-2", "C2", "en"))
    await killed.run(lambda uow: uow.operations.add(operation()))
    held, sent = await killed.deliveries.claim("dead", limit=2)
    assert await killed.deliveries.intend(sent)
    (carried,) = await killed.operations.claim("dead", limit=1)
    assert await killed.leases.hold("clock", "dead", lease_s=10)
    await gone(killed)

    world = opened()
    (again,) = await world.deliveries.claim("new", limit=2)
    assert (again.lane, again.fence) == (held.lane, held.fence + 2), "only what was surely not sent goes on"
    assert [c.operation.id for c in await world.operations.claim("new", limit=2)] == [carried.operation.id]
    assert await world.leases.hold("clock", "new", lease_s=10)
    await world.deliveries.settle_sent(held, ts="1.1")
    assert await world.deliveries.intend(again), "the dead one's late word counts no more"
    await gone(world)
