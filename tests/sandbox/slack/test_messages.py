"""chat.* and conversations.* through the unmodified slack_sdk client."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from sandbox.slack import SandboxSlack
from sandbox.slack.demo import ANA, GUEST, LUIS, OPS_JOBS, OPS_LEADS, ORDERS
from sandbox.slack.person import Person
from tests.sandbox.slack.levers import control, posted_messages, refused
from tests.sandbox.slack.shapes import buttons, section


async def test_a_posted_message_is_stored_as_slack_stores_a_bots(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="#ops-jobs", text="Job failed", blocks=[section("*hi*")])
    assert posted["channel"] == OPS_JOBS
    stored = (await client.conversations_history(channel=OPS_JOBS))["messages"][0]
    assert stored["ts"] == posted["ts"]
    assert {"user", "bot_id", "app_id", "team", "bot_profile"} <= stored.keys()
    assert "subtype" not in stored
    assert stored["blocks"][0]["block_id"]
    assert stored["blocks"][0]["text"]["verbatim"] is False


async def test_timestamps_are_strings_that_only_grow(client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=OPS_JOBS, text=str(n)))["ts"] for n in range(20)]
    assert all(isinstance(ts, str) for ts in stamps)
    assert stamps == sorted(set(stamps))


async def test_an_update_with_text_alone_removes_the_blocks(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(
        channel=OPS_JOBS, text="a", blocks=[section("b")], attachments=[{"color": "danger", "text": "c"}]
    )
    updated = await client.chat_update(channel=OPS_JOBS, ts=posted["ts"], text="new")
    assert "blocks" not in updated["message"]
    assert updated["message"]["attachments"], "an omitted attachments argument keeps them"
    dropped = await client.chat_update(channel=OPS_JOBS, ts=posted["ts"], text="new", attachments=[])
    assert "attachments" not in dropped["message"]


async def test_an_update_of_the_metadata_alone_keeps_text_and_blocks(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="a", blocks=[section("b")])
    metadata = {"event_type": "x", "event_payload": {"delivery_id": "1"}}
    updated = await bare_update(client, ts=posted["ts"], metadata=metadata)
    assert updated["message"]["text"] == "a"
    assert updated["message"]["blocks"]
    assert updated["message"]["metadata"] == metadata
    assert "edited" not in updated["message"], "no mark of an edit while blocks are used"
    cleared = await bare_update(client, ts=posted["ts"], metadata={})
    assert "metadata" not in cleared["message"]


async def test_an_update_takes_at_most_4000_characters(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="a" * 40_001)
    assert len(posted["message"]["text"]) == 40_000
    attempt = client.chat_update(channel=OPS_JOBS, ts=posted["ts"], text="a" * 4001)
    assert await refused(attempt) == "msg_too_long"


async def test_metadata_is_shown_only_to_who_asks_for_it(client: AsyncWebClient) -> None:
    metadata = {"event_type": "case_card", "event_payload": {"delivery_id": "d-1"}}
    posted = await client.chat_postMessage(channel=OPS_JOBS, text="a", metadata=metadata)
    plain = await client.conversations_history(channel=OPS_JOBS)
    asked = await client.conversations_history(
        channel=OPS_JOBS, include_all_metadata=True, oldest=str(float(posted["ts"]) - 5), limit=15
    )
    assert "metadata" not in plain["messages"][0]
    assert asked["messages"][0]["metadata"] == metadata


async def test_bad_metadata_is_refused(client: AsyncWebClient) -> None:
    attempt = client.chat_postMessage(channel=OPS_JOBS, text="a", metadata={"event_type": "x"})
    assert await refused(attempt) == "invalid_metadata_format"


async def test_a_reply_counts_on_its_parent_and_stays_out_of_the_channel(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=OPS_JOBS, text="parent")
    reply = await client.chat_postMessage(channel=OPS_JOBS, text="reply", thread_ts=parent["ts"])
    history = (await client.conversations_history(channel=OPS_JOBS))["messages"]
    assert [message["ts"] for message in history] == [parent["ts"]]
    assert (history[0]["reply_count"], history[0]["latest_reply"]) == (1, reply["ts"])
    thread = (await client.conversations_replies(channel=OPS_JOBS, ts=parent["ts"]))["messages"]
    assert [message["text"] for message in thread] == ["parent", "reply"]
    attempt = client.chat_postMessage(channel=OPS_JOBS, text="no", thread_ts=reply["ts"])
    assert await refused(attempt) == "cannot_reply_to_message"


async def test_a_deleted_reply_counts_no_more(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=OPS_JOBS, text="parent")
    reply = await client.chat_postMessage(channel=OPS_JOBS, text="reply", thread_ts=parent["ts"])
    await client.chat_delete(channel=OPS_JOBS, ts=reply["ts"])
    thread = (await client.conversations_replies(channel=OPS_JOBS, ts=parent["ts"]))["messages"]
    assert [message["text"] for message in thread] == ["parent"]
    assert "reply_count" not in thread[0]


async def test_a_broadcast_reply_is_in_both_places(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=OPS_JOBS, text="parent")
    await client.chat_postMessage(channel=OPS_JOBS, text="loud", thread_ts=parent["ts"], reply_broadcast=True)
    newest = (await client.conversations_history(channel=OPS_JOBS))["messages"][0]
    assert (newest["text"], newest["subtype"]) == ("loud", "thread_broadcast")


async def test_a_deleted_parent_leaves_a_tombstone(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=OPS_JOBS, text="parent")
    await client.chat_postMessage(channel=OPS_JOBS, text="reply", thread_ts=parent["ts"])
    await client.chat_delete(channel=OPS_JOBS, ts=parent["ts"])
    left = (await client.conversations_history(channel=OPS_JOBS))["messages"][0]
    assert left["subtype"] == "tombstone"
    attempt = client.chat_update(channel=OPS_JOBS, ts=parent["ts"], text="x")
    assert await refused(attempt) == "message_not_found"


async def test_an_ephemeral_is_seen_by_one_person_and_in_no_history(
    client: AsyncWebClient, ana: Person
) -> None:
    sent = await client.chat_postEphemeral(channel=OPS_JOBS, user=ANA, text="just you")
    seen = await ana.until_message(OPS_JOBS, lambda m: m["ts"] == sent["message_ts"])
    assert seen["is_ephemeral"] is True
    assert (await client.conversations_history(channel=OPS_JOBS))["messages"] == []
    attempt = client.chat_update(channel=OPS_JOBS, ts=sent["message_ts"], text="x")
    assert await refused(attempt) == "message_not_found"
    attempt = client.chat_postEphemeral(channel=OPS_LEADS, user=ANA, text="x")
    assert await refused(attempt) == "user_not_in_channel"


async def test_the_state_of_channel_and_message_is_told_in_slacks_words(
    client: AsyncWebClient, slack: SandboxSlack, ana: Person
) -> None:
    posted = await client.chat_postMessage(channel=ORDERS, text="x")
    theirs = await ana.say(ORDERS, "mine")
    assert await refused(client.chat_update(channel=ORDERS, ts=theirs, text="x")) == "cant_update_message"
    assert await refused(client.chat_delete(channel=ORDERS, ts=theirs)) == "cant_delete_message"
    assert await refused(client.chat_postMessage(channel="C0NOTHING", text="x")) == "channel_not_found"
    await control(slack, "channel", channel=ORDERS, act="archive")
    assert await refused(client.chat_postMessage(channel=ORDERS, text="x")) == "is_archived"
    assert await refused(client.chat_update(channel=ORDERS, ts=posted["ts"], text="x")) == "is_inactive"


async def test_a_removed_bot_may_join_a_public_channel_again(
    client: AsyncWebClient, slack: SandboxSlack
) -> None:
    await control(slack, "channel", channel=ORDERS, act="remove_bot")
    assert await refused(client.chat_postMessage(channel=ORDERS, text="x")) == "not_in_channel"
    assert await refused(client.conversations_history(channel=ORDERS)) == "not_in_channel"
    await client.conversations_join(channel=ORDERS)
    assert (await client.chat_postMessage(channel=ORDERS, text="x"))["ok"]
    await control(slack, "channel", channel=OPS_LEADS, act="remove_bot")
    assert await refused(client.chat_postMessage(channel=OPS_LEADS, text="x")) == "channel_not_found"


async def test_a_user_id_posts_into_the_direct_message(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=LUIS, text="for you")
    opened = await client.conversations_open(users=[LUIS])
    assert posted["channel"] == opened["channel"]["id"]
    assert posted["channel"].startswith("D")


async def test_pages_follow_the_cursor_to_the_end(client: AsyncWebClient) -> None:
    for number in range(5):
        await client.chat_postMessage(channel=OPS_JOBS, text=str(number))
    texts: list[str] = []
    async for page in await client.conversations_history(channel=OPS_JOBS, limit=2):
        texts += [message["text"] for message in page["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    attempt = client.conversations_history(channel=OPS_JOBS, cursor="nonsense")
    assert await refused(attempt) == "invalid_cursor"


async def test_people_and_channels_have_slacks_shapes(client: AsyncWebClient) -> None:
    user = (await client.users_info(user=ANA, include_locale=True))["user"]
    assert (user["real_name"], user["tz"], user["locale"]) == ("Ana Ruiz", "Europe/Madrid", "en-US")
    found = await client.users_lookupByEmail(email="luis.prado@harbour.example")
    assert found["user"]["id"] == LUIS
    channel = (await client.conversations_info(channel=OPS_JOBS))["channel"]
    assert (channel["name"], channel["is_member"], channel["is_archived"]) == ("ops-jobs", True, False)
    members = (await client.conversations_members(channel=OPS_JOBS))["members"]
    assert {ANA, GUEST} <= set(members)
    groups = (await client.usergroups_list(include_users=True))["usergroups"]
    assert LUIS in groups[0]["users"]


async def test_the_same_message_is_taken_in_every_encoding(slack: SandboxSlack) -> None:
    blocks = '[{"type":"divider"}]'
    bearer = {"Authorization": f"Bearer {slack.bot_token}"}
    fields = {"channel": OPS_JOBS, "text": "x", "blocks": blocks}
    async with aiohttp.ClientSession() as session:
        url = f"{slack.api_url}chat.postMessage"
        for arguments in (
            {"json": fields, "headers": bearer},
            {"data": {**fields, "token": slack.bot_token}},
            {"params": fields, "headers": bearer},
        ):
            async with session.post(url, **arguments) as response:  # type: ignore[arg-type]
                body = await response.json()
                assert body["ok"], body
                assert body["message"]["blocks"][0]["type"] == "divider"
        async with session.post(f"{slack.api_url}chat.sing", headers=bearer) as response:
            assert (await response.json())["error"] == "unknown_method"


async def test_every_post_is_counted_even_a_deleted_one(client: AsyncWebClient, slack: SandboxSlack) -> None:
    first = await client.chat_postMessage(channel=OPS_JOBS, text="1", blocks=[buttons("a")])
    await client.chat_postMessage(channel=OPS_JOBS, text="2", thread_ts=first["ts"])
    gone = await client.chat_postMessage(channel=OPS_JOBS, text="3")
    await client.chat_delete(channel=OPS_JOBS, ts=gone["ts"])
    messages = await posted_messages(slack, OPS_JOBS)
    assert [message["text"] for message in messages] == ["1", "2", "3"]
    assert [bool(message.get("deleted")) for message in messages] == [False, False, True]


async def bare_update(client: AsyncWebClient, **arguments: object) -> AsyncSlackResponse:
    """chat.update without text, of which the client's own method would warn."""
    return await client.api_call("chat.update", json={"channel": OPS_JOBS, **arguments})
