"""Is the process alive, and can it do its work? Two questions, since only the first is a reason to kill it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

import orjson
from aiohttp import web

log = logging.getLogger(__name__)

Check: TypeAlias = Callable[[], Awaitable[str | None]]
"""None when all is well, else a sentence on what is wrong. It names no secret: anybody may read it."""

CHECK_S = 3.0
"""Longer than this and the check itself counts as failed; probes commonly give up after 5 to 10 s."""

OK = "ok"


async def alive(_: web.Request) -> web.Response:
    return _answer(200, {"alive": True})


def readiness(checks: Mapping[str, Check]) -> Callable[[web.Request], Awaitable[web.Response]]:
    """All checks at once. Whoever asks while a round is under way is told that round's result."""
    under_way: list[asyncio.Future[dict[str, str]]] = []

    async def ready(_: web.Request) -> web.Response:
        if not under_way:
            round_ = asyncio.ensure_future(_round(checks))
            under_way.append(round_)
            round_.add_done_callback(lambda _: under_way.clear())
        found = await asyncio.shield(under_way[0])
        all_well = all(result == OK for result in found.values())
        return _answer(200 if all_well else 503, {"ready": all_well, "checks": found})

    return ready


async def _round(checks: Mapping[str, Check]) -> dict[str, str]:
    found = await asyncio.gather(*(_looked(name, check) for name, check in checks.items()))
    return dict(zip(checks, found, strict=True))


async def _looked(name: str, check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_S):
            return await check() or OK
    except TimeoutError:
        return f"no answer within {CHECK_S:g} seconds"
    except Exception as error:  # a border: a check that breaks is an answer too
        log.warning("health check %s broke: %s", name, type(error).__name__)
        return f"the check broke ({type(error).__name__})"


def _answer(status: int, body: object) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(body), content_type="application/json")
