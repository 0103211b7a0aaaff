"""The chat port over the real local Slack: posted, redrawn, found again, and who the people are."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.gateway import chat as chat_module
from bot.gateway.chat import EVENT_TYPE, described
from core.errors import Parked, Permanent, Temporary
from core.notices.commented import CommentAdded
from core.ports.chat import MessageGone, Posted
from sandbox.slack import Fault, UserSeed, demo_config
from sandbox.slack.demo import ANA, GUEST, OPS_JOBS, OPS_LEADS, PRIYA
from tests.bot.scene import Scene, open_scene, ticket
from tests.sandbox.slack.levers import control

Json = dict[str, Any]

NOTICE = CommentAdded.EXAMPLES[0]


def stored(scene: Scene, posted: Posted) -> Json:
    message = scene.slack.workspace.messages.find(posted.channel_id, posted.ts)
    assert message is not None
    return message


async def posted(scene: Scene, delivery_id: str = "d-1") -> Posted:
    await scene.add(ticket())
    return await scene.chat.post_card(await scene.card("case-1"), OPS_JOBS, "en", delivery_id)


async def chatter(client: AsyncWebClient, count: int, **more: Any) -> None:
    for n in range(count):
        await client.chat_postMessage(channel=OPS_JOBS, text=f"{n}", **more)


async def test_a_card_is_posted_with_text_strip_and_metadata(scene: Scene) -> None:
    message = stored(scene, await posted(scene))
    assert message["text"].startswith("#20260001")
    assert message["attachments"][0]["color"]
    assert message["metadata"] == {"event_type": EVENT_TYPE, "event_payload": {"delivery_id": "d-1"}}
    (call,) = scene.calls("chat.postMessage")
    assert (call["arguments"]["unfurl_links"], call["arguments"]["unfurl_media"]) in (
        (False, False),
        ("0", "0"),
    )


async def test_a_card_is_redrawn_in_place_and_keeps_its_strip(scene: Scene) -> None:
    where = await posted(scene)
    before = stored(scene, where)["attachments"]
    await scene.store.run(lambda uow: uow.cases.get("case-1").take(by=ANA, at=uow.now), scene.system)
    await scene.chat.redraw_card(await scene.card("case-1"), where, "en", "d-2")
    after = stored(scene, where)
    assert ANA in str(after["blocks"]) + str(after["attachments"])
    assert len(after["attachments"]) == len(before) == 1
    assert after["metadata"]["event_payload"]["delivery_id"] == "d-2"


async def test_a_strip_is_dropped_when_there_is_none_any_more(scene: Scene) -> None:
    """chat.update keeps attachments that are left out, so an empty list has to travel (SLACK 2.4)."""
    where = await posted(scene)
    await scene.chat.redraw_card(await scene.card("case-1"), where, "en", "d-2")
    (call,) = scene.calls("chat.update")
    assert "attachments" in call["arguments"]
    await scene.client.chat_update(channel=OPS_JOBS, ts=where.ts, text="x", blocks=[], attachments=[])
    assert "attachments" not in stored(scene, where)


async def test_a_deleted_message_is_gone_and_an_archived_channel_shut(scene: Scene) -> None:
    where = await posted(scene)
    card = await scene.card("case-1")
    await control(scene.slack, "delete", channel=OPS_JOBS, ts=where.ts)
    with pytest.raises(MessageGone):
        await scene.chat.redraw_card(card, where, "en", "d-1")
    await control(scene.slack, "channel", channel=OPS_JOBS, act="archive")
    with pytest.raises(Parked, match="is_archived"):
        await scene.chat.post_card(card, OPS_JOBS, "en", "d-2")


async def test_a_note_stands_in_the_thread_and_a_word_to_one_person_in_their_conversation(
    scene: Scene,
) -> None:
    where = await posted(scene)
    note = await scene.chat.tell(NOTICE, OPS_JOBS, where.ts, "en", "d-2")
    assert stored(scene, note)["thread_ts"] == where.ts
    first = await scene.chat.tell_person(NOTICE, ANA, "en", "d-3")
    await scene.chat.tell_person(NOTICE, ANA, "en", "d-4")
    assert first.channel_id == scene.slack.workspace.channels.direct(ANA).id
    assert len(scene.calls("conversations.open")) == 1, "the conversation is asked for once"


async def test_a_post_whose_answer_was_lost_is_found(scene: Scene) -> None:
    await scene.add(ticket())
    since = datetime.now(UTC)
    scene.slack.workspace.faults.add(Fault(kind="drop", method="chat.postMessage"))
    with pytest.raises(Exception, match=r"chat\.postMessage"):
        await scene.chat.post_card(await scene.card("case-1"), OPS_JOBS, "en", "d-1")
    found = await scene.chat.find(OPS_JOBS, None, "d-1", since)
    assert found is not None and stored(scene, found)["text"].startswith("#20260001")
    assert await scene.chat.find(OPS_JOBS, None, "d-2", since) is None


async def test_a_reply_whose_answer_was_lost_is_found_in_its_thread(scene: Scene) -> None:
    where = await posted(scene)
    since = datetime.now(UTC)
    await chatter(scene.client, 3, thread_ts=where.ts)
    note = await scene.chat.tell(NOTICE, OPS_JOBS, where.ts, "en", "d-2")
    assert await scene.chat.find(OPS_JOBS, where.ts, "d-2", since) == note
    assert await scene.chat.find(OPS_JOBS, None, "d-2", since) is None, "a reply is not in the channel"


@pytest.mark.parametrize(("before", "after"), [(110, 0), (0, 110), (60, 60)])
async def test_a_busy_channel_hides_nothing(scene: Scene, before: int, after: int) -> None:
    """More than a page may stand on either side of ours by the time it is looked for."""
    await scene.add(ticket())
    since = datetime.now(UTC)
    await chatter(scene.client, before)
    ours = await scene.chat.post_card(await scene.card("case-1"), OPS_JOBS, "en", "d-1")
    await chatter(scene.client, after)
    assert await scene.chat.find(OPS_JOBS, None, "d-1", since) == ours


async def test_a_long_thread_hides_nothing(scene: Scene) -> None:
    where = await posted(scene)
    since = datetime.now(UTC)
    await chatter(scene.client, 110, thread_ts=where.ts)
    note = await scene.chat.tell(NOTICE, OPS_JOBS, where.ts, "en", "d-2")
    assert await scene.chat.find(OPS_JOBS, where.ts, "d-2", since) == note


async def test_a_search_that_does_not_come_to_an_end_says_so(scene: Scene) -> None:
    """Not to have found it is then no proof that it is not there."""
    since = datetime.now(UTC)
    pages = chat_module.PROBE_PAGES * chat_module.PROBE_LIMIT
    await chatter(scene.client, pages + 1)
    with pytest.raises(Temporary, match="too many"):
        await scene.chat.find(OPS_JOBS, None, "d-1", since)


async def test_what_came_after_it_must_have_landed_is_not_searched(scene: Scene) -> None:
    """After a long night in a busy channel the search ends where ours would stand, and the lane goes on."""
    since = datetime.now(UTC)
    await chatter(scene.client, 3)
    until = datetime.now(UTC) - timedelta(seconds=chat_module.PROBE_MARGIN_S)
    await chatter(scene.client, chat_module.PROBE_PAGES * chat_module.PROBE_LIMIT + 1)
    assert await scene.chat.find(OPS_JOBS, None, "d-1", since, until) is None
    assert await scene.chat.find(OPS_JOBS, None, "d-1", since - timedelta(hours=1), until) is None


async def test_two_clocks_that_disagree_a_little_hide_nothing(scene: Scene) -> None:
    ours = await posted(scene)
    ahead = datetime.now(UTC) + timedelta(seconds=chat_module.PROBE_MARGIN_S - 1)
    assert await scene.chat.find(OPS_JOBS, None, "d-1", ahead) == ours


async def test_metadata_of_another_kind_is_not_taken_for_ours(scene: Scene) -> None:
    since = datetime.now(UTC)
    theirs = {"event_type": "somebody_else", "event_payload": {"delivery_id": "d-1"}}
    await scene.client.chat_postMessage(channel=OPS_JOBS, text="x", metadata=theirs)
    assert await scene.chat.find(OPS_JOBS, None, "d-1", since) is None


async def test_where_nothing_may_be_read_the_search_is_refused(scene: Scene) -> None:
    scopes = [s for s in scene.slack.workspace.config.app.bot_scopes if not s.endswith(":history")]
    await control(scene.slack, "token", scopes=scopes)
    with pytest.raises(Permanent, match="missing_scope"):
        await scene.chat.find(OPS_JOBS, None, "d-1", datetime.now(UTC))


async def test_everybody_is_listed_over_all_pages() -> None:
    crowd = tuple(
        UserSeed(id=f"U0CROWD{n:04d}", name=f"p{n}", real_name=f"P {n}", email=f"p{n}@harbour.example")
        for n in range(205)
    )
    async with open_scene(users=(*demo_config().users, *crowd)) as scene:
        found = {m.id: m for m in await scene.chat.members()}
        assert {u.id for u in crowd} <= set(found)
        assert found[GUEST].is_guest and found[PRIYA].is_admin and not found[ANA].is_admin
        assert (found[ANA].timezone, found[ANA].email) == ("Europe/Madrid", "ana.ruiz@harbour.example")


async def test_one_person_is_described_or_unknown(scene: Scene) -> None:
    assert (await scene.chat.member(ANA)) is not None
    with pytest.raises(Parked, match="user_not_found"):
        await scene.chat.member("U0NOBODY")


def test_a_user_object_with_nothing_in_it_is_still_somebody() -> None:
    bare = described({"id": "U1"})
    assert (bare.name, bare.locale, bare.timezone, bare.email) == ("U1", "en", "UTC", None)
    assert described({"id": "USLACKBOT"}).is_bot


async def test_a_private_channel_works_like_any_other(scene: Scene) -> None:
    await scene.add(ticket())
    since = datetime.now(UTC)
    ours = await scene.chat.post_card(await scene.card("case-1"), OPS_LEADS, "en", "d-1")
    assert await scene.chat.find(OPS_LEADS, None, "d-1", since) == ours
