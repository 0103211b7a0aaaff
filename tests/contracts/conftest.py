"""One world per store. `memory` is held to the same promises as the databases."""

from collections.abc import AsyncIterator

import pytest

from core.domain.workspace import Workspace
from storage.postgres import PostgresTransactions
from storage.sqlite import SqliteTransactions
from storage.transactions import SqlTransactions
from tests.contracts.databases import (
    postgres_database,
    postgres_server,
    postgres_url,
    sqlite_template,
    sqlite_url,
)
from tests.contracts.desk import Desk
from tests.contracts.world import World, ticket
from tests.fakes.clock import SetClock
from tests.fakes.ids import CountingIds
from tests.fakes.transactions import TEAM, FakeTransactions

__all__ = ["postgres_database", "postgres_server", "postgres_url", "sqlite_template", "sqlite_url"]

POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)


def workspace() -> Workspace:
    return Workspace(team_id=TEAM)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def sqlite(sqlite_url: str, clock: SetClock) -> AsyncIterator[SqliteTransactions]:
    transactions = SqliteTransactions(sqlite_url, clock=clock, ids=CountingIds(), workspace=workspace)
    yield transactions
    await transactions.close()


@pytest.fixture
async def postgres(postgres_url: str, clock: SetClock) -> AsyncIterator[PostgresTransactions]:
    transactions = PostgresTransactions(postgres_url, clock=clock, ids=CountingIds(), workspace=workspace)
    yield transactions
    await transactions.close()


@pytest.fixture(params=["sqlite", POSTGRES])
def database(request: pytest.FixtureRequest) -> SqlTransactions:
    """Each real database."""
    found: SqlTransactions = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["memory", "sqlite", POSTGRES])
def world(request: pytest.FixtureRequest, clock: SetClock) -> World:
    """Each store, empty."""
    if request.param == "memory":
        return World(FakeTransactions(clock=clock, ids=CountingIds(), workspace=workspace), clock)
    return World(request.getfixturevalue(request.param), clock)


@pytest.fixture
async def desk(world: World) -> Desk:
    """A ticket wanted in #C1, and nothing posted yet."""
    await world.add(ticket())
    await world.run(lambda uow: uow.cards.want("case-1", "C1", "en"))
    return Desk(world)
