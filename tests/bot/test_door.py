"""Socket Mode is kept open: through refreshes, lost networks, and a Slack that refuses for a while."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.door import SocketDoor
from bot.routes import TakeButton
from sandbox.slack.demo import ANA, OPS_JOBS
from sandbox.slack.person import sit_down
from tests.bot.scene import Json, Scene, ticket
from tests.sandbox.slack.levers import control

FAST = {"ping_s": 0.2, "dead_after_s": 0.6, "look_s": 0.05}


@asynccontextmanager
async def opened(scene: Scene) -> AsyncIterator[SocketDoor]:
    door = SocketDoor(scene.app, scene.slack.app_token, **FAST)
    await door.open()
    try:
        yield door
    finally:
        await door.close()


async def works(scene: Scene, door: SocketDoor) -> None:
    """A person's press gets through once the app is connected, and the door knows that it is open."""
    async with asyncio.timeout(10):
        await scene.slack.app_connected()
    await press(scene)
    assert await door.connected()


async def press(scene: Scene) -> None:
    """A person's press gets through and is acknowledged."""
    await scene.add(ticket())
    message = await scene.post("case-1")
    async with sit_down(scene.slack.base_url, ANA) as ana:
        await ana.click(OPS_JOBS, message, TakeButton.name)
        assert ana.toasts() == []
    assert (await scene.card("case-1")).owner == ANA


async def asked_for_an_address(traffic: "asyncio.Queue[Json | None]") -> None:
    while (event := await traffic.get()) is not None:
        if event["type"] == "traffic" and event["entry"]["kind"] == "apps.connections.open":
            return


async def test_open_means_that_slack_said_hello(scene: Scene) -> None:
    async with opened(scene) as door:
        assert await door.connected()
        assert scene.slack.workspace.delivery.socket.connection_count == 1
        await press(scene)
    assert not await door.connected()


@pytest.mark.parametrize("act", ["refresh_requested", "link_disabled", "abort"])
async def test_a_connection_that_ends_is_followed_by_another(scene: Scene, act: str) -> None:
    async with opened(scene) as door:
        await control(scene.slack, "socket", act=act)
        await works(scene, door)
        assert scene.slack.workspace.delivery.socket.connection_count == 1


async def test_a_slack_that_refuses_for_long_is_asked_for_a_new_address(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """slack_sdk alone would knock at the same address for ever."""
    async with opened(scene) as door:
        await control(scene.slack, "socket", act="refuse")
        await control(scene.slack, "socket", act="abort")
        traffic = scene.slack.workspace.hub.listen(ANA)
        async with asyncio.timeout(10):
            for _ in range(3):
                await asked_for_an_address(traffic)
        assert not await door.connected()
        await control(scene.slack, "socket", act="allow")
        await works(scene, door)
    assert "building a new one" in caplog.text
    logged = [r.getMessage() for r in caplog.records if r.name.startswith("bot.door")]
    assert [m for m in logged if "ticket=" in m and "ticket=..." not in m] == []


async def test_opening_does_not_wait_for_ever(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    await control(scene.slack, "socket", act="refuse")
    async with opened(scene) as door:
        assert not await door.connected()
        assert "has not said hello" in caplog.text
        await control(scene.slack, "socket", act="allow")
        await works(scene, door)


async def test_a_second_process_on_the_same_app_is_warned_of(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(scene) as first, opened(scene) as second:
        assert await first.connected() and await second.connected()
    warned = [r for r in caplog.records if "counts 2 connections" in r.getMessage()]
    assert [r.levelno for r in warned] == [logging.WARNING]


async def test_a_connection_that_never_says_hello_is_given_up(scene: Scene) -> None:
    """A half-open connection answers pings and brings no click."""
    opened_links = asyncio.Semaphore(0)

    async def addresses(request: web.Request) -> web.Response:
        url = f"ws://{request.host}/link"
        return web.json_response({"ok": True, "url": url})

    async def mute(request: web.Request) -> web.WebSocketResponse:
        opened_links.release()
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for _ in socket:
            pass
        return socket

    app = web.Application()
    app.router.add_route("*", "/api/apps.connections.open", addresses)
    app.router.add_get("/link", mute)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    scene.app.client.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        async with opened(scene) as door, asyncio.timeout(10):
            await opened_links.acquire()
            await opened_links.acquire()
            assert not await door.connected()
    finally:
        await runner.cleanup()


async def test_closing_leaves_nothing_running(scene: Scene) -> None:
    before = asyncio.all_tasks()
    async with opened(scene):
        pass
    left = [t for t in asyncio.all_tasks() - before if not t.done() and "socket" in repr(t).lower()]
    assert left == []
