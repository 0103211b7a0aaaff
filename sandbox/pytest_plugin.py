"""`pytest -p sandbox.pytest_plugin`: the fixture `slack`, a local Slack with its people, for any project's tests.

    async def test_a_click_is_answered(slack):
        async with my_app(slack.bot_token, slack.app_token, slack.api_url):
            await slack.ana.type("#ops-jobs", "/deploy")
            await slack.ana.click("Roll out", "#ops-jobs")
            await slack.ana.sees("#ops-jobs", "Rolled out")

Needs pytest and pytest-asyncio. Override `slack_config` for another workspace or app. docs/sandbox.md tells all.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from sandbox.slack.config import SlackConfig
from sandbox.slack.config_file import every_app
from sandbox.slack.demo import demo_config
from sandbox.slack.server import run_sandbox_slack
from sandbox.slack.team import Team, team_of


@pytest.fixture
def slack_config() -> SlackConfig:
    """The demo workspace, without rate limits, and an app that may do everything."""
    return demo_config(app=every_app(), rate_scale=None)


@pytest_asyncio.fixture
async def slack(slack_config: SlackConfig) -> AsyncIterator[Team]:
    async with run_sandbox_slack(slack_config) as running, team_of(running) as team:
        yield team
