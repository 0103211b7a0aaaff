"""What landed twice, in the real local Slack: every copy is found, one is taken back, and the kept card stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Parked, Permanent
from core.notices.commented import CommentAdded
from core.ports.chat import Posted
from core.ports.second_looks import SecondLook
from sandbox.slack import Fault
from sandbox.slack.demo import ANA, OPS_JOBS
from sandbox.slack.person import Person
from scheduler.second_look import Healer
from tests.bot.scene import Scene, ticket
from tests.fakes.claims import FakeSecondLooks
from tests.sandbox.slack.levers import control

NOTICE = CommentAdded.EXAMPLES[0]


def now() -> datetime:
    return datetime.now(UTC)


async def card_twice(scene: Scene) -> tuple[Posted, Posted]:
    """The card on record, and a second copy under the same delivery id."""
    await scene.add(ticket())
    kept = Posted(channel_id=OPS_JOBS, ts=(await scene.post("case-1"))["ts"])
    return kept, await scene.chat.post_card(await scene.card("case-1"), OPS_JOBS, "en", "d-case-1")


def standing(scene: Scene, channel_id: str) -> list[str]:
    return [m["ts"] for m in scene.slack.workspace.messages.all(channel_id) if "metadata" in m]


async def heal(scene: Scene, place: str, kept: Posted, *, thread_ts: str | None = None, name: str) -> None:
    scene.store.tables.looks[name] = SecondLook(
        delivery_id=name,
        place=place,
        thread_ts=thread_ts,
        kept_ts=kept.ts,
        since=now() - timedelta(minutes=2),
        due_at=scene.clock.now(),
    )
    await Healer(FakeSecondLooks(scene.store), scene.chat, scene.clock).heal()
    assert scene.store.tables.looks == {}


async def test_every_copy_is_found_and_nothing_else(scene: Scene) -> None:
    since = now()
    kept, other = await card_twice(scene)
    await scene.chat.post_card(await scene.card("case-1"), OPS_JOBS, "en", "d-2")
    found = await scene.chat.repeats(OPS_JOBS, None, "d-case-1", since)
    assert sorted(found, key=lambda p: p.ts) == [kept, other]
    assert await scene.chat.repeats(OPS_JOBS, None, "d-3", since) == ()


async def test_copies_far_apart_in_a_busy_channel_are_all_found(scene: Scene) -> None:
    since = now()
    await scene.add(ticket())
    card = await scene.card("case-1")
    first = await scene.chat.post_card(card, OPS_JOBS, "en", "d-1")
    for n in range(110):
        await scene.client.chat_postMessage(channel=OPS_JOBS, text=f"{n}")
    last = await scene.chat.post_card(card, OPS_JOBS, "en", "d-1")
    found = await scene.chat.repeats(OPS_JOBS, None, "d-1", since)
    assert sorted(found, key=lambda p: p.ts) == [first, last]


async def test_a_message_is_taken_back_once_and_doing_it_again_is_harmless(scene: Scene) -> None:
    kept, other = await card_twice(scene)
    await scene.chat.take_back(other)
    await scene.chat.take_back(other)
    assert standing(scene, OPS_JOBS) == [kept.ts]


async def test_what_may_not_be_deleted_is_said_to_be_so(live: Scene, ana: Person) -> None:
    _, other = await card_twice(live)
    theirs = await ana.say(OPS_JOBS, "mine")
    with pytest.raises(Permanent, match="cant_delete_message"):
        await live.chat.take_back(Posted(channel_id=OPS_JOBS, ts=theirs))
    await control(live.slack, "channel", channel=OPS_JOBS, act="archive")
    with pytest.raises(Parked, match="is_archived"):
        await live.chat.take_back(other)


async def test_a_direct_message_whose_answer_was_lost_is_found_with_its_reader(scene: Scene) -> None:
    """Slack takes a member for a channel when something is posted, and not when something is read."""
    since = now()
    scene.slack.workspace.faults.add(Fault(kind="drop", method="chat.postMessage"))
    with pytest.raises(Exception, match=r"chat\.postMessage"):
        await scene.chat.tell_person(NOTICE, ANA, "en", "d-1")
    found = await scene.chat.find(ANA, None, "d-1", since)
    assert found is not None
    assert found.channel_id == scene.slack.workspace.channels.direct(ANA).id


async def test_a_note_and_a_direct_message_that_stood_twice_stand_once(scene: Scene) -> None:
    await scene.add(ticket())
    parent = await scene.post("case-1")
    kept = await scene.chat.tell(NOTICE, OPS_JOBS, parent["ts"], "en", "d-2")
    await scene.chat.tell(NOTICE, OPS_JOBS, parent["ts"], "en", "d-2")
    await heal(scene, OPS_JOBS, kept, thread_ts=parent["ts"], name="d-2")
    assert standing(scene, OPS_JOBS) == [parent["ts"], kept.ts]

    told = await scene.chat.tell_person(NOTICE, ANA, "en", "d-3")
    await scene.chat.tell_person(NOTICE, ANA, "en", "d-3")
    await heal(scene, ANA, told, name="d-3")
    assert standing(scene, told.channel_id) == [told.ts]


async def test_the_card_that_is_kept_is_not_posted_again_when_its_copy_is_deleted(
    live: Scene, ana: Person
) -> None:
    """Slack tells of the deletion as if a person had done it."""
    kept, other = await card_twice(live)

    async def heard() -> list[dict[str, Any]]:
        traffic = live.slack.workspace.hub.traffic(2000)
        told = [entry["payload"]["event"] for entry in traffic if entry["kind"].startswith("event")]
        return [event for event in told if event.get("subtype") == "message_deleted"]

    await heal(live, OPS_JOBS, kept, name="d-case-1")
    (event,) = await ana.until(heard)

    assert event["deleted_ts"] == other.ts
    (card,) = live.store.tables.cards.values()
    assert (card.copy.ts, card.behind) == (kept.ts, False)
    assert standing(live, OPS_JOBS) == [kept.ts]
