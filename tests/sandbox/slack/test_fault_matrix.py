"""Every fault on every kind of call, with both clients: what the app sees, and what happened all the same.

The pairs that cost duplicates are the ones where the app learns nothing and the call took effect.
"""

import asyncio
import http.client
import re
import urllib.error
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.webhook import WebhookClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.slack import SandboxSlack
from sandbox.slack.demo import ANA, OPS_JOBS
from tests.sandbox.slack.conftest import client_of
from tests.sandbox.slack.levers import control
from tests.sandbox.slack.shapes import modal

Json = dict[str, Any]
Call = Callable[..., Awaitable[object]]
BROKEN = (
    aiohttp.ClientError, http.client.HTTPException, urllib.error.URLError, ConnectionError, TimeoutError,
)  # fmt: skip

METHODS = {
    "post": "chat.postMessage",
    "update": "chat.update",
    "open": "views.open",
    "upload": "upload",
    "response_url": "response_url",
}
FAULTS: dict[str, tuple[Json, str, int]] = {
    "drop after": ({"kind": "drop"}, "nothing", 1),
    "drop before": ({"kind": "drop", "commit": False}, "nothing", 0),
    "slow": ({"kind": "slow", "delay_s": 60}, "ok", 1),
    "5xx": ({"kind": "status", "status": 503}, "503", 0),
    "5xx after": ({"kind": "status", "status": 500, "commit": True}, "500", 1),
    "429": ({"kind": "ratelimited", "retry_after_s": 7}, "429", 0),
    "html": ({"kind": "html", "status": 502}, "502", 0),
}
"""The fault, what the app sees of it, and how often the call took effect."""


class Caller:
    """The five kinds of call, by the asynchronous or the synchronous client."""

    def __init__(self, slack: SandboxSlack, kind: str) -> None:
        self._slack, self._is_sync = slack, kind == "sync"
        self._client: Any = client_of(slack)
        if self._is_sync:
            self._client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self._ts = ""

    async def prepare(self) -> None:
        """A message to update."""
        self._ts = str((await client_of(self._slack).chat_postMessage(channel=OPS_JOBS, text="old"))["ts"])

    async def make(self, what: str) -> None:
        """One call; raises what the client raises."""
        slack = self._slack
        if what == "post":
            await self._run(self._client.chat_postMessage, channel=OPS_JOBS, text="new")
        elif what == "update":
            await self._run(self._client.chat_update, channel=OPS_JOBS, ts=self._ts, text="new")
        elif what == "open":
            trigger_id = slack.workspace.triggers.give(ANA)
            await self._run(self._client.views_open, trigger_id=trigger_id, view=modal())
        elif what == "upload":
            await self._run(self._client.files_upload_v2, content=b"bytes", filename="a.txt")
        else:
            key = slack.workspace.response_urls.make(user_id=ANA, channel_id=OPS_JOBS)
            client = WebhookClient if self._is_sync else AsyncWebhookClient
            webhook: Any = client(f"{slack.base_url}/hooks/commands/T/{key}", retry_handlers=[])
            answer = await self._run(webhook.send, text="new")
            if answer.status_code != 200:
                raise SlackRequestError(f"status: {answer.status_code}")

    def effects(self, what: str) -> int:
        """How often it happened."""
        workspace = self._slack.workspace
        if what == "open":
            return len(workspace.modals.stack(ANA))
        if what == "upload":
            return sum(record["uploaded"] for record in workspace.files.all())
        messages = [*workspace.messages.all(OPS_JOBS), *workspace.messages.ephemerals(OPS_JOBS, ANA)]
        return sum(message["text"] == "new" for message in messages)

    async def _run(self, method: Any, **arguments: object) -> Any:
        if self._is_sync:
            return await asyncio.to_thread(method, **arguments)
        return await method(**arguments)


async def seen(calling: Awaitable[None]) -> str:
    """ "ok", an HTTP status, or "nothing" when the connection broke before an answer."""
    try:
        await calling
    except SlackApiError as error:
        return str(error.response.status_code)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except SlackRequestError as error:
        found = re.search(r"status: (\d+)", str(error))
        return found.group(1) if found else str(error)
    except BROKEN:
        return "nothing"
    return "ok"


