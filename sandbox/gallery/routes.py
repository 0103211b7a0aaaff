"""/gallery/: the page, and its drawings by language."""

import asyncio
from pathlib import Path

import orjson
from aiohttp import web

from bot.words import Say, load
from sandbox.gallery.exhibits import READER_LOCALES, Draw, Text, drawn, exhibits
from sandbox.slack.demo import demo_config

PAGE_FOLDER = Path(__file__).parent / "page"
PEOPLE = {"U0ANA": "ana", "U0LUIS": "luis"}
"""Who the examples speak of, and whose names and faces of the demo workspace they are shown with."""


class Gallery:
    """Draws on request and keeps nothing but the words."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._words: dict[str, Say] = {}

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/gallery", self.moved)
        router.add_get("/gallery/", self.page)
        router.add_get("/gallery/about", self.about)
        router.add_get("/gallery/drawings", self.drawings)
        router.add_static("/gallery/", PAGE_FOLDER)

    async def moved(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("/gallery/")

    async def page(self, request: web.Request) -> web.FileResponse:
        """The browser itself is told that this page may ask for drawings and for nothing else."""
        own = f"{request.scheme}://{request.host}/gallery/"
        headers = {"Content-Security-Policy": f"connect-src {own}"}
        return web.FileResponse(PAGE_FOLDER / "index.html", headers=headers)

    async def about(self, request: web.Request) -> web.Response:
        """The languages, and the people and the app that the examples speak of."""
        config = demo_config()
        users = {user.name: user for user in config.users}
        people = [
            {"id": id_, "name": users[name].name, "real_name": users[name].real_name}
            | {"avatar_color": f"#{users[name].avatar_color}"}
            for id_, name in PEOPLE.items()
        ]
        words = await self._loaded()
        languages = [{"language": one, "locale": READER_LOCALES.get(one, one)} for one in sorted(words)]
        channels = [{"id": "C0OPS", "name": "ops"}]
        app = {"id": config.app.id, "name": config.app.name, "bot_user_id": config.app.bot_user_id}
        return _json({"ok": True, "languages": languages, "users": people, "channels": channels, "app": app})

    async def drawings(self, request: web.Request) -> web.Response:
        """{language, text: example | hostile}: drawn and checked now."""
        words = await self._loaded()
        language = request.query.get("language", "en")
        if language not in words:
            return _json({"ok": False, "error": "unknown_language"}, status=404)
        text: Text = "hostile" if request.query.get("text") == "hostile" else "example"
        shown = await asyncio.to_thread(exhibits, self._draw, language, words, text)
        return _json({"ok": True, "language": language, "drawings": shown})

    async def _loaded(self) -> dict[str, Say]:
        if not self._words:
            self._words = await asyncio.to_thread(load)
        return self._words


def add_gallery(app: web.Application, draw: Draw = drawn) -> None:
    """Serve the gallery beside the local Slack, whose block modules it draws with."""
    Gallery(draw).add_routes(app.router)


def _json(document: object, *, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(document), content_type="application/json", status=status)
