"""Shortcuts: a global one opens a modal, a message's one answers in the thread of that message."""

from typing import Any

from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.documents import Json
from tests.sandbox.slack.flows.conftest import Desk, Note
from tests.sandbox.slack.shapes import modal


def sync_app(app: App, note: Note) -> None:
    @app.global_shortcut("global.v1")
    def open_it(ack: Any, shortcut: Json, client: Any) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=modal())
        note(shortcut)

    @app.message_shortcut("message.v1")
    def answer(ack: Any, shortcut: Json, client: Any, respond: Any) -> None:
        ack()
        channel, ts = shortcut["channel"]["id"], shortcut["message_ts"]
        client.chat_postMessage(channel=channel, thread_ts=ts, text=f"re: {shortcut['message']['text']}")
        respond("noted")
        note(shortcut)


def async_app(app: AsyncApp, note: Note) -> None:
    @app.global_shortcut("global.v1")
    async def open_it(ack: Any, shortcut: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal())
        note(shortcut)

    @app.message_shortcut("message.v1")
    async def answer(ack: Any, shortcut: Json, client: Any, respond: Any) -> None:
        await ack()
        channel, ts = shortcut["channel"]["id"], shortcut["message_ts"]
        await client.chat_postMessage(
            channel=channel, thread_ts=ts, text=f"re: {shortcut['message']['text']}"
        )
        await respond("noted")
        note(shortcut)


async def test_a_global_shortcut_knows_no_channel_and_opens_a_modal(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    await desk.ana.post("/ui/shortcut", callback_id="global.v1")
    shortcut = await desk.heard.next()
    assert not {"channel", "response_url", "message"} & shortcut.keys()
    assert (await desk.ana.until_modal())["callback_id"] == "m"


async def test_a_message_shortcut_knows_the_message(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    ts = await desk.ana.say(OPS_JOBS, "the printer is on fire")
    await desk.ana.post("/ui/shortcut", callback_id="message.v1", channel=OPS_JOBS, message_ts=ts)
    shortcut = await desk.heard.next()
    assert (shortcut["type"], shortcut["message_ts"], shortcut["channel"]["id"]) == (
        "message_action",
        ts,
        OPS_JOBS,
    )
    thread = await desk.ana.thread(OPS_JOBS, ts)
    texts = {message["text"] for message in [*thread, *await desk.ana.messages(OPS_JOBS)]}
    assert {"re: the printer is on fire", "noted"} <= texts
