"""Slash commands: the answer in the ack, then five answers through the response url, and no sixth."""

from typing import Any

from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.documents import Json
from tests.sandbox.slack.flows.conftest import Desk, Note
from tests.sandbox.slack.shapes import section


def sync_app(app: App, note: Note) -> None:
    @app.command("/andon")
    def run(ack: Any, command: Json, respond: Any) -> None:
        if command["text"] != "report":
            ack(blocks=[section(f"I do not know *{command['text']}*")], text="unknown")
            return
        ack()
        for number in range(6):
            answer = respond(text=f"line {number}", response_type="in_channel")
            note((answer.status_code, answer.body))


def async_app(app: AsyncApp, note: Note) -> None:
    @app.command("/andon")
    async def run(ack: Any, command: Json, respond: Any) -> None:
        if command["text"] != "report":
            await ack(blocks=[section(f"I do not know *{command['text']}*")], text="unknown")
            return
        await ack()
        for number in range(6):
            answer = await respond(text=f"line {number}", response_type="in_channel")
            note((answer.status_code, answer.body))


async def test_the_ack_answers_its_person_only(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    await desk.ana.command(OPS_JOBS, "/andon dance")
    (shown,) = await desk.ana.messages(OPS_JOBS)
    assert shown["blocks"][0]["text"]["text"] == "I do not know *dance*"
    assert shown["is_ephemeral"] is True


async def test_five_answers_are_taken_and_the_sixth_is_refused(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    await desk.ana.command(OPS_JOBS, "/andon report")
    answers = [await desk.heard.next() for _ in range(6)]
    assert answers[:5] == [(200, "ok")] * 5
    assert (answers[5][0], "used_url" in answers[5][1]) == (404, True)
    texts = [message["text"] for message in await desk.ana.messages(OPS_JOBS)]
    assert texts == [f"line {number}" for number in range(5)]
