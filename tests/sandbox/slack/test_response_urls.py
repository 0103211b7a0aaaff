"""Response urls: what may be said through one, what is refused, and where the reason stands."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import ANA, LUIS, OPS_JOBS
from sandbox.slack.person import Person, sit_down
from tests.sandbox.slack.conftest import config
from tests.sandbox.slack.levers import calls, control
from tests.sandbox.slack.shapes import buttons, section

Json = dict[str, Any]


async def clicked(app: AsyncApp, client: AsyncWebClient, ana: Person) -> tuple[str, AsyncWebhookClient]:
    """A message in the channel whose button was clicked: its ts, and the way to answer."""
    urls: asyncio.Queue[str] = asyncio.Queue()

    @app.action("go")
    async def take(ack: Any, body: Json) -> None:
        await ack()
        urls.put_nowait(body["response_url"])

    posted = await client.chat_postMessage(channel=OPS_JOBS, text="old", blocks=[buttons("go")])
    await ana.click(OPS_JOBS, posted["message"], "go")
    return str(posted["ts"]), AsyncWebhookClient(urls.get_nowait(), retry_handlers=[])


def made(slack: SandboxSlack, user: str = ANA) -> AsyncWebhookClient:
    """A url as a command of this person gives it."""
    key = slack.workspace.response_urls.make(user_id=user, channel_id=OPS_JOBS)
    return AsyncWebhookClient(f"{slack.base_url}/hooks/commands/T/{key}", retry_handlers=[])


async def test_a_message_that_all_see_is_replaced_in_place_and_then_deleted(
    app: AsyncApp, client: AsyncWebClient, ana: Person, slack: SandboxSlack
) -> None:
    ts, webhook = await clicked(app, client, ana)
    assert (await webhook.send(text="new", replace_original=True)).body == "ok"
    async with sit_down(slack.base_url, LUIS) as luis:
        (shown,) = await luis.messages(OPS_JOBS)
        assert (shown["ts"], shown["text"], "blocks" in shown) == (ts, "new", False)
        assert (await webhook.send_dict({"delete_original": True})).body == "ok"
        assert await luis.messages(OPS_JOBS) == []
    gone = await webhook.send(text="again", replace_original=True)
    assert (gone.status_code, "message_not_found" in gone.body) == (404, True)


async def test_a_refusal_says_why_in_the_traffic_only(slack: SandboxSlack) -> None:
    answer = await made(slack).send(text="x", blocks=[section("fine"), section("a" * 3001)])
    assert (answer.status_code, answer.body) == (404, '{"ok": false, "error": "invalid_blocks"}')
    (seen,) = await calls(slack, "response_url")
    assert seen["pointers"] == ["must be less than 3001 characters [json-pointer:/blocks/1/text/text]"]


async def test_a_file_that_cannot_be_shown_is_refused_here_too(slack: SandboxSlack) -> None:
    image = {"type": "image", "alt_text": "proof", "slack_file": {"id": "F0NOTHING"}}
    answer = await made(slack).send(text="x", blocks=[image])
    assert (answer.status_code, "invalid_blocks" in answer.body) == (404, True)
    (seen,) = await calls(slack, "response_url")
    assert seen["pointers"] == ["invalid slack file [json-pointer:/blocks/0/slack_file]"]


async def test_a_refused_answer_is_none_of_the_five(slack: SandboxSlack) -> None:
    webhook = made(slack)
    for _ in range(6):
        assert (await webhook.send(text="")).status_code == 404
    assert (await webhook.send(text="fine")).status_code == 200


async def test_a_url_takes_one_answer_a_second_after_a_burst_of_two() -> None:
    """A hundred times slower here, so that a slow machine does not let the third one through."""
    async with run_sandbox_slack(config(rate_scale=0.01)) as slack:
        webhook = made(slack)
        statuses = [(await webhook.send(text=str(number))).status_code for number in range(3)]
        assert statuses == [200, 200, 429]
        assert (await made(slack).send(text="another url")).status_code == 200
        await control(slack, "clock", advance_s=100)
        assert (await webhook.send(text="later")).status_code == 200


async def test_an_answer_to_a_closed_channel_is_refused(slack: SandboxSlack, ana: Person) -> None:
    webhook = made(slack)
    await control(slack, "channel", channel=OPS_JOBS, act="archive")
    refused = await webhook.send(text="for all", response_type="in_channel")
    assert (refused.status_code, "is_archived" in refused.body) == (404, True)
    assert (await webhook.send(text="for you")).status_code == 200
    assert [message["text"] for message in await ana.messages(OPS_JOBS)] == ["for you"]


@pytest.mark.parametrize("sent", [b"no json", b"[]", b'{"blocks": "no json"}'])
async def test_what_is_no_answer_at_all_is_refused(slack: SandboxSlack, sent: bytes) -> None:
    webhook = made(slack)
    async with aiohttp.ClientSession() as session, session.post(webhook.url, data=sent) as response:
        assert response.status == 404
