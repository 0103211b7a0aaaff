"""Images by address: Slack fetches them when a message is sent. Here only when asked to, and only from here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import ANA, OPS_JOBS
from tests.sandbox.slack.conftest import client_of, config
from tests.sandbox.slack.levers import calls, refusal
from tests.sandbox.slack.shapes import modal, section

Json = dict[str, Any]


class Gallery:
    """A server of images that counts who asks."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.url = ""

    async def serve(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.asked.append(name)
        if name == "gone.png":
            return web.Response(status=404)
        return web.Response(body=b"GIF89a", content_type="text/html" if name == "login.png" else "image/gif")

    def block(self, name: str) -> Json:
        return {"type": "image", "alt_text": name, "image_url": f"{self.url}/{name}"}


@pytest.fixture
async def gallery() -> AsyncIterator[Gallery]:
    gallery = Gallery()
    app = web.Application()
    app.router.add_get("/{name}", gallery.serve)
    runner = web.AppRunner(app, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    gallery.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield gallery
    await runner.cleanup()


@asynccontextmanager
async def fetching() -> AsyncIterator[SandboxSlack]:
    async with run_sandbox_slack(config(fetch_images=True)) as slack:
        yield slack


async def test_by_default_nothing_is_fetched(slack: SandboxSlack, gallery: Gallery) -> None:
    posted = await client_of(slack).chat_postMessage(
        channel=OPS_JOBS, text="x", blocks=[gallery.block("gone.png")]
    )
    assert (posted["ok"], gallery.asked) == (True, [])


async def test_an_image_that_comes_is_fine_and_others_are_named(gallery: Gallery) -> None:
    async with fetching() as slack:
        client = client_of(slack)
        fine = [section("x", accessory=gallery.block("fine.gif"))]
        assert (await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=fine))["ok"]
        blocks = [gallery.block(name) for name in ("fine.gif", "gone.png", "login.png")]
        error = await refusal(client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=blocks))
        assert error.response["errors"] == [
            "downloading image failed [json-pointer:/blocks/1/image_url]",
            "downloading image failed [json-pointer:/blocks/2/image_url]",
        ]


async def test_views_and_answers_are_held_to_it_too(gallery: Gallery) -> None:
    async with fetching() as slack:
        trigger_id = slack.workspace.triggers.give(ANA)
        view = modal(gallery.block("gone.png"))
        error = await refusal(client_of(slack).views_open(trigger_id=trigger_id, view=view))
        assert error.response["error"] == "invalid_arguments"
        assert error.response["errors"][0].endswith("[json-pointer:/view/blocks/0/image_url]")
        key = slack.workspace.response_urls.make(user_id=ANA, channel_id=OPS_JOBS)
        webhook = AsyncWebhookClient(f"{slack.base_url}/hooks/commands/T/{key}", retry_handlers=[])
        assert (await webhook.send(text="x", blocks=[gallery.block("gone.png")])).status_code == 404
        (seen,) = await calls(slack, "response_url")
        assert seen["pointers"] == ["downloading image failed [json-pointer:/blocks/0/image_url]"]


async def test_an_address_elsewhere_is_believed_and_never_asked(gallery: Gallery) -> None:
    async with fetching() as slack:
        elsewhere = {"type": "image", "alt_text": "x", "image_url": "https://images.example/x.png"}
        posted = await client_of(slack).chat_postMessage(channel=OPS_JOBS, text="x", blocks=[elsewhere])
        assert (posted["ok"], gallery.asked) == (True, [])


async def test_a_host_that_is_not_there_fails(gallery: Gallery) -> None:
    async with fetching() as slack:
        nobody = {"type": "image", "alt_text": "x", "image_url": "http://127.0.0.1:9/x.png"}
        attachment = {"blocks": [nobody], "fallback": "x"}
        error = await refusal(
            client_of(slack).chat_postMessage(channel=OPS_JOBS, text="x", attachments=[attachment])
        )
        assert error.response["errors"] == [
            "downloading image failed [json-pointer:/attachments/0/blocks/0/image_url]"
        ]
