"""What Slack tells without being asked: at least once, in any order, and never a failure that is kept quiet."""

import asyncio
from typing import Any

import pytest

from core.domain.member import Actor
from sandbox.slack.demo import ANA, GUEST, LUIS, OPS_JOBS
from sandbox.slack.person import Person
from tests.bot.payloads import event
from tests.bot.scene import SAY, Scene, issue, ticket
from tests.sandbox.slack.levers import control

Json = dict[str, Any]


def mention(scene: Scene, text: str, *, event_id: str = "Ev1", **more: Any) -> Json:
    bot = scene.slack.workspace.config.app.bot_user_id
    said = {"user": ANA, "channel": OPS_JOBS, "text": f"<@{bot}> {text}", "ts": "1795338800.000300"}
    return event("app_mention", event_id=event_id, **(said | more))


def reaction(name: str, ts: str, **more: Any) -> Json:
    item = {"type": "message", "channel": OPS_JOBS, "ts": ts}
    return event("reaction_added", **({"user": ANA, "reaction": name, "item": item} | more))


async def whispered(scene: Scene) -> list[str]:
    await scene.settled()
    return [c["arguments"]["text"] for c in scene.calls("chat.postEphemeral")]


async def test_a_mention_in_the_thread_of_a_card_needs_no_number(scene: Scene) -> None:
    await scene.add(ticket())
    message = await scene.post("case-1")
    assert (await scene.carry(mention(scene, "Take", thread_ts=message["ts"])))[0] == 200
    assert (await scene.card("case-1")).owner == ANA
    assert len(await whispered(scene)) == 1


