"""What happens to channels and to the installation: the events, and what the app may do afterwards."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.config import AppSeed
from sandbox.slack.demo import ANA, OPS_JOBS, OPS_LEADS, ORDERS
from sandbox.slack.person import Person
from tests.sandbox.slack.conftest import APP, client_of, config, connected
from tests.sandbox.slack.levers import control, refused
from tests.sandbox.slack.test_events import hear

Json = dict[str, Any]


async def event(got: "asyncio.Queue[Json]") -> Json:
    return dict((await asyncio.wait_for(got.get(), 10))["event"])


async def test_a_deleted_channel_is_gone_for_good(
    app: AsyncApp, slack: SandboxSlack, client: AsyncWebClient, ana: Person
) -> None:
    got = hear(app, "channel_deleted")
    await control(slack, "channel", channel=ORDERS, act="delete")
    assert (await event(got))["channel"] == ORDERS
    assert await refused(client.chat_postMessage(channel=ORDERS, text="x")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel="#orders", text="x")) == "channel_not_found"
    shown = [channel["id"] for channel in (await ana.get("/ui/snapshot"))["channels"]]
    assert ORDERS not in shown


async def test_a_channel_keeps_its_messages_under_a_new_id(
    app: AsyncApp, slack: SandboxSlack, client: AsyncWebClient
) -> None:
    got = hear(app, "channel_id_changed")
    parent = await client.chat_postMessage(channel=ORDERS, text="parent")
    await client.chat_postMessage(channel=ORDERS, text="reply", thread_ts=parent["ts"])
    await control(slack, "channel", channel=ORDERS, act="change_id", id="C0NEWORDERS")
    told = await event(got)
    assert (told["old_channel_id"], told["new_channel_id"]) == (ORDERS, "C0NEWORDERS")
    assert await refused(client.conversations_info(channel=ORDERS)) == "channel_not_found"
    thread = await client.conversations_replies(channel="C0NEWORDERS", ts=parent["ts"])
    assert [message["text"] for message in thread["messages"]] == ["parent", "reply"]
    assert (await client.chat_update(channel="C0NEWORDERS", ts=parent["ts"], text="new"))["ok"]


async def test_private_channels_are_groups_in_events() -> None:
    words = ("group_archive", "group_unarchive", "group_rename", "group_left")
    groups = AppSeed(bot_scopes=APP.bot_scopes, bot_events=words)
    async with run_sandbox_slack(config(app=groups)) as slack, connected(slack, "socket") as app:
        heard = {word: hear(app, word) for word in words}
        for act in ("archive", "unarchive", "rename", "remove_bot"):
            await control(slack, "channel", channel=OPS_LEADS, act=act, name="leads-2")
        events = {word: await event(got) for word, got in heard.items()}
        assert events["group_rename"]["channel"]["name"] == "leads-2"
        assert {events[word]["channel"] for word in words if word != "group_rename"} == {OPS_LEADS}
        assert await refused(client_of(slack).conversations_info(channel=OPS_LEADS)) == "channel_not_found"


async def test_an_uninstall_says_so_and_revokes_the_token(app: AsyncApp, slack: SandboxSlack) -> None:
    client = client_of(slack)
    await client.auth_test()
    got = hear(app, "app_uninstalled")
    await control(slack, "token", act="uninstall")
    assert await refused(client.auth_test()) == "account_inactive"
    assert (await event(got))["type"] == "app_uninstalled"


async def test_a_token_may_expire_and_be_restored(slack: SandboxSlack, client: AsyncWebClient) -> None:
    await control(slack, "token", act="expire")
    assert await refused(client.chat_postMessage(channel=OPS_JOBS, text="x")) == "token_expired"
    await control(slack, "token", act="restore")
    assert (await client.chat_postMessage(channel=OPS_JOBS, text="x"))["ok"]


async def test_both_tabs_of_the_app_are_told_apart(app: AsyncApp, ana: Person) -> None:
    got = hear(app, "app_home_opened")
    for tab in ("home", "messages"):
        await ana.post("/ui/home/open", tab=tab)
        told = await event(got)
        assert (told["tab"], told["user"], told["channel"][0]) == (tab, ANA, "D")


async def test_the_bot_may_leave_and_is_told_so_once(
    app: AsyncApp, slack: SandboxSlack, client: AsyncWebClient
) -> None:
    got = hear(app, "member_left_channel")
    await control(slack, "token", scopes=[*APP.bot_scopes, "channels:manage"])
    assert "not_in_channel" not in (await client.conversations_leave(channel=ORDERS)).data
    assert (await event(got))["user"] == "U07ANDONBOT"
    assert (await client.conversations_leave(channel=ORDERS))["not_in_channel"] is True
    assert await refused(client.conversations_leave(channel="C07GENERAL1")) == "cant_leave_general"
