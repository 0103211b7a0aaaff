"""Slow, many and greedy connections at the door, on real sockets."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession, web

from api.limits import Door, DoorLimits, Listening, listening

QUICK = DoorLimits(head_s=0.3, shutdown_s=1.0)
REQUEST = b"GET / HTTP/1.1\r\nHost: andon\r\n\r\n"
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def house(limits: DoorLimits = QUICK) -> AsyncIterator[Listening]:
    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/", hello)
    async with listening(app, host="127.0.0.1", port=0, limits=limits) as open_house:
        yield open_house


@asynccontextmanager
async def connected(to: Listening, count: int) -> AsyncIterator[list[Connection]]:
    opened = [await asyncio.open_connection(to.host, to.port) for _ in range(count)]
    try:
        yield opened
    finally:
        for _, writer in opened:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()


async def answered(connection: Connection) -> bytes:
    """Send one request and read its answer."""
    reader, writer = connection
    writer.write(REQUEST)
    head = await reader.readuntil(b"\r\n\r\n")
    return head + await reader.readexactly(5)


async def test_fifty_sockets_that_dawdle_over_their_head_are_closed() -> None:
    async with house() as open_house, connected(open_house, 50) as sockets:
        for number, (_, writer) in enumerate(sockets):
            writer.write(REQUEST[: number % len(REQUEST)])  # from nothing at all to all but the last byte
        async with asyncio.timeout(3):
            ends = await asyncio.gather(*(reader.read() for reader, _ in sockets))
        assert ends == [b""] * 50
        assert open_house.door.timed_out == 50
        assert open_house.door.inside == 0


async def test_a_byte_now_and_then_does_not_buy_time() -> None:
    async with house() as open_house, connected(open_house, 1) as [(reader, writer)]:
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        with suppress(ConnectionError):
            for byte in REQUEST[:-1]:
                writer.write(bytes([byte]))
                with suppress(TimeoutError):
                    if await asyncio.wait_for(reader.read(1), 0.05) == b"":
                        break
        assert 0.25 < loop.time() - began_s < 5
        assert open_house.door.timed_out == 1


async def test_honest_requests_are_served_while_others_dawdle() -> None:
    async with house() as open_house, connected(open_house, 30), ClientSession() as session:
        for _ in range(5):
            async with session.get(f"http://127.0.0.1:{open_house.port}/") as answer:
                assert await answer.text() == "hello"


async def test_an_idle_connection_is_kept_longer_than_a_head_may_take() -> None:
    async with house() as open_house, connected(open_house, 2) as [kept, dawdler]:
        await answered(kept)
        async with asyncio.timeout(3):
            assert await dawdler[0].read() == b""  # so head_s has passed
        assert b"hello" in await answered(kept)


async def test_the_second_head_on_a_connection_is_timed_too() -> None:
    async with house() as open_house, connected(open_house, 1) as [connection]:
        await answered(connection)
        connection[1].write(b"GET / HT")
        async with asyncio.timeout(3):
            assert await connection[0].read() == b""
        assert open_house.door.timed_out == 1


async def test_a_handler_may_take_longer_than_a_head() -> None:
    """The deadline is for the client's words, not for our answer."""
    release = asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        await release.wait()
        return web.Response(text=(await request.text()) or "hello")

    app = web.Application()
    app.router.add_post("/", slow)
    async with (
        listening(app, host="127.0.0.1", port=0, limits=QUICK) as open_house,
        connected(open_house, 2) as [worker, dawdler],
    ):
        worker[1].write(b"POST / HTTP/1.1\r\nHost: andon\r\nContent-Length: 5\r\n\r\nhe")
        async with asyncio.timeout(3):
            assert await dawdler[0].read() == b""
        worker[1].write(b"llo")
        release.set()
        await worker[0].readuntil(b"\r\n\r\n")
        assert await worker[0].readexactly(5) == b"hello"


@pytest.mark.parametrize("limit", [{"connections": 3}, {"per_address": 3}])
async def test_whoever_comes_when_it_is_full_is_told_when_to_come_back(limit: dict[str, Any]) -> None:
    async with house(replace(QUICK, head_s=5, **limit)) as open_house, connected(open_house, 3) as inside:
        for connection in inside:
            await answered(connection)
        async with connected(open_house, 1) as [(reader, _)], asyncio.timeout(3):
            refusal = await reader.read()
        assert refusal.startswith(b"HTTP/1.1 503 ")
        assert b"Retry-After: 1\r\n" in refusal
        assert open_house.door.inside == 3
        assert b"hello" in await answered(inside[0])


async def test_a_place_is_free_again_when_somebody_leaves() -> None:
    async with house(replace(QUICK, connections=1)) as open_house:
        for _ in range(5):
            async with connected(open_house, 1) as [connection]:
                assert b"hello" in await answered(connection)
            async with asyncio.timeout(3):
                while open_house.door.inside:  # noqa: ASYNC110
                    await asyncio.sleep(0)
        assert open_house.door.refused == 0


@pytest.mark.parametrize(
    "words",
    [b"GET / HTTP/1.1\r\nToken CANARY\r\n\r\n", b"\x16\x03\x01CANARY\r\n\r\n", b"GET /" + b"CANARY" * 9000],
)
async def test_what_is_not_http_is_refused_and_neither_logged_nor_sent_back(
    words: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with house() as open_house, connected(open_house, 1) as [(reader, writer)], asyncio.timeout(3):
            writer.write(words)
            answer = await reader.read()
    assert b" 400 " in answer.split(b"\r\n")[0]
    assert json.loads(answer.split(b"\r\n\r\n", 1)[1])["code"] == "not_http"
    assert b"CANARY" not in answer
    assert "a connection refused: 400 not_http" in caplog.text
    assert "CANARY" not in caplog.text


def test_addresses_have_their_share_each() -> None:
    door = Door(DoorLimits(connections=4, per_address=2))
    assert [door.admit(name) for name in ("a", "a", "a", "b", "b", "c")] == [
        True,
        True,
        False,
        True,
        True,
        False,
    ]
    door.leave("a")
    assert door.admit("c")
    assert door.inside == 4


async def test_closing_lets_a_request_finish() -> None:
    begun, release = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        begun.set()
        await release.wait()
        return web.Response(text="hello")

    app = web.Application()
    app.router.add_get("/", slow)
    async with asyncio.timeout(5):
        async with listening(app, host="127.0.0.1", port=0, limits=QUICK) as open_house:
            reader, writer = await asyncio.open_connection(open_house.host, open_house.port)
            writer.write(REQUEST)
            await begun.wait()
            asyncio.get_running_loop().call_later(0.05, release.set)
        assert b"hello" in await reader.read()
    writer.close()
    await writer.wait_closed()
