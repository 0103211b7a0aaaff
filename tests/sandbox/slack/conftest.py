"""A running local Slack, an app connected to it both ways, and people at its page."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, SlackConfig, demo_config, run_sandbox_slack
from sandbox.slack.config import AppSeed, CommandSeed, ShortcutSeed
from sandbox.slack.demo import ANA
from sandbox.slack.person import Person, sit_down

SCOPES = (*AppSeed().bot_scopes, "channels:join", "reactions:write", "users:read.email")
APP = AppSeed(
    bot_scopes=SCOPES,
    bot_events=(*AppSeed().bot_events, "message.channels"),
    commands=(CommandSeed(command="/andon", should_escape=True),),
    shortcuts=(
        ShortcutSeed(callback_id="global.v1", name="Global"),
        ShortcutSeed(callback_id="message.v1", name="Message", type="message"),
    ),
)
Run = Callable[..., AbstractAsyncContextManager[SandboxSlack]]


def config(**changes: object) -> SlackConfig:
    """The demo workspace with every scope the tests use, and no rate limits unless asked for."""
    return demo_config(**{"app": APP, "rate_scale": None, **changes})


@pytest.fixture
async def slack() -> AsyncIterator[SandboxSlack]:
    async with run_sandbox_slack(config()) as running:
        yield running


@pytest.fixture
async def client(slack: SandboxSlack) -> AsyncWebClient:
    return client_of(slack)


@pytest.fixture
async def ana(slack: SandboxSlack) -> AsyncIterator[Person]:
    async with sit_down(slack.base_url, ANA) as person:
        yield person


def client_of(slack: SandboxSlack) -> AsyncWebClient:
    """The unmodified client, without its own retries, which would hide what the server did."""
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@asynccontextmanager
async def connected(slack: SandboxSlack, transport: str) -> AsyncIterator[AsyncApp]:
    """An unmodified Bolt app, connected over Socket Mode or by signed HTTP."""
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    app = AsyncApp(client=client_of(slack), signing_secret=slack.signing_secret, process_before_response=True)
    connect = _over_socket if transport == "socket" else _over_http
    async with connect(slack, app):
        yield app


@asynccontextmanager
async def _over_socket(slack: SandboxSlack, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    await slack.workspace.delivery.socket.wait_connected()
    try:
        yield
    finally:
        await handler.close_async()


@asynccontextmanager
async def _over_http(slack: SandboxSlack, app: AsyncApp) -> AsyncIterator[None]:
    async def serve(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", serve)
    runner = web.AppRunner(server, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
        yield
    finally:
        await runner.cleanup()


@pytest.fixture(params=["socket", "http"])
async def app(request: pytest.FixtureRequest, slack: SandboxSlack) -> AsyncIterator[AsyncApp]:
    """The same Bolt app, once over each transport."""
    async with connected(slack, request.param) as bolt:
        yield bolt
