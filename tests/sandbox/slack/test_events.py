"""Events: what the app hears, and how often."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import ANA, LUIS, OPS_JOBS, ORDERS, PRIYA
from sandbox.slack.person import Person, sit_down
from tests.sandbox.slack.conftest import config, connected
from tests.sandbox.slack.levers import calls, control

Json = dict[str, Any]


def hear(app: AsyncApp, word: str) -> "asyncio.Queue[Json]":
    """The whole envelopes of one event type."""
    got: asyncio.Queue[Json] = asyncio.Queue()

    @app.event(word)
    async def take(body: Json) -> None:
        got.put_nowait(body)

    return got


async def test_a_message_in_the_direct_channel_is_heard_with_every_key(
    app: AsyncApp, ana: Person, client: AsyncWebClient
) -> None:
    got = hear(app, "message")
    direct = (await client.conversations_open(users=[ANA]))["channel"]["id"]
    ts = await ana.say(direct, "hello bot")
    body = await asyncio.wait_for(got.get(), 10)
    assert (body["event"]["text"], body["event"]["ts"]) == ("hello bot", ts)
    assert (body["event"]["channel_type"], body["event"]["user"]) == ("im", ANA)
    assert body["type"] == "event_callback"
    assert body["event_id"].startswith("Ev")
    assert body["authorizations"][0]["is_bot"] is True
    assert {"token", "team_id", "api_app_id", "event_time", "is_ext_shared_channel", "event_context"} <= (
        body.keys()
    )


async def test_a_mention_and_a_reaction_are_heard(app: AsyncApp, ana: Person) -> None:
    mentions, reactions = hear(app, "app_mention"), hear(app, "reaction_added")
    ts = await ana.say(OPS_JOBS, "<@U07ANDONBOT> help")
    assert (await asyncio.wait_for(mentions.get(), 10))["event"]["text"].endswith("help")
    await ana.post("/ui/reaction", channel=OPS_JOBS, ts=ts, name="eyes", on=True)
    event = (await asyncio.wait_for(reactions.get(), 10))["event"]
    assert (event["reaction"], event["item"]["ts"], event["user"]) == ("eyes", ts, ANA)
    shown = next(m for m in await ana.messages(OPS_JOBS) if m["ts"] == ts)
    assert shown["reactions"] == [{"name": "eyes", "users": [ANA], "count": 1}]


async def test_the_life_of_a_channel_is_heard(app: AsyncApp, slack: SandboxSlack) -> None:
    words = ("channel_archive", "channel_unarchive", "channel_rename", "member_left_channel")
    heard = {word: hear(app, word) for word in words}
    for act in ("archive", "unarchive"):
        await control(slack, "channel", channel=ORDERS, act=act)
    await control(slack, "channel", channel=ORDERS, act="rename", name="orders-2")
    await control(slack, "channel", channel=ORDERS, act="remove_bot")
    events = {word: (await asyncio.wait_for(got.get(), 10))["event"] for word, got in heard.items()}
    assert events["channel_archive"]["channel"] == ORDERS
    assert events["channel_rename"]["channel"]["name"] == "orders-2"
    assert events["member_left_channel"]["user"] == "U07ANDONBOT"


async def test_an_uninstall_is_heard_and_kills_the_token(
    app: AsyncApp, slack: SandboxSlack, client: AsyncWebClient
) -> None:
    await client.auth_test()
    revoked = hear(app, "tokens_revoked")
    await control(slack, "token", act="uninstall")
    body = await asyncio.wait_for(revoked.get(), 10)
    assert body["event"]["tokens"] == {"oauth": [], "bot": ["U07ANDONBOT"]}


async def test_an_event_without_an_ack_comes_again_with_the_same_id() -> None:
    """At once, after a minute, after five: on the sandbox's clock; then never again."""
    requests: asyncio.Queue[tuple[str, str | None, str | None]] = asyncio.Queue()

    async def refuse(request: web.Request) -> web.Response:
        headers = request.headers
        event_id = (await request.json())["event_id"]
        requests.put_nowait((event_id, headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")))
        return web.Response(status=500)

    async with (
        own_server(refuse) as url,
        run_sandbox_slack(config(request_url=url)) as slack,
        sit_down(slack.base_url, ANA) as ana,
    ):
        await ana.open_home()
        first, second = [await asyncio.wait_for(requests.get(), 10) for _ in range(2)]
        assert first[1:] == (None, None)
        assert second == (first[0], "1", "http_error")
        assert requests.empty()
        await control(slack, "clock", advance_s=61)
        assert await asyncio.wait_for(requests.get(), 10) == (first[0], "2", "http_error")
        await control(slack, "clock", advance_s=301)
        assert await asyncio.wait_for(requests.get(), 10) == (first[0], "3", "http_error")
        assert await settled_calls(ana, slack, 4) == ["http_error"] * 4


async def test_an_app_that_hangs_or_is_not_there_is_told_so_in_the_retry() -> None:
    reasons: asyncio.Queue[str | None] = asyncio.Queue()
    hang = asyncio.Event()

    async def late_once(request: web.Request) -> web.Response:
        reasons.put_nowait(request.headers.get("x-slack-retry-reason"))
        if request.headers.get("x-slack-retry-num") is None:
            await hang.wait()
        return web.Response()

    async with run_sandbox_slack(config(ack_deadline_s=1.0)) as slack, sit_down(slack.base_url, ANA) as ana:
        async with own_server(late_once) as url:
            slack.deliver_to(url)
            await ana.open_home()
            assert await asyncio.wait_for(reasons.get(), 10) is None
            assert await asyncio.wait_for(reasons.get(), 10) == "http_timeout"
            hang.set()
        await ana.open_home()
        outcomes = await settled_calls(ana, slack, 4)
        assert outcomes == ["http_timeout", "acked", "connection_failed", "connection_failed"]


async def test_no_retry_stops_the_retries() -> None:
    seen: list[str] = []

    async def refuse(request: web.Request) -> web.Response:
        seen.append((await request.json())["event_id"])
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    async with (
        own_server(refuse) as url,
        run_sandbox_slack(config(request_url=url)) as slack,
        sit_down(slack.base_url, ANA) as ana,
    ):
        await ana.open_home()
        assert await settled_calls(ana, slack, 1) == ["http_error"]
        await control(slack, "clock", advance_s=400)
        assert len(seen) == 1


async def test_over_the_socket_an_unacked_event_is_retried_and_marked() -> None:
    async with (
        run_sandbox_slack(config(ack_deadline_s=0.5)) as slack,
        connected(slack, "socket") as app,
        sit_down(slack.base_url, ANA) as ana,
    ):
        tries: asyncio.Queue[Json] = asyncio.Queue()

        @app.event("app_home_opened")
        async def second_time_lucky(request: Any, body: Json) -> None:
            tries.put_nowait({"id": body["event_id"], "retry": request.headers.get("x-slack-retry-num")})
            if tries.qsize() == 1:
                raise RuntimeError("the first try dies")

        await ana.open_home()
        first = await asyncio.wait_for(tries.get(), 10)
        again = await asyncio.wait_for(tries.get(), 10)
        assert again["id"] == first["id"]
        assert again["retry"] == ["1"]


async def test_the_same_event_may_come_twice(app: AsyncApp, ana: Person, slack: SandboxSlack) -> None:
    got = hear(app, "app_home_opened")
    await ana.open_home()
    first = await asyncio.wait_for(got.get(), 10)
    await control(slack, "repeat")
    again = await asyncio.wait_for(got.get(), 10)
    assert again["event_id"] == first["event_id"]
    await ana.open_home()
    assert (await asyncio.wait_for(got.get(), 10))["event_id"] != first["event_id"]


async def test_what_was_not_subscribed_is_never_sent(
    app: AsyncApp, ana: Person, slack: SandboxSlack, client: AsyncWebClient
) -> None:
    slack.workspace.events.subscribed.discard("app_mention")
    got = hear(app, "message")
    await ana.say(OPS_JOBS, "<@U07ANDONBOT> anyone?")
    await asyncio.wait_for(got.get(), 10)
    kinds = [call["summary"] for call in await calls(slack, "event_callback")]
    assert kinds == ["event message"]


async def test_an_admin_may_delete_the_bots_message_and_others_may_not(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="card")
    async with sit_down(slack.base_url, LUIS) as luis, sit_down(slack.base_url, PRIYA) as priya:
        with pytest.raises(Exception, match="cant_delete_message"):
            await luis.post("/ui/delete", channel=OPS_JOBS, ts=posted["ts"])
        await priya.post("/ui/delete", channel=OPS_JOBS, ts=posted["ts"])
        assert await priya.messages(OPS_JOBS) == []


async def settled_calls(ana: Person, slack: SandboxSlack, count: int) -> list[str]:
    """The outcomes of that many event deliveries, once all are written down."""

    async def probe() -> list[str] | None:
        found = [str(call["status"]) for call in await calls(slack, "event_callback")]
        return found if len(found) >= count else None

    return await ana.until(probe)


@asynccontextmanager
async def own_server(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> AsyncIterator[str]:
    """A request url of our own; yields its address."""
    app = web.Application()
    app.router.add_post("/", handler)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()
