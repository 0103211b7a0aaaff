"""A demo platform on a real port, and a receiver for its events."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.platform import API, DemoConfig, DemoPlatform


@dataclass
class Running:
    demo: DemoPlatform
    origin: str

    @property
    def page(self) -> str:
        return f"{self.origin}/platform"

    @property
    def base_url(self) -> str:
        return f"{self.page}{API}"


@dataclass
class Received:
    """What the receiver got, and what it answers: the statuses in *answers* first, then 202."""

    origin: str = ""
    answers: list[int] = field(default_factory=list)
    messages: list[tuple[dict[str, str], bytes, int]] = field(default_factory=list)

    def taken(self) -> list[tuple[dict[str, str], bytes]]:
        return [(headers, body) for headers, body, status in self.messages if status == 202]


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """The origin of *app*, served on a port of its own."""
    runner = web.AppRunner(app, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def running_demo(config: DemoConfig | None = None) -> AsyncIterator[Running]:
    """Frozen unless configured otherwise: its clock moves by tick()."""
    demo = DemoPlatform(config or DemoConfig(frozen=True))
    app = web.Application()
    demo.add_routes(app)
    async with serving(app) as origin:
        await demo.start()
        try:
            yield Running(demo=demo, origin=origin)
        finally:
            await demo.stop()


@asynccontextmanager
async def receiving() -> AsyncIterator[Received]:
    """Stands where Andon would: takes events at /v1/sources/demo/events."""
    received = Received()

    async def take(request: web.Request) -> web.Response:
        status = received.answers.pop(0) if received.answers else 202
        received.messages.append((dict(request.headers), await request.read(), status))
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/v1/sources/demo/events", take)
    async with serving(app) as received.origin:
        yield received
