"""The local Slack as a server: `async with run_sandbox_slack(config) as slack:`."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.slack.config import SlackConfig
from sandbox.slack.control import Control
from sandbox.slack.file_routes import FileRoutes
from sandbox.slack.permalinks import Permalinks
from sandbox.slack.response_hooks import ResponseHooks
from sandbox.slack.ui_acting import UiActing
from sandbox.slack.ui_looking import Handler, UiLooking
from sandbox.slack.web_api import WebApi
from sandbox.slack.workspace import Workspace

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PAGE_FOLDER = Path(__file__).parent.parent / "page"
WORKSPACE: web.AppKey[Workspace] = web.AppKey("sandbox_workspace", Workspace)


@dataclass(frozen=True, kw_only=True)
class SandboxSlack:
    """A running local Slack and what an app needs to connect to it."""

    workspace: Workspace
    base_url: str

    @property
    def api_url(self) -> str:
        """For `AsyncWebClient(base_url=...)`."""
        return f"{self.base_url}/api/"

    @property
    def bot_token(self) -> str:
        return self.workspace.config.bot_token

    @property
    def app_token(self) -> str:
        return self.workspace.config.app_token

    @property
    def signing_secret(self) -> str:
        return self.workspace.config.signing_secret

    async def app_connected(self) -> None:
        """Return once the app has a Socket Mode connection."""
        await self.workspace.delivery.socket.wait_connected()

    def deliver_to(self, request_url: str) -> None:
        """Deliver by signed HTTP from now on."""
        self.workspace.delivery.use_http(request_url)


def slack_app(config: SlackConfig) -> web.Application:
    """The server's application; other routes may be added to it before it runs.

    Whoever runs it calls `app[WORKSPACE].serve_at(base_url)` once the address is known.
    """
    workspace = Workspace(config)
    app = web.Application(
        client_max_size=config.max_upload_bytes + 1024 * 1024, middlewares=[_only_own_pages]
    )
    app[WORKSPACE] = workspace
    for routes in (WebApi, FileRoutes, ResponseHooks, Permalinks, UiLooking, UiActing, Control):
        routes(workspace).add_routes(app.router)
    app.router.add_get("/link/", workspace.delivery.socket.serve)
    app.router.add_get("/link", workspace.delivery.socket.serve)
    if PAGE_FOLDER.is_dir():
        app.router.add_get("/", _index)
        app.router.add_static("/", PAGE_FOLDER)
    app.on_shutdown.append(_stop)
    app.on_cleanup.append(_close)
    return app


@asynccontextmanager
async def run_sandbox_slack(
    config: SlackConfig, *, mount: Callable[[web.Application], None] | None = None
) -> AsyncIterator[SandboxSlack]:
    """Serve the workspace on `config.host:config.port` (0: any free port) until the block ends.

    `mount` may add further routes to the same server.
    """
    app = slack_app(config)
    if mount is not None:
        mount(app)
    runner = web.AppRunner(app, shutdown_timeout=1.0, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, config.host, config.port)
        await site.start()
        port = runner.addresses[0][1]
        base_url = f"http://{config.host}:{port}"
        app[WORKSPACE].serve_at(base_url)
        yield SandboxSlack(workspace=app[WORKSPACE], base_url=base_url)
    finally:
        await runner.cleanup()


@web.middleware
async def _only_own_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Another site open in the same browser may not act here.

    Its requests carry its own Origin, or its own name as Host when that name was made to point here.
    """
    origin = request.headers.get("Origin")
    bound_to = request.config_dict[WORKSPACE].config.host
    own_names = {bound_to, *LOOPBACK}
    if bound_to in LOOPBACK and urlsplit(f"//{request.host}").hostname not in own_names:
        return web.json_response({"ok": False, "error": "foreign_host"}, status=403)
    if origin is not None and urlsplit(origin).netloc != request.host:
        return web.json_response({"ok": False, "error": "foreign_origin"}, status=403)
    return await handler(request)


async def _stop(app: web.Application) -> None:
    await app[WORKSPACE].stop()


async def _close(app: web.Application) -> None:
    app[WORKSPACE].close()


async def _index(request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE_FOLDER / "index.html")