@pytest.fixture(autouse=True)
def no_events(slack: SandboxSlack) -> None:
    """Nobody is there to hear any, and retries that wait on the clock would hide who else does."""
    slack.workspace.events.subscribed.clear()


@pytest.mark.parametrize("kind", ["async", "sync"])
@pytest.mark.parametrize("what", METHODS)
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_is_what_it_says(slack: SandboxSlack, kind: str, what: str, fault: str) -> None:
    lever, expected, effects = FAULTS[fault]
    caller = Caller(slack, kind)
    await caller.prepare()
    await control(slack, "faults", method=METHODS[what], **lever)
    calling = asyncio.ensure_future(seen(caller.make(what)))
    if lever["kind"] == "slow":
        async with asyncio.timeout(10):
            await slack.workspace.clock.wait_due(60)
        await control(slack, "clock", advance_s=60)
    assert await asyncio.wait_for(calling, 10) == expected
    assert caller.effects(what) == effects
    assert slack.workspace.faults.rules() == []
    if fault != "slow":
        assert await seen(caller.make(what)) == "ok", "the next call goes through"


async def test_a_late_call_takes_effect_after_the_app_gave_up(slack: SandboxSlack) -> None:
    for what in ("post", "response_url"):
        caller = Caller(slack, "async")
        before = caller.effects(what)
        await control(slack, "faults", kind="late", method=METHODS[what], delay_s=5)
        assert await seen(caller.make(what)) == "nothing"
        assert caller.effects(what) == before
        async with asyncio.timeout(10):
            await slack.workspace.clock.wait_due(60)
        await control(slack, "clock", advance_s=5)
        assert caller.effects(what) == before + 1


async def test_a_slow_call_may_take_effect_only_at_the_end(slack: SandboxSlack) -> None:
    caller = Caller(slack, "async")
    await control(slack, "faults", kind="slow", method="chat.postMessage", delay_s=60, commit=False)
    calling = asyncio.ensure_future(seen(caller.make("post")))
    async with asyncio.timeout(10):
        await slack.workspace.clock.wait_due(60)
    assert caller.effects("post") == 0
    await control(slack, "clock", advance_s=60)
    assert (await calling, caller.effects("post")) == ("ok", 1)


@pytest.mark.parametrize("what", ["update", "upload", "response_url"])
async def test_a_pause_closes_the_method_until_it_is_over(slack: SandboxSlack, what: str) -> None:
    caller = Caller(slack, "async")
    await caller.prepare()
    await control(slack, "faults", kind="pause", method=METHODS[what], retry_after_s=30)
    assert [await seen(caller.make(what)) for _ in range(2)] == ["429", "429"]
    assert await seen(caller.make("open")) == "ok", "another method goes on"
    await control(slack, "clock", advance_s=31)
    assert await seen(caller.make(what)) == "ok"


async def test_a_pause_of_posts_is_for_one_channel_and_says_how_long(slack: SandboxSlack) -> None:
    client = client_of(slack)
    await control(
        slack, "faults", kind="pause", method="chat.postMessage", channel=OPS_JOBS, retry_after_s=30
    )
    for at_most_s in (30, 21):
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel=OPS_JOBS, text="x")
        assert at_most_s - 5 <= int(caught.value.response.headers["Retry-After"]) <= at_most_s
        await control(slack, "clock", advance_s=9)
    assert (await client.chat_postMessage(channel="#orders", text="x"))["ok"]


async def test_a_tier_is_kept_over_the_wire(slack: SandboxSlack) -> None:
    slack.workspace.limits.scale = 0.01  # twenty at once, and the next five minutes later
    client = client_of(slack)
    for _ in range(20):
        await client.users_list()
    with pytest.raises(SlackApiError) as caught:
        await client.users_list()
    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    assert int(caught.value.response.headers["Retry-After"]) > 200
    await control(slack, "clock", advance_s=300)
    assert (await client.users_list())["ok"]
