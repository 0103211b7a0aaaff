"""What the page reads: the snapshot, unread counts, the live stream, the traffic."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import Link, SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import ANA, GENERAL, GUEST, LUIS, OPS_JOBS, OPS_LEADS, ORDERS
from sandbox.slack.person import Person, Refused, sit_down
from tests.sandbox.slack.conftest import config
from tests.sandbox.slack.levers import control


async def test_the_snapshot_has_what_the_sidebar_shows() -> None:
    links = (Link(label="Mailbox", href="/mailbox/"),)
    async with run_sandbox_slack(config(links=links)) as slack, sit_down(slack.base_url, ANA) as ana:
        snapshot = await ana.get("/ui/snapshot")
        assert snapshot["team"] == {
            "id": "T07HARBOUR1", "name": "Harbour Goods", "domain": "harbour-goods",
        }  # fmt: skip
        assert snapshot["me"] == ANA
        assert snapshot["links"] == [{"label": "Mailbox", "href": "/mailbox/"}]
        assert [(group["handle"], LUIS in group["users"]) for group in snapshot["usergroups"]] == [
            ("ops-leads", True)
        ]
        me = next(user for user in snapshot["users"] if user["id"] == ANA)
        assert (me["initials"], me["locale"], me["tz"]) == ("AR", "en-US", "Europe/Madrid")
        assert snapshot["app"]["commands"][0]["command"] == "/andon"
        assert snapshot["app"]["connected"] is False
        ids = {channel["id"] for channel in snapshot["channels"]}
        assert {OPS_JOBS, ORDERS, GENERAL} <= ids
        assert OPS_LEADS not in ids, "a private channel is shown to its members only"
        direct = [channel for channel in snapshot["channels"] if channel["is_im"]]
        assert [channel["im_user"] for channel in direct] == ["U07ANDONBOT"]


async def test_a_guest_sees_only_the_channels_he_is_in(slack: SandboxSlack) -> None:
    async with sit_down(slack.base_url, GUEST) as guest:
        channels = (await guest.get("/ui/snapshot"))["channels"]
    assert [channel["name"] for channel in channels if not channel["is_im"]] == ["ops-jobs"]


async def test_an_archived_channel_is_shown_as_such_to_who_sees_it(slack: SandboxSlack, ana: Person) -> None:
    await control(slack, "channel", channel=OPS_LEADS, act="archive")
    await control(slack, "channel", channel=ORDERS, act="archive")

    async def told() -> list[dict[str, object]]:
        return [event["channel"] for event in ana.events if event["type"] == "channel"]

    (shown,) = await ana.until(told)
    assert (shown["id"], shown["name"], shown["is_archived"]) == (ORDERS, "orders", True)


async def test_unread_counts_go_up_with_posts_and_down_with_looking(
    slack: SandboxSlack, client: AsyncWebClient, ana: Person
) -> None:
    await client.chat_postMessage(channel=ORDERS, text="one")
    await client.chat_postMessage(channel=ORDERS, text=f"two <@{ANA}>")

    async def badge() -> dict[str, int] | None:
        told = [e for e in ana.events if e["type"] == "unread" and e["channel"] == ORDERS]
        return told[-1] if told and told[-1]["unread"] == 2 else None

    assert (await ana.until(badge))["mentions"] == 1
    await ana.messages(ORDERS)
    channels = (await ana.get("/ui/snapshot"))["channels"]
    assert next(c for c in channels if c["id"] == ORDERS)["unread"] == 0


async def test_the_stream_tells_of_posts_edits_and_deletions(client: AsyncWebClient, ana: Person) -> None:
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="one")
    await client.chat_update(channel=OPS_JOBS, ts=posted["ts"], text="two")
    await client.chat_delete(channel=OPS_JOBS, ts=posted["ts"])

    async def gone() -> bool:
        return any(event["type"] == "message_deleted" for event in ana.events)

    await ana.until(gone)
    kinds = [event["type"] for event in ana.events if event["type"].startswith("message")]
    assert kinds == ["message", "message_changed", "message_deleted"]


async def test_the_traffic_shows_calls_without_their_arguments(client: AsyncWebClient, ana: Person) -> None:
    await client.chat_postMessage(channel=OPS_JOBS, text="customer text")
    entries = (await ana.get("/ui/traffic"))["entries"]
    entry = next(entry for entry in entries if entry["kind"] == "chat.postMessage")
    assert (entry["direction"], entry["status"]) == ("from_app", "ok")
    assert "customer text" not in str(entries)


async def test_a_file_on_the_page_cannot_run_anything(ana: Person, slack: SandboxSlack) -> None:
    file = await ana.upload("evil.html", b"<script>alert(1)</script>")
    async with (
        aiohttp.ClientSession(slack.base_url) as session,
        session.get("/ui/file", params={"user": ANA, "id": file["id"]}) as response,
    ):
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]


async def test_the_page_itself_is_served(slack: SandboxSlack) -> None:
    async with aiohttp.ClientSession(slack.base_url) as session:
        for path in ("/", "/app.js"):
            async with session.get(path) as response:
                assert response.status == 200


async def test_only_who_may_see_a_file_gets_it(ana: Person, slack: SandboxSlack) -> None:
    file = await ana.upload("mine.png", b"\x89PNG")
    async with aiohttp.ClientSession(slack.base_url) as session:

        async def status_for(user: str) -> int:
            async with session.get("/ui/file", params={"user": user, "id": file["id"]}) as response:
                return response.status

        assert (await status_for(ANA), await status_for(LUIS)) == (200, 404)
        await ana.say(ORDERS, "look", file_ids=[file["id"]])
        assert (await status_for(LUIS), await status_for(GUEST)) == (200, 404)


async def test_a_reply_may_be_shown_in_the_channel_too(ana: Person) -> None:
    parent = await ana.say(ORDERS, "parent")
    await ana.say(ORDERS, "quiet", thread_ts=parent)
    await ana.say(ORDERS, "loud", thread_ts=parent, broadcast=True)
    shown = await ana.messages(ORDERS)
    assert [message["text"] for message in shown] == ["parent", "loud"]
    assert (shown[1]["subtype"], shown[1]["root"]["ts"]) == ("thread_broadcast", parent)


async def test_an_ephemeral_message_can_be_put_away(client: AsyncWebClient, ana: Person) -> None:
    sent = await client.chat_postEphemeral(channel=OPS_JOBS, user=ANA, text="just you")
    await ana.post("/ui/ephemeral/dismiss", channel=OPS_JOBS, ts=sent["message_ts"])
    assert await ana.messages(OPS_JOBS) == []
    with pytest.raises(Refused, match="not_found"):
        await ana.post("/ui/ephemeral/dismiss", channel=OPS_LEADS, ts=sent["message_ts"])
