"""Acks that come after three seconds: the person sees a failure, and nothing is sent again."""

import asyncio
import threading
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.async_app import AsyncApp

from sandbox.slack.demo import OPS_JOBS
from tests.sandbox.slack.flows.conftest import PATIENCE_S, Desk, Note
from tests.sandbox.slack.levers import calls, control
from tests.sandbox.slack.shapes import buttons

Json = dict[str, Any]


@pytest.fixture
def settings() -> dict[str, object]:
    return {"ack_deadline_s": 0.4}  # of real time, since the app lives in it


def sync_app(app: App, note: Note) -> None:
    @app.action("go")
    def slow_click(ack: Any) -> None:
        note("click")
        RELEASE.wait(PATIENCE_S)
        ack()

    @app.command("/andon")
    def slow_command(ack: Any) -> None:
        note("command")
        RELEASE.wait(PATIENCE_S)
        ack("too late")


def async_app(app: AsyncApp, note: Note) -> None:
    @app.action("go")
    async def slow_click(ack: Any) -> None:
        note("click")
        await asyncio.to_thread(RELEASE.wait, PATIENCE_S)
        await ack()

    @app.command("/andon")
    async def slow_command(ack: Any) -> None:
        note("command")
        await asyncio.to_thread(RELEASE.wait, PATIENCE_S)
        await ack("too late")


RELEASE = threading.Event()


@pytest.fixture(autouse=True)
def held() -> Any:
    """The listeners hang until the test is over."""
    RELEASE.clear()
    yield
    RELEASE.set()


async def test_a_late_click_is_shown_and_not_sent_again(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    message = await desk.post(OPS_JOBS, buttons("go"))
    await desk.ana.click(OPS_JOBS, message, "go")
    assert await desk.heard.next() == "click"
    assert desk.ana.toasts() == [
        "This app is taking too long to respond (operation_timeout). Please try again."
    ]
    await control(desk.slack, "clock", advance_s=600)
    RELEASE.set()
    assert [call["status"] for call in await calls(desk.slack, "block_actions")] == ["http_timeout"]
    assert desk.heard.empty()


async def test_a_late_command_fails_with_its_own_words(desk: Desk) -> None:
    desk.wire(sync_app, async_app)
    await desk.ana.command(OPS_JOBS, "/andon list")
    assert await desk.heard.next() == "command"
    assert desk.ana.toasts() == ['/andon failed with the error "operation_timeout"']
    RELEASE.set()
    assert await desk.ana.messages(OPS_JOBS) == [], "what stood in the late ack is not shown"
    assert [call["status"] for call in await calls(desk.slack, "slash_command")] == ["http_timeout"]


async def test_a_click_that_nobody_listens_to_is_a_failure_too(desk: Desk) -> None:
    message = await desk.post(OPS_JOBS, buttons("unknown"))
    await desk.ana.click(OPS_JOBS, message, "unknown")
    (words,) = desk.ana.toasts()
    assert "dispatch_failed" in words or "operation_timeout" in words, "by HTTP 404, or by silence"
