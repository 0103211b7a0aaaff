"""The platform's page: one static document that draws the state it is given, and is given it again on change."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp_sse import sse_response

from sandbox.platform.overview import overview

if TYPE_CHECKING:
    from sandbox.platform.demo import DemoPlatform

FILES = Path(__file__).parent / "page"
SETTLE_S = 0.15
"""Changes within this time are drawn together."""

BEAT_S = 15.0
"""A state at least this often, so that a dead connection is noticed."""

KINDS = {"index.html": "text/html", "page.css": "text/css", "page.js": "text/javascript"}

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def add(app: web.Application, prefix: str, demo: "DemoPlatform") -> None:
    """Mount the page at {prefix}/ with its files and its stream of states."""

    async def home(request: web.Request) -> web.Response:
        return _file("index.html")

    async def slashed(request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{prefix}/")

    async def asset(request: web.Request) -> web.Response:
        return _file(request.match_info["name"])

    async def state(request: web.Request) -> web.Response:
        return web.json_response(overview(demo), headers=HEADERS)

    async def stream(request: web.Request) -> web.StreamResponse:
        return await _stream(demo, request)

    app.router.add_get(f"{prefix}/", home)
    if prefix:
        app.router.add_get(prefix, slashed)
    app.router.add_get(f"{prefix}/{{name:page\\.(?:css|js)}}", asset)
    app.router.add_get(f"{prefix}/state.json", state)
    app.router.add_get(f"{prefix}/stream", stream)


def _file(name: str) -> web.Response:
    text = (FILES / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=KINDS[name], charset="utf-8", headers=HEADERS)


async def _stream(demo: "DemoPlatform", request: web.Request) -> web.StreamResponse:
    watcher, let_go = demo.watch()
    try:
        async with sse_response(request, headers={"X-Content-Type-Options": "nosniff"}) as answer:
            while answer.is_connected() and not demo.released.is_set():
                watcher.clear()
                await answer.send(web.json_response(overview(demo)).text or "")
                await _change_or_beat(watcher)
            return answer
    except ConnectionError:
        return web.Response()  # the page was left
    finally:
        let_go()


async def _change_or_beat(watcher: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(watcher.wait(), BEAT_S)
    except TimeoutError:
        return
    await asyncio.sleep(SETTLE_S)
