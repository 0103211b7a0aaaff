"""Clicks, choices and shortcuts, through Bolt over both transports."""

import asyncio
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from sandbox.slack import SandboxSlack
from sandbox.slack.demo import ANA, OPS_JOBS, OPS_LEADS, PRIYA
from sandbox.slack.person import Person, Refused, sit_down
from tests.sandbox.slack.conftest import connected
from tests.sandbox.slack.levers import control, refused
from tests.sandbox.slack.shapes import buttons, modal, plain, section

Json = dict[str, Any]


def collect(app: AsyncApp, action_id: str) -> "asyncio.Queue[Json]":
    """The payloads of one action, acked."""
    got: asyncio.Queue[Json] = asyncio.Queue()

    @app.action(action_id)
    async def take(ack: Any, body: Json) -> None:
        await ack()
        got.put_nowait(body)

    return got


async def test_a_click_on_a_message_carries_the_whole_message(
    app: AsyncApp, client: AsyncWebClient, ana: Person
) -> None:
    got = collect(app, "go")
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[buttons("go")])
    await ana.click(OPS_JOBS, posted["message"], "go")
    body = got.get_nowait()
    assert body["user"] == {"id": ANA, "username": "ana", "name": "ana", "team_id": body["team"]["id"]}
    assert body["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": OPS_JOBS,
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": OPS_JOBS, "name": "ops-jobs"}
    assert body["message"]["ts"] == posted["ts"]
    assert body["actions"][0] | {"action_ts": ""} == {
        "type": "button",
        "block_id": "row",
        "action_id": "go",
        "text": {"type": "plain_text", "text": "Press", "emoji": True},
        "value": "v",
        "action_ts": "",
    }
    assert {"api_app_id", "token", "trigger_id", "enterprise", "state", "response_url"} <= body.keys()
    assert body["is_enterprise_install"] is False


async def test_a_click_on_an_ephemeral_has_no_message_but_a_way_to_replace_it(
    app: AsyncApp, client: AsyncWebClient, ana: Person
) -> None:
    got = collect(app, "go")
    await client.chat_postEphemeral(channel=OPS_JOBS, user=ANA, text="old", blocks=[buttons("go")])
    shown = await ana.until_message(OPS_JOBS, lambda m: m["text"] == "old")
    await ana.click(OPS_JOBS, shown, "go")
    body = got.get_nowait()
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    webhook = AsyncWebhookClient(body["response_url"], retry_handlers=[])
    await webhook.send(text="new", replace_original=True)
    replaced = await ana.until_message(OPS_JOBS, lambda m: m["text"] == "new")
    assert replaced["ts"] == shown["ts"]
    await webhook.send_dict({"delete_original": True})
    assert all(m["ts"] != shown["ts"] for m in await ana.messages(OPS_JOBS))


async def test_a_click_in_an_attachment_names_the_attachment(
    app: AsyncApp, client: AsyncWebClient, ana: Person
) -> None:
    got = collect(app, "go")
    attachment = {"color": "#d72b3f", "blocks": [buttons("go")], "fallback": "x"}
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", attachments=[attachment])
    await ana.click(OPS_JOBS, posted["message"], "go")
    body = got.get_nowait()
    assert (body["container"]["type"], body["container"]["attachment_id"]) == ("message_attachment", 1)
    assert "blocks" not in body["message"]
    assert body["message"]["attachments"][0]["blocks"]


async def test_a_click_in_a_thread_of_a_private_channel_says_so(
    app: AsyncApp, client: AsyncWebClient, slack: SandboxSlack
) -> None:
    got = collect(app, "go")
    parent = await client.chat_postMessage(channel=OPS_LEADS, text="parent")
    reply = await client.chat_postMessage(
        channel=OPS_LEADS, text="x", thread_ts=parent["ts"], blocks=[buttons("go")]
    )
    async with sit_down(slack.base_url, PRIYA) as priya:
        await priya.click(OPS_LEADS, reply["message"], "go")
    body = got.get_nowait()
    assert body["container"]["thread_ts"] == body["message"]["thread_ts"] == parent["ts"]
    assert body["channel"]["name"] == "privategroup"


async def test_choices_carry_the_apps_own_option_and_the_state(
    app: AsyncApp, client: AsyncWebClient, ana: Person
) -> None:
    got = collect(app, "pick")
    options = [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}]
    select = {"type": "static_select", "action_id": "pick", "options": options}
    posted = await client.chat_postMessage(
        channel=OPS_JOBS, text="x", blocks=[section("choose", accessory=select, block_id="b")]
    )
    forged = {"text": plain("Forged"), "value": "2"}
    await ana.click(OPS_JOBS, posted["message"], "pick", selected_option=forged)
    action = got.get_nowait()["actions"][0]
    assert action["selected_option"]["text"]["text"] == "Two"
    unknown = {"text": plain("No"), "value": "9"}
    try:
        await ana.click(OPS_JOBS, posted["message"], "pick", selected_option=unknown)
    except Refused as problem:
        assert str(problem) == "unknown_option"
    else:
        raise AssertionError("an option that is not there was taken")


