"""Bolt apps as their authors write them, synchronous and asynchronous, each over both transports.

Nothing of Bolt or slack_sdk is changed or set but the addresses and secrets.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from aiohttp import web
from slack_bolt import App
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack

PATH = "/slack/events"


@asynccontextmanager
async def synchronous(slack: SandboxSlack, transport: str) -> AsyncIterator[App]:
    """Bolt's `App`, with its threads stopped at the end."""
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    with ThreadPoolExecutor(max_workers=4) as threads:
        secret = slack.signing_secret
        app = await asyncio.to_thread(App, client=client, signing_secret=secret, listener_executor=threads)
        connect = _sync_socket if transport == "socket" else _sync_http
        async with connect(slack, app):
            yield app


@asynccontextmanager
async def asynchronous(slack: SandboxSlack, transport: str) -> AsyncIterator[AsyncApp]:
    """Bolt's `AsyncApp`."""
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret=slack.signing_secret)
    connect = _async_socket if transport == "socket" else _async_http
    async with connect(slack, app):
        yield app


@asynccontextmanager
async def _sync_socket(slack: SandboxSlack, app: App) -> AsyncIterator[None]:
    handler = SocketModeHandler(app, slack.app_token)
    await asyncio.to_thread(handler.connect)
    try:
        await slack.app_connected()
        yield
    finally:
        handler.client.auto_reconnect_enabled = False
        slack.workspace.delivery.socket.abort()  # else its reader notices the end only after three seconds
        await asyncio.to_thread(handler.close)


@asynccontextmanager
async def _async_socket(slack: SandboxSlack, app: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    try:
        await slack.app_connected()
        yield
    finally:
        await handler.close_async()


class _Server(ThreadingMixIn, WSGIServer):
    """One thread for each request, as a real server has."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return None


@asynccontextmanager
async def _sync_http(slack: SandboxSlack, app: App) -> AsyncIterator[None]:
    handler = SlackRequestHandler(app, path=PATH)
    server = make_server("127.0.0.1", 0, handler, server_class=_Server, handler_class=_Quiet)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        slack.deliver_to(f"http://127.0.0.1:{server.server_port}{PATH}")
        yield
    finally:
        await asyncio.to_thread(server.shutdown)
        await asyncio.to_thread(server.server_close)
        await asyncio.to_thread(serving.join, 10)


@asynccontextmanager
async def _async_http(slack: SandboxSlack, app: AsyncApp) -> AsyncIterator[None]:
    async def serve(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post(PATH, serve)
    runner = web.AppRunner(server, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}")
        yield
    finally:
        await runner.cleanup()
