"""What Slack's validation refuses is refused here, with the same words and pointers."""

import json
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack
from sandbox.slack.demo import OPS_JOBS
from tests.sandbox.slack.levers import calls, refusal, refused
from tests.sandbox.slack.shapes import button, buttons, modal, section

Json = dict[str, Any]
BAD = [
    ([section("a" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("x")] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    (
        [{"type": "actions", "elements": [button("same"), button("same")]}],
        '`action_id` "same" already exists [json-pointer:/blocks/0/elements/1/action_id]',
    ),
    (
        [{"type": "image", "image_url": "https://example.com/a.png"}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    ([section("x", colour="red")], "invalid additional property: colour [json-pointer:/blocks/0]"),
]


@pytest.mark.parametrize(("blocks", "words"), BAD)
async def test_bad_blocks_are_refused_with_slacks_words(
    client: AsyncWebClient, slack: SandboxSlack, blocks: list[Json], words: str
) -> None:
    error = await refusal(client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=blocks))
    assert error.response["error"] == "invalid_blocks"
    assert words in error.response["errors"]
    assert f"[ERROR] {words}" in error.response["response_metadata"]["messages"]
    assert "json-pointer" in (await calls(slack, "chat.postMessage"))[0]["pointer"]


async def test_blocks_that_are_no_list_have_their_own_error(client: AsyncWebClient) -> None:
    for blocks in ("{not json", json.dumps({"type": "divider"})):
        call = client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=blocks)
        assert await refused(call) == "invalid_blocks_format"


async def test_bad_blocks_in_an_attachment_are_invalid_attachments(client: AsyncWebClient) -> None:
    attachments = [{"color": "good", "fallback": "x", "blocks": [section("a" * 3001)]}]
    call = client.chat_postMessage(channel=OPS_JOBS, text="x", attachments=attachments)
    assert await refused(call) == "invalid_attachments"


async def test_a_modal_with_an_input_needs_a_submit(client: AsyncWebClient) -> None:
    view = modal(
        {
            "type": "input",
            "label": {"type": "plain_text", "text": "x"},
            "element": {"type": "plain_text_input", "action_id": "a"},
        }
    )
    del view["submit"]
    error = await refusal(client.views_open(trigger_id="1.2.x", view=view))
    assert error.response["error"] == "invalid_arguments"
    assert error.response["errors"][0] == (
        "bolt-app must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"
    )


async def test_blocks_are_validated_without_a_token(slack: SandboxSlack) -> None:
    client = AsyncWebClient(base_url=slack.api_url, retry_handlers=[])
    assert (await client.api_call("blocks.validate", params={"blocks": json.dumps([buttons("a")])}))["ok"]
    bad = json.dumps([{"type": "section", "text": {"type": "invalid", "text": "x"}}])
    error = await refusal(client.api_call("blocks.validate", params={"blocks": bad}))
    assert error.response["error"] == "invalid_blocks"
    assert error.response["errors"][0]["pointer"].startswith("/0/text")
    both = {"blocks": "[]", "view": "{}"}
    assert await refused(client.api_call("blocks.validate", params=both)) == "invalid_arguments"
