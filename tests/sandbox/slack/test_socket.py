"""Socket Mode at the wire: hello, tickets, one connection per envelope, disconnects."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import client_of, config, connected
from tests.sandbox.slack.levers import control, refused
from tests.sandbox.slack.shapes import buttons

Json = dict[str, Any]


async def opened(slack: SandboxSlack, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    answer = await client_of(slack).apps_connections_open(app_token=slack.app_token)
    return await session.ws_connect(str(answer["url"]))


async def test_hello_counts_the_connections(slack: SandboxSlack) -> None:
    async with aiohttp.ClientSession() as session:
        first = await opened(slack, session)
        assert (await first.receive_json(timeout=10))["num_connections"] == 1
        second = await opened(slack, session)
        hello = await second.receive_json(timeout=10)
        assert (hello["type"], hello["num_connections"]) == ("hello", 2)
        assert hello["connection_info"] == {"app_id": "A07ANDON001"}


async def test_an_envelope_goes_down_one_connection_only(slack: SandboxSlack, ana: Person) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await opened(slack, session) for _ in range(3)]
        for socket in sockets:
            await socket.receive_json(timeout=10)
        typing = asyncio.create_task(ana.command(OPS_JOBS, "/andon list"))
        reads = [asyncio.create_task(socket.receive_json()) for socket in sockets]
        done, waiting = await asyncio.wait(reads, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        (read,) = done
        envelope = read.result()
        assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
        assert envelope["payload"]["command"] == "/andon"
        await sockets[reads.index(read)].send_json(
            {"envelope_id": envelope["envelope_id"], "payload": {"text": "done"}}
        )
        await typing
        assert len(waiting) == 2
        for other in waiting:
            other.cancel()
        assert (await ana.messages(OPS_JOBS))[0]["text"] == "done"


async def test_an_eleventh_connection_is_too_many(slack: SandboxSlack) -> None:
    async with aiohttp.ClientSession() as session:
        sockets = [await opened(slack, session) for _ in range(11)]
        last = await sockets[10].receive_json(timeout=10)
        assert (last["type"], last["reason"]) == ("disconnect", "too_many_websockets")


async def test_an_unknown_ticket_opens_nothing(slack: SandboxSlack) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{slack.base_url}/link/", params={"ticket": "made up"}) as response,
    ):
        assert response.status == 404


async def test_bolt_comes_back_after_a_refresh(
    slack: SandboxSlack, client: AsyncWebClient, ana: Person
) -> None:
    clicks: asyncio.Queue[str] = asyncio.Queue()
    async with connected(slack, "socket") as app:

        @app.action("go")
        async def take(ack: Any, body: Json) -> None:
            await ack()
            clicks.put_nowait(body["user"]["id"])

        socket = slack.workspace.delivery.socket
        await control(slack, "socket", act="refresh_requested")
        assert socket.connection_count == 0
        async with asyncio.timeout(10):
            await socket.wait_connected()
        posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[buttons("go")])
        await ana.click(OPS_JOBS, posted["message"], "go")
        assert clicks.get_nowait() == ana.user_id


async def test_a_connection_is_warned_ten_seconds_before_it_ends(slack: SandboxSlack) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await opened(slack, session)
        hello = await socket.receive_json(timeout=10)
        assert hello["debug_info"]["approximate_connection_time"] == 18060
        await control(slack, "clock", advance_s=18040)
        assert slack.workspace.delivery.socket.connection_count == 1
        await control(slack, "clock", advance_s=10)
        assert (await socket.receive_json(timeout=10))["reason"] == "warning"
        assert slack.workspace.delivery.socket.connection_count == 1, "it still takes envelopes"
        await slack.workspace.clock.wait_due(10)
        await control(slack, "clock", advance_s=10)
        assert (await socket.receive_json(timeout=10))["reason"] == "refresh_requested"
        assert slack.workspace.delivery.socket.connection_count == 0


async def test_an_address_for_debugging_gives_six_minutes(slack: SandboxSlack) -> None:
    async with aiohttp.ClientSession() as session:
        answer = await client_of(slack).apps_connections_open(app_token=slack.app_token)
        socket = await session.ws_connect(f"{answer['url']}&debug_reconnects=true")
        hello = await socket.receive_json(timeout=10)
        assert hello["debug_info"]["approximate_connection_time"] == 360
        await control(slack, "clock", advance_s=350)
        assert (await socket.receive_json(timeout=10))["reason"] == "warning"


@pytest.mark.parametrize("reason", ["warning", "link_disabled"])
async def test_bolt_moves_to_a_new_connection_when_told_to(
    slack: SandboxSlack, ana: Person, reason: str
) -> None:
    async with connected(slack, "socket") as app:

        @app.command("/andon")
        async def run(ack: Any) -> None:
            await ack(text="still here")

        socket = slack.workspace.delivery.socket
        before = socket.opened_count
        await control(slack, "socket", act=reason)
        async with asyncio.timeout(10):
            await socket.wait_opened(before + 1)
        await ana.command(OPS_JOBS, "/andon list")
        assert [message["text"] for message in await ana.messages(OPS_JOBS)] == ["still here"]


async def test_a_refused_app_gets_no_address_and_no_connection(slack: SandboxSlack) -> None:
    answer = await client_of(slack).apps_connections_open(app_token=slack.app_token)
    await control(slack, "socket", act="refuse")
    again = client_of(slack).apps_connections_open(app_token=slack.app_token)
    assert await refused(again) == "socket_mode_not_enabled"
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(str(answer["url"]))
        await control(slack, "socket", act="allow")
        socket = await session.ws_connect(str(answer["url"]))
        assert (await socket.receive_json(timeout=10))["type"] == "hello"


async def test_an_address_may_be_made_to_expire() -> None:
    async with (
        run_sandbox_slack(config(ticket_lifetime_s=30.0)) as slack,
        aiohttp.ClientSession() as session,
    ):
        answer = await client_of(slack).apps_connections_open(app_token=slack.app_token)
        await control(slack, "clock", advance_s=31)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(str(answer["url"]))


async def test_a_dead_network_ends_the_wait_for_an_ack(slack: SandboxSlack, ana: Person) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await opened(slack, session)
        await socket.receive_json(timeout=10)
        typing = asyncio.create_task(ana.command(OPS_JOBS, "/andon list"))
        await socket.receive_json(timeout=10)
        await control(slack, "socket", act="abort")
        await typing
        assert ana.toasts() == ['/andon failed with the error "dispatch_failed"']
        assert (await socket.receive(timeout=10)).type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)


async def test_the_page_is_told_when_the_app_goes(slack: SandboxSlack, ana: Person) -> None:
    async def says(wanted: bool) -> bool:
        states = [event["connected"] for event in ana.events if event["type"] == "app"]
        return bool(states) and states[-1] is wanted

    async with connected(slack, "socket"):
        await ana.until(lambda: says(True))
    await ana.until(lambda: says(False))
