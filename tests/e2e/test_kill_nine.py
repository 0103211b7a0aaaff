"""Killed at any moment of the walk and started again: nothing lost, nothing twice."""

import asyncio
import os
import random
from pathlib import Path

import pytest

from tests.e2e.books import read_books
from tests.e2e.quiet import until_quiet
from tests.e2e.reckoning import faults_of
from tests.e2e.storm import Storm
from tests.e2e.taken import Taken
from tests.e2e.world import World, new_world

KILLS, KILLS_ON_POSTGRES = 50, 6
PACE_S = 2.0


@pytest.mark.timeout(400)
async def test_fifty_kills_in_the_middle_of_everything_lose_and_double_nothing(tmp_path: Path) -> None:
    async with new_world(tmp_path / "demo", pace_s=PACE_S) as world:
        await _stormy(world, kills=KILLS)


@pytest.mark.postgres
@pytest.mark.timeout(200)
async def test_kills_on_postgres_lose_and_double_nothing(tmp_path: Path, empty_postgres: str) -> None:
    environment = {"ANDON_DATABASE_URL": empty_postgres}
    async with new_world(tmp_path / "demo", pace_s=PACE_S, environment=environment) as world:
        await _stormy(world, kills=KILLS_ON_POSTGRES)


async def _stormy(world: World, *, kills: int) -> None:
    """Which moments and which mishaps is a matter of the seed; a failure names it."""
    seed = int(os.environ.get("ANDON_TEST_SEED", random.SystemRandom().randrange(2**32)))
    try:
        await _killed(world, Storm(world, seed), random.Random(seed), kills)
    except BaseException as error:
        error.add_note(f"ANDON_TEST_SEED={seed}")
        raise


async def _killed(world: World, storm: Storm, dice: random.Random, kills: int) -> None:
    taken = Taken()
    await world.andon.start()
    with taken.watching(world):
        storm.begin()
        for _ in range(kills):
            await _live_a_moment(world, dice)
            await world.andon.kill()
            await world.andon.start(ready=False)
        await world.andon.until_ready()
        await asyncio.sleep(2.0)
        await storm.calm()
        await until_quiet(world)
        assert await world.andon.stop() == 0
    books = read_books(world.andon.database_url)
    faults = faults_of(world, books, taken, storm.ledger)
    assert not faults, "\n".join(faults)


async def _live_a_moment(world: World, dice: random.Random) -> None:
    """Four of five are killed at work, the others while they start."""
    if dice.random() < 0.2:
        await asyncio.sleep(dice.uniform(0.2, 1.5))
        return
    await world.andon.until_ready()
    world.platform.hurry()
    await asyncio.sleep(dice.uniform(0.1, 1.4))
