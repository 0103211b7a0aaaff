"""Buttons inside cards, carousels and containers: they have ids, and a click on them reaches the app."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.person import Person
from tests.sandbox.slack.shapes import button, buttons, plain, section

Json = dict[str, Any]


def card(title: str, *action_ids: str) -> Json:
    return {"type": "card", "title": plain(title), "actions": [button(name) for name in action_ids]}


CAROUSEL: Json = {"type": "carousel", "elements": [card("One", "first"), card("Two", "second")]}
CONTAINER: Json = {
    "type": "container",
    "title": plain("Box"),
    "child_blocks": [section("inside"), buttons("inner", block_id="inner row")],
}


def listen(app: AsyncApp) -> "asyncio.Queue[Json]":
    got: asyncio.Queue[Json] = asyncio.Queue()

    @app.action({"type": "block_actions", "action_id": "second"})
    @app.action("inner")
    @app.action("go")
    async def take(ack: Any, body: Json) -> None:
        await ack()
        got.put_nowait(body["actions"][0])

    return got


async def test_a_button_of_a_card_in_a_carousel_can_be_clicked(
    app: AsyncApp, client: AsyncWebClient, ana: Person
) -> None:
    got = listen(app)
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[CAROUSEL])
    stored = posted["message"]["blocks"][0]
    assert len({stored["block_id"], *(each["block_id"] for each in stored["elements"])}) == 3
    await ana.click(OPS_JOBS, posted["message"], "second")
    action = got.get_nowait()
    assert (action["action_id"], action["block_id"]) == ("second", stored["elements"][1]["block_id"])


async def test_a_button_inside_a_container_can_be_clicked(
    app: AsyncApp, client: AsyncWebClient, ana: Person
) -> None:
    got = listen(app)
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[CONTAINER])
    await ana.click(OPS_JOBS, posted["message"], "inner")
    assert got.get_nowait()["block_id"] == "inner row"


async def test_a_button_without_an_id_is_given_one_wherever_it_stands(client: AsyncWebClient) -> None:
    nameless = {"type": "button", "text": plain("Press")}
    nested = {**CONTAINER, "child_blocks": [{"type": "actions", "elements": [nameless]}]}
    blocks = [{"type": "card", "title": plain("Card"), "actions": [nameless]}, nested]
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=blocks)
    alone, held = posted["message"]["blocks"]
    assert alone["actions"][0]["action_id"]
    assert held["child_blocks"][0]["elements"][0]["action_id"]


async def test_two_blocks_may_use_one_action_id_and_the_click_says_which(
    app: AsyncApp, client: AsyncWebClient, ana: Person
) -> None:
    got = listen(app)
    blocks = [buttons("go", block_id="upper"), buttons("go", block_id="lower")]
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=blocks)
    container = {"type": "message", "channel": OPS_JOBS, "message_ts": posted["ts"]}
    await ana.post("/ui/action", container=container, block_id="lower", action_id="go")
    assert (await asyncio.wait_for(got.get(), 10))["block_id"] == "lower"
