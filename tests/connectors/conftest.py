"""The platforms that the contract suite runs against: Andon's connector before the real demo platform."""

from collections.abc import AsyncIterator

import pytest

from connectors.http.platform import HttpPlatform
from connectors.kit import open_session
from sandbox.platform import DemoConfig
from tests.sandbox.platform.running import Running, running_demo


@pytest.fixture
def config() -> DemoConfig:
    return DemoConfig(frozen=True)


@pytest.fixture
async def running(config: DemoConfig) -> AsyncIterator[Running]:
    async with running_demo(config) as running:
        yield running


@pytest.fixture
async def platform(running: Running) -> AsyncIterator[HttpPlatform]:
    http = open_session([running.base_url])
    yield HttpPlatform(
        http,
        running.base_url,
        token=running.demo.config.token,
        secret=running.demo.config.secret,
        allow_private=True,
    )
    await http.close()
