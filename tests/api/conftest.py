"""One running API per test, over a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.cases import two_cases
from tests.api.running import Running, running
from tests.contracts.databases import sqlite_template, sqlite_url
from tests.fakes.clock import SetClock

__all__ = ["sqlite_template", "sqlite_url"]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def api(sqlite_url: str, tmp_path: Path, clock: SetClock) -> AsyncIterator[Running]:
    async with running(sqlite_url, tmp_path, clock) as opened:
        yield opened


@pytest.fixture
async def full(api: Running) -> Running:
    await two_cases(api)
    return api
