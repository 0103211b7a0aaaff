"""Tokens, scopes, rate limits and faults: the ways in which a call does not go through."""

import aiohttp
import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import OPS_JOBS, ORDERS
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import client_of, config
from tests.sandbox.slack.levers import calls, control, posted_messages, refusal, refused


async def test_tokens_are_told_apart(slack: SandboxSlack, client: AsyncWebClient) -> None:
    def other(token: str | None) -> AsyncWebClient:
        return AsyncWebClient(token=token, base_url=slack.api_url, retry_handlers=[])

    assert await refused(other(None).auth_test()) == "not_authed"
    assert await refused(other("xoxb-wrong").auth_test()) == "invalid_auth"
    assert await refused(other(slack.app_token).users_list()) == "not_allowed_token_type"
    assert await refused(client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"
    assert (await client.auth_test())["bot_id"] == "B07ANDON001"
    await control(slack, "token", act="revoke")
    assert await refused(client.auth_test()) == "token_revoked"
    await control(slack, "token", act="restore")
    await control(slack, "token", act="uninstall")
    assert await refused(client.auth_test()) == "account_inactive"


async def test_a_missing_scope_names_what_is_needed_and_what_is_there(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    answer = await client.auth_test()
    assert "chat:write" in answer.headers["x-oauth-scopes"]
    await control(slack, "token", scopes=["users:read", "channels:history"])
    error = await refusal(client.chat_postMessage(channel=OPS_JOBS, text="x"))
    assert error.response["needed"] == "chat:write"
    assert error.response["provided"] == "users:read,channels:history"


async def test_a_post_beyond_the_burst_has_to_wait_in_its_channel_only() -> None:
    async with run_sandbox_slack(config(rate_scale=0.01)) as slack:
        client = client_of(slack)
        for channel in (OPS_JOBS, ORDERS):
            await client.chat_postMessage(channel=channel, text="1")
            await client.chat_postMessage(channel=channel, text="2")
        error = await refusal(client.chat_postMessage(channel="#ops-jobs", text="3"))
        assert (error.response.status_code, error.response["error"]) == (429, "ratelimited")
        retry_after_s = int(error.response.headers["Retry-After"])
        assert 80 <= retry_after_s <= 100
        assert len(await posted_messages(slack, OPS_JOBS)) == 2
        await control(slack, "clock", advance_s=retry_after_s)
        await client.chat_postMessage(channel=OPS_JOBS, text="3")


async def test_the_sdks_own_handler_lives_with_the_429(slack: SandboxSlack) -> None:
    await control(slack, "faults", kind="ratelimited", method="chat.postMessage", channel=ORDERS)
    client = client_of(slack)
    assert (await client.chat_postMessage(channel=OPS_JOBS, text="not this channel"))["ok"]
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    assert (await client.chat_postMessage(channel=ORDERS, text="x"))["ok"]
    statuses = [call["http_status"] for call in await calls(slack, "chat.postMessage")]
    assert statuses == [200, 429, 200]


async def test_a_post_that_was_committed_and_dropped_is_found_by_its_metadata(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    await control(slack, "faults", kind="drop", method="chat.postMessage")
    metadata = {"event_type": "delivery", "event_payload": {"delivery_id": "d-7"}}
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=OPS_JOBS, text="x", metadata=metadata)
    found = (await client.conversations_history(channel=OPS_JOBS, include_all_metadata=True))["messages"]
    assert [message["metadata"] for message in found] == [metadata]


async def test_the_sdks_default_handler_posts_twice_when_the_connection_drops(slack: SandboxSlack) -> None:
    await control(slack, "faults", kind="drop", method="chat.postMessage")
    stock = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    await stock.chat_postMessage(channel=OPS_JOBS, text="once?")
    assert len(await posted_messages(slack, OPS_JOBS)) == 2


async def test_a_refused_connection_has_no_effect_and_a_late_one_has(
    slack: SandboxSlack, client: AsyncWebClient, ana: Person
) -> None:
    await control(slack, "faults", kind="drop", commit=False, method="chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=OPS_JOBS, text="never")
    assert await posted_messages(slack, OPS_JOBS) == []
    await control(slack, "faults", kind="late", delay_s=1.5, method="chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=OPS_JOBS, text="late")
    assert await posted_messages(slack, OPS_JOBS) == []
    assert await ana.until_message(OPS_JOBS, lambda message: message["text"] == "late")


@pytest.mark.parametrize(
    ("fault", "status"),
    [({"kind": "status", "status": 503}, 503), ({"kind": "html", "status": 502}, 502)],
)
async def test_a_bad_gateway_is_a_bad_gateway(
    slack: SandboxSlack, client: AsyncWebClient, fault: dict[str, object], status: int
) -> None:
    await control(slack, "faults", method="chat.*", **fault)
    error = await refusal(client.chat_postMessage(channel=OPS_JOBS, text="x"))
    assert error.response.status_code == status
    assert await posted_messages(slack, OPS_JOBS) == []
    await control(slack, "faults", method="chat.*", commit=True, **fault)
    await refusal(client.chat_postMessage(channel=OPS_JOBS, text="x"))
    assert len(await posted_messages(slack, OPS_JOBS)) == 1


async def test_random_faults_are_the_same_for_the_same_seed(slack: SandboxSlack) -> None:
    def rolls() -> list[bool]:
        slack.workspace.faults.seed(7)
        return [slack.workspace.faults.match("chat.update", "") is not None for _ in range(40)]

    await control(slack, "faults", kind="refuse", error="fatal_error", at_random=0.3, times=None)
    assert rolls() == rolls()
    assert 3 < sum(rolls()) < 25


async def test_an_unknown_fault_is_refused_with_the_known_ones(slack: SandboxSlack) -> None:
    async with (
        aiohttp.ClientSession(slack.base_url) as session,
        session.post("/control/faults", json={"kind": "explode"}) as response,
    ):
        assert response.status == 400
        assert "drop" in (await response.json())["detail"]


async def test_a_page_of_another_site_may_not_act(slack: SandboxSlack) -> None:
    async with aiohttp.ClientSession(slack.base_url) as session:
        evil = {"Origin": "https://evil.example"}
        async with session.post("/control/token", json={"act": "revoke"}, headers=evil) as response:
            assert response.status == 403
        renamed = {"Host": "rebound.example"}
        async with session.post("/control/token", json={"act": "revoke"}, headers=renamed) as response:
            assert response.status == 403
        own = {"Origin": slack.base_url}
        async with session.post("/control/clock", json={"advance_s": 0}, headers=own) as response:
            assert response.status == 200
