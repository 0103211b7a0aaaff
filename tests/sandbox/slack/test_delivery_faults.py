"""Faults on the way to the app: late acks, lost and doubled deliveries, signatures that do not hold."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack
from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.person import Person, Refused
from tests.sandbox.slack.conftest import connected
from tests.sandbox.slack.levers import calls, control
from tests.sandbox.slack.shapes import buttons, modal

Json = dict[str, Any]
TIMEOUT = "This app is taking too long to respond (operation_timeout). Please try again."


class Clicks:
    """A button, and what the app heard of it."""

    def __init__(self, slack: SandboxSlack, ana: Person, app: AsyncApp) -> None:
        self.heard: asyncio.Queue[Json] = asyncio.Queue()
        self.slack, self.ana = slack, ana
        slack.workspace.events.subscribed.clear()  # their retries would wait on the clock as well

        @app.action("go")
        async def take(ack: Any, body: Json) -> None:
            self.heard.put_nowait(body)
            await ack()

    async def click(self, *, advance_s: float = 0.0) -> None:
        """Click and wait for what the page shows; the clock jumps once somebody waits on it."""
        client = AsyncWebClient(token=self.slack.bot_token, base_url=self.slack.api_url)
        posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[buttons("go")])
        clicking = asyncio.create_task(self.ana.click(OPS_JOBS, posted["message"], "go"))
        if advance_s:
            await self.advance(advance_s)
        await asyncio.wait_for(clicking, 10)

    async def advance(self, seconds: float) -> None:
        async with asyncio.timeout(10):
            await self.slack.workspace.clock.wait_due(60)
        await control(self.slack, "clock", advance_s=seconds)


@pytest.fixture
async def clicks(app: AsyncApp, slack: SandboxSlack, ana: Person) -> Clicks:
    return Clicks(slack, ana, app)


@pytest.fixture
async def signed_clicks(slack: SandboxSlack, ana: Person) -> AsyncIterator[Clicks]:
    async with connected(slack, "http") as app:
        yield Clicks(slack, ana, app)


async def test_an_ack_that_comes_late_is_a_failure_of_an_act_that_was_done(
    clicks: Clicks, slack: SandboxSlack
) -> None:
    await control(slack, "faults", kind="slow_ack", method="block_actions", delay_s=5)
    await clicks.click(advance_s=3)
    assert clicks.heard.qsize() == 1
    assert clicks.ana.toasts() == [TIMEOUT]
    (seen,) = await calls(slack, "block_actions")
    assert (seen["status"], seen["fault"]) == ("http_timeout", "slow_ack")


async def test_an_envelope_that_is_held_comes_after_the_person_saw_a_failure(
    clicks: Clicks, slack: SandboxSlack
) -> None:
    await control(slack, "faults", kind="slow_ack", method="block_actions", delay_s=5, commit=False)
    await clicks.click(advance_s=3)
    assert clicks.ana.toasts() == [TIMEOUT]
    assert clicks.heard.empty()
    await clicks.advance(3)
    assert await asyncio.wait_for(clicks.heard.get(), 10)


@pytest.mark.parametrize("commit", [True, False])
async def test_a_delay_within_the_three_seconds_is_none_of_the_persons_business(
    clicks: Clicks, slack: SandboxSlack, commit: bool
) -> None:
    await control(slack, "faults", kind="slow_ack", method="block_actions", delay_s=2, commit=commit)
    await clicks.click(advance_s=2)
    assert (clicks.heard.qsize(), clicks.ana.toasts()) == (1, [])


async def test_a_submission_whose_ack_is_late_leaves_the_modal_open(
    app: AsyncApp, slack: SandboxSlack, ana: Person
) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()

    @app.view("m")
    async def take(ack: Any, body: Json) -> None:
        await ack()
        heard.put_nowait(body["view"]["id"])

    slack.workspace.events.subscribed.clear()
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    trigger_id = slack.workspace.triggers.give(ana.user_id)
    view = (await client.views_open(trigger_id=trigger_id, view=modal()))["view"]
    await control(slack, "faults", kind="slow_ack", method="view_submission", delay_s=4)
    submitting = asyncio.create_task(ana.submit(view))
    async with asyncio.timeout(10):
        await slack.workspace.clock.wait_due(3)
    await control(slack, "clock", advance_s=3)
    with pytest.raises(Refused, match="operation_timeout"):
        await submitting
    assert heard.get_nowait() == view["id"], "the app did what the person believes undone"
    assert await ana.modal() is not None


async def test_a_click_that_is_lost_is_lost_for_good(clicks: Clicks, slack: SandboxSlack) -> None:
    await control(slack, "faults", kind="lost", method="block_actions")
    await clicks.click(advance_s=3)
    assert (clicks.heard.qsize(), clicks.ana.toasts()) == (0, [TIMEOUT])
    await control(slack, "clock", advance_s=600)
    await clicks.click()
    assert clicks.heard.qsize() == 1, "only the next click arrives; the lost one is not sent again"


async def test_a_doubled_click_arrives_twice(clicks: Clicks, slack: SandboxSlack) -> None:
    await control(slack, "faults", kind="twice", method="block_actions", channel=OPS_JOBS)
    await clicks.click()
    first, second = clicks.heard.get_nowait(), clicks.heard.get_nowait()
    assert first == second
    assert clicks.ana.toasts() == []


async def test_a_lost_event_comes_again_marked_as_a_retry(
    app: AsyncApp, slack: SandboxSlack, ana: Person
) -> None:
    heard: asyncio.Queue[list[str]] = asyncio.Queue()

    @app.event("app_home_opened")
    async def take(request: Any) -> None:
        heard.put_nowait([request.headers[f"x-slack-retry-{word}"][0] for word in ("num", "reason")])

    await control(slack, "faults", kind="lost", method="event_callback")
    await ana.open_home()
    async with asyncio.timeout(10):
        await slack.workspace.clock.wait_due(60)
    await control(slack, "clock", advance_s=3)
    assert await asyncio.wait_for(heard.get(), 10) == ["1", "http_timeout"]


@pytest.mark.parametrize(
    "fault",
    [{"kind": "bad_signature"}, {"kind": "old_timestamp"}, {"kind": "old_timestamp", "age_s": -360}],
    ids=["another secret", "six minutes old", "six minutes ahead"],
)
async def test_what_is_not_signed_now_by_slack_is_refused_by_the_app(
    signed_clicks: Clicks, slack: SandboxSlack, fault: Json
) -> None:
    await control(slack, "faults", method="block_actions", **fault)
    await signed_clicks.click()
    assert signed_clicks.heard.empty()
    assert "dispatch_failed" in signed_clicks.ana.toasts()[0]
    (seen,) = await calls(slack, "block_actions")
    assert (seen["status"], seen["fault"]) == ("http_error", fault["kind"])


async def test_in_socket_mode_nothing_is_signed_and_nothing_spoilt(slack: SandboxSlack, ana: Person) -> None:
    async with connected(slack, "socket") as app:
        clicks = Clicks(slack, ana, app)
        await control(slack, "faults", kind="bad_signature", method="block_actions")
        await clicks.click()
        assert clicks.heard.qsize() == 1
        assert slack.workspace.faults.hits == {}


async def test_the_address_is_probed_for_its_certificate(slack: SandboxSlack) -> None:
    async with connected(slack, "http"):
        assert (await control(slack, "app", ssl_check=True))["status"] == 200


async def test_the_state_tells_what_is_set_and_what_may_be(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    await control(slack, "faults", kind="lost", method="view_submission", times=3)
    await control(slack, "faults", kind="slow", method="auth.test", delay_s=0)
    await client.auth_test()
    await control(slack, "channel", channel=OPS_JOBS, act="archive")
    await control(slack, "token", act="revoke")
    async with aiohttp.ClientSession(slack.base_url) as session, session.get("/control/state") as response:
        state: Json = await response.json()
    assert [(rule["kind"], rule["times"]) for rule in state["faults"]] == [("lost", 3)]
    assert state["hits"] == {"slow": 1}
    assert "bad_signature" in state["kinds"]["delivery"]
    assert {"chat.update", "response_url"} <= set(state["methods"]["call"])
    assert (state["transport"], state["connected"], state["token"]["dead"]) == (
        "socket",
        False,
        "token_revoked",
    )
    channel = next(channel for channel in state["channels"] if channel["id"] == OPS_JOBS)
    assert (channel["is_archived"], channel["bot_is_member"]) == (True, True)
