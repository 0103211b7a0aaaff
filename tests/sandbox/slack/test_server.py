"""How the server is put together: neighbours on the same port, the app's manifest, the synchronous SDK."""

import asyncio

import aiohttp
from aiohttp import web
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, app_from_manifest, run_sandbox_slack
from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import client_of, config
from tests.sandbox.slack.levers import refused
from tests.sandbox.slack.shapes import buttons


async def test_other_pages_may_stand_on_the_same_port() -> None:
    async def platform(request: web.Request) -> web.Response:
        return web.Response(text="the platform")

    def mount(app: web.Application) -> None:
        app.router.add_get("/platform/", platform)

    async with (
        run_sandbox_slack(config(), mount=mount) as slack,
        aiohttp.ClientSession(slack.base_url) as session,
        session.get("/platform/") as response,
    ):
        assert await response.text() == "the platform"


async def test_the_manifest_decides_what_the_app_may_do() -> None:
    manifest = {
        "display_information": {"name": "Tiny"},
        "features": {
            "slash_commands": [{"command": "/tiny", "description": "d", "usage_hint": "help"}],
            "shortcuts": [{"callback_id": "x", "name": "X", "type": "global", "description": "d"}],
        },
        "oauth_config": {"scopes": {"bot": ["users:read"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
    }
    app = app_from_manifest(manifest)
    assert (app.name, app.bot_scopes, app.bot_events) == ("Tiny", ("users:read",), ("app_home_opened",))
    assert (app.commands[0].command, app.shortcuts[0].callback_id) == ("/tiny", "x")
    async with run_sandbox_slack(config(app=app)) as slack:
        call = client_of(slack).chat_postMessage(channel=OPS_JOBS, text="x")
        assert await refused(call) == "missing_scope"


async def test_the_synchronous_bolt_runs_too(
    slack: SandboxSlack, client: AsyncWebClient, ana: Person
) -> None:
    app = App(
        client=WebClient(token=slack.bot_token, base_url=slack.api_url), token_verification_enabled=False
    )

    @app.action("go")
    def take(ack, respond) -> None:  # type: ignore[no-untyped-def]  # Bolt fills these in by name
        ack()
        respond("clicked")

    handler = SocketModeHandler(app, slack.app_token)
    await asyncio.to_thread(handler.connect)
    try:
        await slack.app_connected()
        posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[buttons("go")])
        await ana.click(OPS_JOBS, posted["message"], "go")
        answer = await ana.until_message(OPS_JOBS, lambda message: message["text"] == "clicked")
        assert answer["is_ephemeral"] is True
    finally:
        await asyncio.to_thread(handler.close)
