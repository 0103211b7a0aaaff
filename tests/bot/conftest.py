"""A running Slack side, alone or with people at its page."""

from collections.abc import AsyncIterator

import pytest

from sandbox.slack.demo import ANA
from sandbox.slack.person import Person, sit_down
from sandbox.slack.team import Team, team_of
from tests.bot.scene import Scene, open_scene


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """The app is reached by `scene.carry`; its calls go to the local Slack."""
    async with open_scene() as running:
        yield running


@pytest.fixture
async def live() -> AsyncIterator[Scene]:
    """The app is connected over Socket Mode, so that people can use it."""
    async with open_scene(connected=True) as running:
        yield running


@pytest.fixture
async def ana(live: Scene) -> AsyncIterator[Person]:
    async with sit_down(live.slack.base_url, ANA) as person:
        yield person


@pytest.fixture
async def slack(live: Scene) -> AsyncIterator[Team]:
    """Everybody of the workspace, in one line each: `await slack.ana.click("More", "#ops-jobs")`."""
    async with team_of(live.slack) as team:
        yield team