async def test_a_trigger_opens_one_modal_within_three_seconds(
    app: AsyncApp, client: AsyncWebClient, ana: Person, slack: SandboxSlack
) -> None:
    got = collect(app, "go")
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[buttons("go")])
    await ana.click(OPS_JOBS, posted["message"], "go")
    trigger_id = got.get_nowait()["trigger_id"]
    no_submit = modal(submit=None)
    assert await refused(client.views_open(trigger_id=trigger_id, view=no_submit | {"title": plain("")})) == (
        "invalid_arguments"
    )
    await client.views_open(trigger_id=trigger_id, view=modal())
    assert await refused(client.views_open(trigger_id=trigger_id, view=modal())) == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id="nonsense", view=modal())) == "invalid_trigger_id"
    await ana.click(OPS_JOBS, posted["message"], "go")
    await control(slack, "clock", advance_s=3.1)
    late = got.get_nowait()["trigger_id"]
    assert await refused(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"


async def test_shortcuts_come_with_and_without_a_message(
    app: AsyncApp, client: AsyncWebClient, ana: Person
) -> None:
    got: asyncio.Queue[Json] = asyncio.Queue()

    @app.shortcut({"callback_id": "global.v1", "type": "shortcut"})
    @app.shortcut({"callback_id": "message.v1", "type": "message_action"})
    async def take(ack: Any, body: Json) -> None:
        await ack()
        got.put_nowait(body)

    posted = await client.chat_postMessage(channel=OPS_JOBS, text="look at this")
    await ana.post("/ui/shortcut", callback_id="global.v1")
    body = await asyncio.wait_for(got.get(), 10)
    assert body["trigger_id"]
    assert not {"channel", "response_url", "message"} & body.keys()
    await ana.post("/ui/shortcut", callback_id="message.v1", channel=OPS_JOBS, message_ts=posted["ts"])
    body = await asyncio.wait_for(got.get(), 10)
    assert body["message"]["text"] == "look at this"
    assert {"channel", "response_url", "message_ts"} <= body.keys()


async def test_an_external_select_gets_its_options_from_the_app(
    app: AsyncApp, client: AsyncWebClient, ana: Person
) -> None:
    @app.options("find")
    async def find(ack: Any, body: Json) -> None:
        await ack(options=[{"text": plain(f"{body['value']}!"), "value": "1"}])

    select = {"type": "external_select", "action_id": "find", "min_query_length": 1}
    posted = await client.chat_postMessage(
        channel=OPS_JOBS, text="x", blocks=[{"type": "actions", "block_id": "b", "elements": [select]}]
    )
    container = {"type": "message", "channel": OPS_JOBS, "message_ts": posted["ts"]}
    answer = await ana.post("/ui/options", container=container, block_id="b", action_id="find", value="ship")
    assert answer["options"][0]["text"]["text"] == "ship!"


async def test_a_wrong_signature_is_seen_as_a_failure_of_the_app(
    slack: SandboxSlack, client: AsyncWebClient, ana: Person
) -> None:
    async with connected(slack, "http") as app:
        got = collect(app, "go")
        posted = await client.chat_postMessage(channel=OPS_JOBS, text="x", blocks=[buttons("go")])
        link = slack.workspace.delivery.http
        assert link is not None
        link.signing_secret = "another secret"
        await ana.click(OPS_JOBS, posted["message"], "go")
        assert "dispatch_failed" in ana.toasts()[0]
        assert got.empty()
        link.signing_secret = slack.signing_secret
        verified = await control(slack, "app", request_url=link.request_url)
        assert verified["verified"] is True


async def test_typed_text_cannot_ping_the_channel(ana: Person, client: AsyncWebClient) -> None:
    await ana.say(OPS_JOBS, f"<!channel> a < b & <@{PRIYA}>")
    stored = (await client.conversations_history(channel=OPS_JOBS))["messages"][0]
    assert stored["text"] == f"&lt;!channel&gt; a &lt; b &amp; <@{PRIYA}>"


async def test_the_page_refuses_strangers_and_what_is_not_there(slack: SandboxSlack, ana: Person) -> None:
    async with aiohttp.ClientSession(slack.base_url) as session:
        async with session.get("/ui/snapshot", params={"user": "U0NOBODY"}) as response:
            assert (response.status, (await response.json())["error"]) == (404, "user_not_found")
        async with session.post("/ui/message", data="no json") as response:
            assert (response.status, (await response.json())["error"]) == (400, "invalid_json")
    try:
        await ana.messages(OPS_LEADS)
    except Refused as problem:
        assert str(problem) == "not_found"
    else:
        raise AssertionError("a private channel was shown to someone outside it")
