"""What tests do to the sandbox from outside: pull levers, read the truth, expect refusals."""

from collections.abc import Awaitable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.slack import SandboxSlack

Json = dict[str, Any]


async def refused(call: Awaitable[object]) -> str:
    """The error of a call that Slack refuses."""
    return str((await refusal(call)).response["error"])


async def refusal(call: Awaitable[object]) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value


async def control(slack: SandboxSlack, lever: str, **body: object) -> Json:
    """Pull a lever."""
    async with (
        aiohttp.ClientSession(slack.base_url) as session,
        session.post(f"/control/{lever}", json=body) as response,
    ):
        answer: Json = await response.json()
        assert answer["ok"], answer
        return answer


async def posted_messages(slack: SandboxSlack, channel: str) -> list[Json]:
    """Every message ever posted there, deleted ones too."""
    async with (
        aiohttp.ClientSession(slack.base_url) as session,
        session.get("/control/messages", params={"channel": channel}) as response,
    ):
        return list((await response.json())["messages"])


async def calls(slack: SandboxSlack, kind: str) -> list[Json]:
    """The traffic of one kind."""
    async with (
        aiohttp.ClientSession(slack.base_url) as session,
        session.get("/control/calls", params={"method": kind}) as response,
    ):
        return list((await response.json())["calls"])
