"""A page of the sandbox: its static files under a prefix, and a stream that says what changed."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from aiohttp import web
from aiohttp_sse import sse_response

BEAT_S = 15.0
"""Something is said at least this often, so that a dead connection is noticed."""

KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def add_files(app: web.Application, prefix: str, folder: Path) -> None:
    """Mount index.html at {prefix}/ and the other files of *folder* beside it, each by its name."""

    async def slashed(_: web.Request) -> web.Response:
        raise web.HTTPFound(f"{prefix}/")

    if prefix:
        app.router.add_get(prefix, slashed)
    for path in folder.iterdir():
        if path.suffix in KINDS:
            name = "" if path.name == "index.html" else path.name
            app.router.add_get(f"{prefix}/{name}", partial(_file, path))


async def stream(
    request: web.Request,
    changed: asyncio.Event,
    released: asyncio.Event,
    say: Callable[[], str],
    *,
    settle_s: float = 0.0,
) -> web.StreamResponse:
    """Say it now, at every change, and at every beat, until *released*; changes within *settle_s* are said
    together. Whoever leaves the page leaves no error behind."""
    with suppress(ConnectionError):
        async with sse_response(request, headers={"X-Content-Type-Options": "nosniff"}) as answer:
            while answer.is_connected() and not released.is_set():
                changed.clear()
                await answer.send(say())
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), BEAT_S)
                    await asyncio.sleep(settle_s)
            return answer
    return web.Response()


async def _file(path: Path, _: web.Request) -> web.Response:
    text = path.read_text(encoding="utf-8")
    return web.Response(text=text, content_type=KINDS[path.suffix], charset="utf-8", headers=HEADERS)
