"""A domain transaction on SQLite, 16 tasks at once: ours through the door with group commit and synchronous=FULL,
beside the usual way, an async session over aiosqlite.

Goal: at least 4 times, and no lock error. Ours loads a case, follows an arrow, writes the case, its history and
the act's key; the baseline updates one row and inserts another.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from andon.clock import SystemClock, Uuid7Ids
from benchmarks.table import Line, show
from core.dispatch import Dispatch, make_dispatch
from core.domain.case_parts import Source, Subject
from core.domain.member import Actor, Role
from core.domain.member import Path as Way
from core.domain.workspace import Workspace
from core.services.cases import CommentOnCase
from core.services.issues import ReportIssue
from storage.database import open_database
from storage.migrate import migrate

TASKS = 16
SECONDS = 4.0

BY = Actor(id="U1", team_id="T1", name="Ana", role=Role.OPERATOR, path=Way.BUTTON)
SYSTEM = Actor.system("T1", Way.PLATFORM)


@dataclass
class Count:
    done: int = 0
    locked: int = 0


async def run() -> None:
    with TemporaryDirectory() as folder:
        ours = await _ours(Path(folder) / "ours.db")
        theirs = await _theirs(Path(folder) / "theirs.db")
    show(
        f"Domain transactions on SQLite, {TASKS} tasks, synchronous=FULL",
        "SQLAlchemy async over aiosqlite, two statements",
        (
            Line(
                what="committed",
                unit="1/s",
                ours=ours.done / SECONDS,
                baseline=theirs.done / SECONDS,
                goal=">= 4",
            ),
            Line(what="lock errors", unit="", ours=ours.locked, baseline=float(theirs.locked), goal="ours 0"),
        ),
    )


async def _ours(file: Path) -> Count:
    url, count = f"sqlite:///{file}", Count()
    migrate(url)
    workspace = Workspace(team_id="T1")
    transactions = open_database(url, clock=SystemClock(), ids=Uuid7Ids(), workspace=lambda: workspace)
    try:
        dispatch = make_dispatch(transactions)
        cards = [await dispatch(_issue(n), by=SYSTEM) for n in range(TASKS)]
        until = time.perf_counter() + SECONDS
        await asyncio.gather(*(_comment(dispatch, c.case_id, c.version, until, count) for c in cards))
    finally:
        await transactions.close()
    return count


async def _comment(dispatch: Dispatch, case_id: str, version: int, until: float, count: Count) -> None:
    n = 0
    while time.perf_counter() < until:
        n += 1
        wish = CommentOnCase(key=f"{case_id}:{n}", case_id=case_id, seen_version=version, text="looked at it")
        try:
            version = (await dispatch(wish, by=BY)).version
            count.done += 1
        except OperationalError:
            count.locked += 1


def _issue(n: int) -> ReportIssue:
    return ReportIssue(
        source=Source(connector="bench", external_id=str(n)),
        code="order.stock_out",
        title=f"Order {n}",
        subject=Subject(type="order", id=str(n), label=f"Order {n}"),
        dedup_key=f"bench:{n}",
        event_at=datetime.now(UTC),
    )


async def _theirs(file: Path) -> Count:
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}", connect_args={"timeout": 5})
    count = Count()
    try:
        async with engine.begin() as conn:
            await conn.execute(text("PRAGMA journal_mode=WAL"))
            await conn.execute(
                text("CREATE TABLE issue (id INTEGER PRIMARY KEY, version INTEGER, body TEXT)")
            )
            await conn.execute(text("CREATE TABLE log (id INTEGER PRIMARY KEY, issue INTEGER, body TEXT)"))
            for n in range(TASKS):
                await conn.execute(text("INSERT INTO issue VALUES (:n, 1, '{}')"), {"n": n})
        until = time.perf_counter() + SECONDS
        await asyncio.gather(*(_update(async_sessionmaker(engine), n, until, count) for n in range(TASKS)))
    finally:
        await engine.dispose()
    return count


async def _update(sessions: async_sessionmaker, n: int, until: float, count: Count) -> None:  # type: ignore[type-arg]
    body = "x" * 700
    while time.perf_counter() < until:
        try:
            async with sessions() as session, session.begin():
                await session.execute(text("UPDATE issue SET version = version + 1 WHERE id = :n"), {"n": n})
                await session.execute(
                    text("INSERT INTO log (issue, body) VALUES (:n, :body)"), {"n": n, "body": body}
                )
            count.done += 1
        except OperationalError:
            count.locked += 1
