"""The platform's page: one static document that draws the state it is given, and is given it again on change."""

from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox import pages
from sandbox.platform.overview import overview

if TYPE_CHECKING:
    from sandbox.platform.demo import DemoPlatform

FILES = Path(__file__).parent / "page"
SETTLE_S = 0.15
"""Changes within this time are drawn together."""


def add(app: web.Application, prefix: str, demo: "DemoPlatform") -> None:
    """Mount the page at {prefix}/ with its files and its stream of states."""

    def drawn() -> web.Response:
        return web.json_response(overview(demo), headers=pages.HEADERS)

    async def state(_: web.Request) -> web.Response:
        return drawn()

    async def stream(request: web.Request) -> web.StreamResponse:
        changed, let_go = demo.watch()
        try:
            return await pages.stream(
                request, changed, demo.released, lambda: drawn().text or "", settle_s=SETTLE_S
            )
        finally:
            let_go()

    pages.add_files(app, prefix, FILES)
    app.router.add_get(f"{prefix}/state.json", state)
    app.router.add_get(f"{prefix}/stream", stream)