async def test_a_mention_elsewhere_may_name_the_case(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(mention(scene, "assign 20260001 &lt;@U07LUISPRAD&gt;"))
    assert (await scene.card("case-1")).owner == LUIS


async def test_an_event_that_comes_twice_acts_once(scene: Scene) -> None:
    await scene.add(ticket())
    message = await scene.post("case-1")
    body = mention(scene, "take", thread_ts=message["ts"])
    await scene.carry(body)
    await scene.carry(body)
    assert (await scene.card("case-1")).version == 2


@pytest.mark.parametrize("text", ["", "dance", "subscribe jobs", "help"])
async def test_a_mention_that_means_nothing_here_says_what_can_be_said(scene: Scene, text: str) -> None:
    await scene.carry(mention(scene, text))
    assert await whispered(scene) == [SAY("answer.mention_help")]


async def test_a_mention_that_needs_a_form_points_to_the_button(scene: Scene) -> None:
    await scene.add(issue(code="order.sync_timeout"))
    await scene.carry(mention(scene, "retry 20260002"))
    assert await whispered(scene) == [SAY("answer.needs_button")]
    assert scene.calls("views.open") == []


async def test_a_mention_is_refused_like_a_button(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(mention(scene, "take 20260001", user=GUEST))
    (told,) = await whispered(scene)
    assert f"<@{ANA}>" in told
    assert (await scene.card("case-1")).owner is None


async def test_eyes_on_a_card_take_the_case(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    message = await live.post("case-1")
    await ana.post("/ui/reaction", channel=OPS_JOBS, ts=message["ts"], name="eyes")

    await ana.until_message(OPS_JOBS, lambda m: bool(m.get("is_ephemeral")))
    assert (await live.card("case-1")).owner == ANA


async def test_what_the_bot_does_itself_is_no_command(scene: Scene) -> None:
    await scene.add(ticket())
    message = await scene.post("case-1")
    bot = scene.slack.workspace.config.app.bot_user_id
    await scene.carry(reaction("eyes", message["ts"], user=bot))
    await scene.carry(mention(scene, "take 20260001", user=bot))
    assert (await scene.card("case-1")).owner is None
    assert await whispered(scene) == [] and scene.calls("users.info") == []


@pytest.mark.parametrize("name", ["eyes", "white_check_mark"])
async def test_a_reaction_on_anything_else_is_nobodys_command(scene: Scene, name: str) -> None:
    assert (await scene.carry(reaction(name, "1795338600.000999")))[0] == 200
    assert await whispered(scene) == []


async def test_another_reaction_on_a_card_is_only_a_reaction(scene: Scene) -> None:
    await scene.add(ticket())
    message = await scene.post("case-1")
    await scene.carry(reaction("tada", message["ts"]))
    assert await whispered(scene) == []
    assert (await scene.card("case-1")).version == 1


async def test_a_card_that_was_deleted_is_wanted_again(live: Scene) -> None:
    """The real event of a bot's own message, which Bolt might have taken for an event of our own making."""
    await live.add(ticket())
    message = await live.post("case-1")
    lost = asyncio.Event()
    live.store.on_commit.append(lost.set)
    await control(live.slack, "delete", channel=OPS_JOBS, ts=message["ts"])
    async with asyncio.timeout(5):
        await lost.wait()
    (card,) = live.store.tables.cards.values()
    assert card.copy.ts is None


async def test_what_people_write_is_let_pass(scene: Scene) -> None:
    await scene.add(ticket())
    message = await scene.post("case-1")
    said = event(
        "message", user=ANA, channel=OPS_JOBS, text="take 20260001", ts="1.1", thread_ts=message["ts"]
    )
    assert (await scene.carry(said))[0] == 200
    assert (await scene.card("case-1")).version == 1


@pytest.mark.parametrize("kind", ["channel_unarchive", "group_unarchive"])
async def test_a_channel_that_opens_gets_what_waited_for_it(scene: Scene, kind: str) -> None:
    await scene.carry(event(kind, channel=OPS_JOBS, user=ANA))
    assert scene.reopened == [OPS_JOBS]


async def test_a_channel_that_the_bot_joins_gets_what_waited_for_it(scene: Scene) -> None:
    bot = scene.slack.workspace.config.app.bot_user_id
    await scene.carry(event("member_joined_channel", user=ANA, channel=OPS_JOBS, event_id="Ev1"))
    assert scene.reopened == []
    await scene.carry(event("member_joined_channel", user=bot, channel=OPS_JOBS, event_id="Ev2"))
    assert scene.reopened == [OPS_JOBS]


async def test_somebody_who_changed_their_language_is_learnt_anew(scene: Scene) -> None:
    user = {"id": ANA, "name": "ana", "locale": "fr-FR", "tz": "Europe/Paris", "profile": {}}
    await scene.carry(event("user_change", user=user))
    member = scene.store.tables.members[ANA]
    assert (member.locale, member.timezone) == ("fr", "Europe/Paris")


async def test_somebody_who_left_may_do_nothing_any_more(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(event("user_change", user={"id": ANA, "name": "ana", "deleted": True}))
    await scene.carry(mention(scene, "take 20260001", event_id="Ev2"))
    assert (await scene.card("case-1")).owner is None


async def test_an_event_that_fails_is_not_acknowledged_so_that_it_comes_again(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(command: object, *, by: Actor) -> Any:
        raise OSError("the disk is full")

    app = scene.build(scene.changed(dispatch=broken))
    deleted = event("message", subtype="message_deleted", channel=OPS_JOBS, deleted_ts="1.1")
    status, _ = await scene.carry(deleted, app)
    assert status == 500
    assert "the disk is full" in caplog.text


async def test_an_event_of_a_kind_we_do_not_know_is_let_pass(scene: Scene) -> None:
    assert (await scene.carry(event("app_mention", user=ANA)))[0] == 200


async def test_the_home_tab_is_drawn_when_it_is_opened(live: Scene, ana: Person) -> None:
    await live.add(ticket())
    await ana.open_home()

    home = await ana.until(ana.home)
    assert "20260001" in str(home["blocks"])


async def test_the_messages_tab_draws_nothing(scene: Scene) -> None:
    await scene.carry(event("app_home_opened", user=ANA, channel="D1", tab="messages"))
    await scene.settled()
    assert scene.calls("views.publish") == []
