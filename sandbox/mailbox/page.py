"""The mailbox's page: static files, and a stream that says when to look again."""

from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox import pages

if TYPE_CHECKING:
    from sandbox.mailbox.demo import Mailbox

FILES = Path(__file__).parent / "page"


def add(app: web.Application, prefix: str, mailbox: "Mailbox") -> None:
    """Mount {prefix}/ with its files and {prefix}/api/stream."""

    async def stream(request: web.Request) -> web.StreamResponse:
        with mailbox.watch() as changed:
            return await pages.stream(request, changed, mailbox.released, lambda: "look")

    pages.add_files(app, prefix, FILES)
    app.router.add_get(f"{prefix}/api/stream", stream)
