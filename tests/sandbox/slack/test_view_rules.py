"""What modals may not do: push from outside, grow too large, stack a fourth, take files without the scope."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack
from sandbox.slack.demo import OPS_JOBS
from sandbox.slack.person import Person, Refused
from tests.sandbox.slack.levers import calls, control, refusal, refused
from tests.sandbox.slack.shapes import buttons, field, modal, section

Json = dict[str, Any]


@pytest.fixture
def triggers(app: AsyncApp) -> "asyncio.Queue[str]":
    """The trigger of each click on a button named "go"."""
    given: asyncio.Queue[str] = asyncio.Queue()

    @app.action("go")
    async def take(ack: Any, body: Json) -> None:
        await ack()
        given.put_nowait(body["trigger_id"])

    return given


async def from_message(client: AsyncWebClient, ana: Person, triggers: "asyncio.Queue[str]") -> str:
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[buttons("go")])
    await ana.click(OPS_JOBS, posted["message"], "go")
    return triggers.get_nowait()


async def test_a_trigger_of_a_message_opens_and_does_not_push(
    client: AsyncWebClient, ana: Person, triggers: "asyncio.Queue[str]"
) -> None:
    await client.views_open(trigger_id=await from_message(client, ana, triggers), view=modal(buttons("go")))
    outside = await from_message(client, ana, triggers)
    assert await refused(client.views_push(trigger_id=outside, view=modal())) == "not_found"
    opened = await client.views_open(trigger_id=outside, view=modal(buttons("go")))
    await ana.click_in_view(opened["view"], "go")
    pushed = await client.views_push(trigger_id=triggers.get_nowait(), view=modal())
    assert pushed["view"]["root_view_id"] == opened["view"]["id"]


async def test_a_trigger_of_a_modal_that_was_closed_pushes_nothing(
    client: AsyncWebClient, ana: Person, triggers: "asyncio.Queue[str]"
) -> None:
    first = await client.views_open(
        trigger_id=await from_message(client, ana, triggers), view=modal(buttons("go"))
    )
    await ana.click_in_view(first["view"], "go")
    inside = triggers.get_nowait()
    await ana.close(first["view"])
    await client.views_open(trigger_id=await from_message(client, ana, triggers), view=modal())
    assert await refused(client.views_push(trigger_id=inside, view=modal())) == "not_found"


async def test_a_view_of_more_than_250_kilobytes_is_too_large(
    client: AsyncWebClient, ana: Person, triggers: "asyncio.Queue[str]"
) -> None:
    trigger_id = await from_message(client, ana, triggers)
    large = modal(*[section("a" * 3000) for _ in range(90)])
    assert await refused(client.views_open(trigger_id=trigger_id, view=large)) == "view_too_large"
    assert (await client.views_open(trigger_id=trigger_id, view=modal()))["ok"], "the trigger is not used up"


async def test_a_modal_with_clear_on_close_takes_the_whole_stack_along(
    client: AsyncWebClient, ana: Person, triggers: "asyncio.Queue[str]", slack: SandboxSlack
) -> None:
    first = await client.views_open(
        trigger_id=await from_message(client, ana, triggers), view=modal(buttons("go"))
    )
    await ana.click_in_view(first["view"], "go")
    clearing = modal(callback_id="top", clear_on_close=True)
    top = await client.views_push(trigger_id=triggers.get_nowait(), view=clearing)
    await ana.close(top["view"])
    assert await ana.modal() is None
    assert await calls(slack, "view_closed") == [], "neither view asked to hear of it"


async def test_an_ack_may_not_push_a_fourth_view(
    app: AsyncApp, client: AsyncWebClient, ana: Person, triggers: "asyncio.Queue[str]"
) -> None:
    @app.view("m")
    async def push(ack: Any) -> None:
        await ack(response_action="push", view=modal())

    await client.views_open(trigger_id=await from_message(client, ana, triggers), view=modal())
    for depth in range(1, 3):
        top = await ana.until_modal()
        assert await ana.submit(top) is None, f"a view is pushed on {depth}"
    with pytest.raises(Refused, match="invalid_answer"):
        await ana.submit(await ana.until_modal())
    assert len((await ana.get("/ui/modals"))["stack"]) == 3


async def test_an_ack_may_not_show_a_file_that_is_not_there(
    app: AsyncApp, client: AsyncWebClient, ana: Person, triggers: "asyncio.Queue[str]", slack: SandboxSlack
) -> None:
    @app.view("m")
    async def show(ack: Any) -> None:
        image = {"type": "image", "alt_text": "proof", "slack_file": {"id": "F0NOTHING"}}
        await ack(response_action="update", view=modal(image))

    await client.views_open(trigger_id=await from_message(client, ana, triggers), view=modal())
    with pytest.raises(Refused, match="invalid_answer"):
        await ana.submit(await ana.until_modal())
    (note,) = await calls(slack, "view_submission ack")
    assert note["pointers"] == ["invalid slack file [json-pointer:/view/blocks/0/slack_file]"]


async def test_a_file_input_needs_the_scope_to_read_files(
    client: AsyncWebClient, ana: Person, triggers: "asyncio.Queue[str]", slack: SandboxSlack
) -> None:
    trigger_id = await from_message(client, ana, triggers)
    await control(slack, "token", scopes=["chat:write"])
    view = modal(field("proof", "shot", type="file_input"))
    error = await refusal(client.views_open(trigger_id=trigger_id, view=view))
    assert (error.response["error"], error.response["needed"]) == ("missing_scope", "files:read")
