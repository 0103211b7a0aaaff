"""Events with retries: the same event_id, numbered and with the reason, on the sandbox's clock."""

from typing import Any

from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.documents import Json
from tests.sandbox.slack.flows.conftest import Desk, Note
from tests.sandbox.slack.levers import calls, control


def sync_app(app: App, note: Note) -> None:
    @app.event("app_mention")
    def answer(event: Json, body: Json, request: Any, say: Any) -> None:
        say(text=f"You said: {event['text']}", thread_ts=event["ts"])
        note((body["event_id"], request.headers.get("x-slack-retry-num")))


def async_app(app: AsyncApp, note: Note) -> None:
    @app.event("app_mention")
    async def answer(event: Json, body: Json, request: Any, say: Any) -> None:
        await say(text=f"You said: {event['text']}", thread_ts=event["ts"])
        note((body["event_id"], request.headers.get("x-slack-retry-num")))


async def test_a_mention_is_answered_in_its_thread(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    ts = await desk.ana.say(OPS_JOBS, "<@U07ANDONBOT> hello")
    _, retry = await desk.heard.next()
    assert retry in (None, ["0"]), "no header by HTTP; the socket's envelope counts from nought"
    assert [message["text"] for message in await desk.ana.thread(OPS_JOBS, ts)][1] == (
        "You said: <@U07ANDONBOT> hello"
    )


async def test_an_event_that_was_not_acked_is_sent_again_until_it_is(desk: Desk) -> None:
    """The first try is lost, the ack of the second comes too late; the third, a minute later, is the last."""
    desk.wire(sync_app, async_app)
    await control(desk.slack, "faults", kind="lost", method="event_callback")
    await control(desk.slack, "faults", kind="slow_ack", method="event_callback", delay_s=9)
    await desk.ana.say(OPS_JOBS, "<@U07ANDONBOT> hello")
    clock = desk.slack.workspace.clock
    await clock.wait_due(3)
    await control(desk.slack, "clock", advance_s=3)
    event_id, retry = await desk.heard.next()
    assert retry == ["1"]
    await clock.wait_due(3)
    await control(desk.slack, "clock", advance_s=3)
    await clock.wait_due(60)
    await control(desk.slack, "clock", advance_s=60)
    assert await desk.heard.next() == (event_id, ["2"])
    await desk.ana.until(lambda: settled(desk, 3))
    seen = await calls(desk.slack, "event_callback")
    assert [(call["retry_attempt"], call["status"]) for call in seen] == [
        (0, "http_timeout"), (1, "http_timeout"), (2, "acked"),
    ]  # fmt: skip
    await control(desk.slack, "clock", advance_s=600)
    assert desk.heard.empty()


async def settled(desk: Desk, count: int) -> bool:
    return len(await calls(desk.slack, "event_callback")) >= count
