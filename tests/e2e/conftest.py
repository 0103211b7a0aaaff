"""The whole system, running."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sandbox.slack.demo import ANA, LUIS
from tests.contracts.databases import new_database, postgres_server
from tests.e2e.walker import Walker
from tests.e2e.world import World, new_world

__all__ = ["postgres_server"]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Everything on 127.0.0.1 at a quick pace, Andon ready and connected."""
    async with new_world(tmp_path / "demo") as running:
        await running.andon.start()
        yield running


@pytest.fixture
async def still(tmp_path: Path) -> AsyncIterator[World]:
    """A world whose platform stands still: nothing happens but what the test brings about."""
    async with new_world(tmp_path / "demo") as world:
        world.platform.freeze(frozen=True)
        await world.andon.start()
        yield world


@pytest.fixture
async def ana(still: World) -> Walker:
    """Ana, an operator, in #ops-jobs."""
    return Walker(world=still, person=await still.person(ANA))


@pytest.fixture
async def luis(still: World) -> Walker:
    """Luis, a lead who reads Spanish, in #ops-jobs."""
    return Walker(world=still, person=await still.person(LUIS))


@pytest.fixture
def empty_postgres(postgres_server: str) -> Iterator[str]:
    """A database of this test's own, without a table."""
    with new_database(postgres_server) as url:
        yield url
