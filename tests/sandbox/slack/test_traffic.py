"""The traffic: lines for the inspector, and what each was about for who opens one."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack
from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.person import Person, Refused
from tests.sandbox.slack.levers import refused
from tests.sandbox.slack.shapes import buttons, section

Json = dict[str, Any]
TOO_LONG = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"


async def line(ana: Person, kind: str) -> Json:
    """The newest line of that kind."""
    entries = (await ana.get("/ui/traffic"))["entries"]
    return dict(next(entry for entry in reversed(entries) if entry["kind"] == kind))


async def opened(ana: Person, entry: Json) -> Json:
    return await ana.get("/ui/traffic/entry", id=str(entry["id"]))


async def test_a_delivery_shows_its_envelope_and_its_ack(app: AsyncApp, ana: Person) -> None:
    @app.command("/andon")
    async def run(ack: Any) -> None:
        await ack(text="here is the list")

    await ana.command(OPS_JOBS, "/andon list")
    entry = await line(ana, "slash_command")
    assert entry["envelope_id"]
    assert not {"payload", "ack", "arguments", "reply"} & entry.keys(), "a list shows none of the bodies"
    body = await opened(ana, entry)
    assert body["payload"]["text"] == "list"
    assert (body["ack"]["outcome"], body["ack"]["body"]["text"]) == ("acked", "here is the list")
    assert (body["arguments"], body["reply"]) == (None, None)


async def test_a_refused_call_shows_every_pointer(client: AsyncWebClient, ana: Person) -> None:
    blocks = [section("a" * 3001), section("b" * 3001)]
    assert (
        await refused(client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=blocks)) == "invalid_blocks"
    )
    entry = await line(ana, "chat.postMessage")
    assert entry["pointers"] == [TOO_LONG, TOO_LONG.replace("/0/", "/1/")]
    body = await opened(ana, entry)
    assert body["arguments"]["text"] == "x"
    assert body["reply"]["error"] == "invalid_blocks"
    assert (body["payload"], body["ack"]) == (None, None)


async def test_a_command_whose_answer_is_refused_shows_why(app: AsyncApp, ana: Person) -> None:
    @app.command("/andon")
    async def run(ack: Any) -> None:
        await ack(text="x", blocks=[section("a" * 3001)])

    await ana.command(OPS_JOBS, "/andon list")
    assert (await line(ana, "slash_command ack"))["pointers"] == [TOO_LONG]
    assert ana.toasts() == ['/andon failed with the error "invalid_blocks"']


async def test_a_failure_is_told_where_the_person_acted(
    slack: SandboxSlack, client: AsyncWebClient, ana: Person
) -> None:
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[buttons("go")])
    await ana.click(OPS_JOBS, posted["message"], "go")
    failed = next(event for event in ana.events if event["type"] == "failed")
    assert "dispatch_failed" in failed["words"]
    busy = [event["key"] for event in ana.events if event["type"] == "busy"]
    assert failed["key"] in busy


async def test_an_entry_that_is_forgotten_is_not_found(ana: Person) -> None:
    for wanted in ("999999", "nonsense", ""):
        with pytest.raises(Refused, match="not_found"):
            await ana.get("/ui/traffic/entry", id=wanted)
