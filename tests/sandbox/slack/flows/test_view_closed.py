"""view_closed: told of Cancel and of the cross, if the view asked for it."""

from typing import Any

from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.documents import Json
from tests.sandbox.slack.flows.conftest import Desk, Note
from tests.sandbox.slack.levers import calls
from tests.sandbox.slack.shapes import buttons, modal


def view_of(word: str) -> Json:
    return modal(buttons("deeper"), callback_id="closing", notify_on_close=word != "quiet")


def sync_app(app: App, note: Note) -> None:
    @app.command("/andon")
    def open_it(ack: Any, body: Json, client: Any) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=view_of(body["text"]))

    @app.action("deeper")
    def push(ack: Any, body: Json, client: Any) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=view_of("loud"))

    @app.view_closed("closing")
    def closed(ack: Any, body: Json) -> None:
        ack()
        note((body["view"]["id"], body["is_cleared"]))


def async_app(app: AsyncApp, note: Note) -> None:
    @app.command("/andon")
    async def open_it(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view_of(body["text"]))

    @app.action("deeper")
    async def push(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=view_of("loud"))

    @app.view_closed("closing")
    async def closed(ack: Any, body: Json) -> None:
        await ack()
        note((body["view"]["id"], body["is_cleared"]))


async def opened(desk: Desk, word: str) -> Json:
    await desk.ana.command(OPS_JOBS, f"/andon {word}")
    return await desk.ana.until_modal()


async def test_cancel_closes_one_view_and_the_cross_the_whole_stack(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    first = await opened(desk, "loud")
    await desk.ana.close(first)
    assert await desk.heard.next() == (first["id"], False)
    below = await opened(desk, "loud")
    await desk.ana.click_in_view(below, "deeper")
    above = await desk.ana.until_modal(lambda view: bool(view["previous_view_id"]))
    await desk.ana.close(above, everything=True)
    assert {await desk.heard.next(), await desk.heard.next()} == {(above["id"], True), (below["id"], True)}
    assert await desk.ana.modal() is None


async def test_a_view_that_did_not_ask_is_closed_in_silence(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    await desk.ana.close(await opened(desk, "quiet"))
    last = await opened(desk, "loud")
    await desk.ana.close(last)
    assert await desk.heard.next() == (last["id"], False)

    async def told() -> list[Json]:
        return await calls(desk.slack, "view_closed")

    assert len(await desk.ana.until(told)) == 1
