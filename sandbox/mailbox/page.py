"""The mailbox's page: three static files, and a stream that says when to look again."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web
from aiohttp_sse import sse_response

if TYPE_CHECKING:
    from sandbox.mailbox.demo import Mailbox

FILES = Path(__file__).parent / "page"
KINDS = {
    "index.html": "text/html",
    "mailbox.css": "text/css",
    "mailbox.js": "text/javascript",
    "answers.js": "text/javascript",
}

BEAT_S = 15.0
"""Something is said at least this often, so that a dead connection is noticed."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def add(app: web.Application, prefix: str, mailbox: "Mailbox") -> None:
    """Mount {prefix}/ with its files and {prefix}/api/stream."""

    async def home(_: web.Request) -> web.Response:
        return _file("index.html")

    async def slashed(_: web.Request) -> web.Response:
        raise web.HTTPFound(f"{prefix}/")

    async def asset(request: web.Request) -> web.Response:
        return _file(request.match_info["name"])

    async def stream(request: web.Request) -> web.StreamResponse:
        return await _stream(mailbox, request)

    app.router.add_get(f"{prefix}/", home)
    app.router.add_get(prefix, slashed)
    app.router.add_get(f"{prefix}/{{name:mailbox\\.css|(?:mailbox|answers)\\.js}}", asset)
    app.router.add_get(f"{prefix}/api/stream", stream)


def _file(name: str) -> web.Response:
    text = (FILES / name).read_text(encoding="utf-8")
    return web.Response(text=text, content_type=KINDS[name], charset="utf-8", headers=HEADERS)


async def _stream(mailbox: "Mailbox", request: web.Request) -> web.StreamResponse:
    with mailbox.watch() as changed, suppress(ConnectionError):
        async with sse_response(request) as answer:
            while answer.is_connected() and not mailbox.released.is_set():
                changed.clear()
                await answer.send("look")
                try:
                    await asyncio.wait_for(changed.wait(), BEAT_S)
                except TimeoutError:
                    continue
            return answer
    return web.Response()  # the page was left
