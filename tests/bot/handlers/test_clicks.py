"""What becomes of a press: done once, already done, not allowed, too old, or a bug with a reference."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from bot.routes import PauseButton, SnoozeModal, TakeButton, UndoButton
from core.domain.member import Actor
from sandbox.slack import Fault
from sandbox.slack.demo import ANA, GUEST, LUIS, OPS_JOBS
from tests.bot import payloads
from tests.bot.payloads import click
from tests.bot.scene import SAY, Scene, ticket

A = TypeVar("A")
Json = dict[str, Any]

TAKE = TakeButton(case_id="case-1", version=1)
PLACES: dict[str, Callable[[], Json]] = {
    "message": payloads.on_message,
    "attachment": payloads.in_attachment,
    "thread": payloads.in_thread,
    "ephemeral": payloads.on_ephemeral,
    "modal": lambda: payloads.in_modal(payloads.view_of(None)),
    "home": payloads.in_home,
}


async def owner(scene: Scene) -> str | None:
    return (await scene.card("case-1")).owner


@pytest.mark.parametrize("place", PLACES)
async def test_a_press_works_wherever_the_button_stands(scene: Scene, place: str) -> None:
    await scene.add(ticket())
    assert await scene.carry(click(TAKE, **PLACES[place]())) == (200, None)
    assert await owner(scene) == ANA


async def test_a_double_click_is_one_act(scene: Scene) -> None:
    await scene.add(ticket())
    body = click(TAKE)
    first, second = await asyncio.gather(scene.carry(body), scene.carry(body))
    assert first == second == (200, None)
    assert (await scene.card("case-1")).version == 2
    assert len(await scene.whispers()) == 1


async def test_a_second_press_says_that_one_did_it_oneself(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(click(TAKE, at="1.1"))
    await scene.carry(click(TAKE, at="1.2"))
    (told,) = await scene.whispers()
    assert told.startswith("You did that already")
    assert (await scene.card("case-1")).version == 2


async def test_a_press_on_an_older_state_says_who_was_first(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(click(TAKE, user=LUIS))
    await scene.carry(click(TAKE, user=ANA))
    (told,) = await scene.whispers()
    assert f"<@{LUIS}>" in told
    assert await owner(scene) == LUIS


async def test_a_copy_that_only_its_reader_sees_is_drawn_anew_for_them(scene: Scene) -> None:
    """Nobody redraws an ephemeral card: without this every press on it would be too late for ever."""
    await scene.add(ticket())
    await scene.carry(click(TAKE, user=LUIS))
    await scene.carry(click(TAKE, user=ANA, **payloads.on_ephemeral()))
    await scene.settled()
    (call,) = scene.calls("chat.postEphemeral")
    assert f"<@{LUIS}>" in call["arguments"]["text"]
    assert '\\"v\\":2' in str(call["arguments"]["blocks"]) or '"v":2' in str(call["arguments"]["blocks"])


async def test_two_people_at_once_have_one_effect_and_two_answers(scene: Scene) -> None:
    await scene.add(ticket())
    await asyncio.gather(scene.carry(click(TAKE, user=LUIS)), scene.carry(click(TAKE, user=ANA)))
    first = await owner(scene)
    second = ANA if first == LUIS else LUIS
    assert len(await scene.whispers(second)) == 1
    assert await scene.whispers(str(first)) == []


async def test_a_guest_is_told_who_can(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(click(TAKE, user=GUEST))
    (told,) = await scene.whispers(GUEST)
    assert "operator" in told and f"<@{ANA}>" in told
    assert await owner(scene) is None


async def test_the_answer_stands_where_the_person_looks(scene: Scene) -> None:
    """A card with replies names itself as the thread; the reply names the card."""
    await scene.add(ticket())
    ts = payloads.MESSAGE_TS
    await scene.carry(click(TAKE, user=GUEST, **payloads.on_message(ts=ts, thread_ts=ts)))
    await scene.settled()
    await scene.carry(click(TAKE, user=GUEST, **payloads.in_thread(parent=ts)))
    await scene.settled()
    said = [c["arguments"] for c in scene.calls("chat.postEphemeral")]
    assert [s.get("thread_ts") for s in said] == [None, ts]


async def test_somebody_new_is_looked_up_once(scene: Scene) -> None:
    scene.store.tables.members.clear()
    await scene.add(ticket())
    await scene.carry(click(TAKE))
    await scene.carry(click(UndoButton(case_id="case-1", version=2)))
    assert len(scene.calls("users.info")) == 1
    assert (await scene.card("case-1")).version == 3


async def test_somebody_who_cannot_be_looked_up_may_do_nothing(scene: Scene) -> None:
    scene.store.tables.members.clear()
    await scene.add(ticket())
    scene.slack.workspace.faults.add(Fault(kind="status", method="users.info", times=None))
    assert await scene.carry(click(TAKE)) == (200, None)
    assert await owner(scene) is None
    assert len(await scene.whispers()) == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"container": "message"},
        {"message": 7, "channel": []},
        {"user": {"id": ANA}, "trigger_id": {"a": 1}, "response_url": 9},
    ],
)
async def test_a_payload_of_another_shape_is_acknowledged(scene: Scene, broken: Json) -> None:
    await scene.add(ticket())
    assert await scene.carry(click(TAKE) | broken) == (200, None)
    await scene.settled()
    assert await owner(scene) == ANA


async def test_a_bug_becomes_a_reference_and_is_acknowledged(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(command: object, *, by: Actor) -> Any:
        raise ZeroDivisionError("customer 4711")

    app = scene.build(scene.changed(dispatch=broken))
    assert await scene.carry(click(TAKE), app) == (200, None)
    (told,) = await scene.whispers()
    (logged,) = [r.getMessage() for r in caplog.records if "reference" in r.getMessage()]
    reference = logged.rpartition(" ")[2]
    assert len(reference) == 6 and reference in told
    assert "4711" not in told


async def test_a_bug_before_it_is_known_who_clicked_is_told_too(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    async def down(query: object, *, by: Actor) -> Any:
        raise OSError("the database is gone")

    people = scene.house.people.__class__(
        down, scene.house.dispatch, scene.house.team_id, scene.chat.member, "en"
    )
    app = scene.build(scene.changed(people=people))
    assert await scene.carry(click(TAKE), app) == (200, None)
    assert len(await scene.whispers()) == 1
    assert "reference" in caplog.text


async def test_a_refused_form_stays_with_all_that_was_typed(scene: Scene) -> None:
    await scene.add(ticket())
    route = SnoozeModal(case_id="case-1", version=7)
    status, ack = await scene.carry(payloads.submit(route, until={"selected_date_time": 1_900_000_000}))
    assert status == 200 and ack is not None
    assert ack["response_action"] == "push", "the form stands below"
    assert ack["view"]["type"] == "modal"


async def test_a_refused_form_on_top_of_two_others_makes_room_for_the_answer(scene: Scene) -> None:
    await scene.add(ticket())
    route = SnoozeModal(case_id="case-1", version=7)
    body = payloads.submit(route, depth=3, until={"selected_date_time": 1_900_000_000})
    _, ack = await scene.carry(body)
    assert ack is not None and ack["response_action"] == "update", "a fourth modal is refused by Slack"


async def test_a_moment_that_has_passed_is_said_at_its_field(scene: Scene) -> None:
    await scene.add(ticket())
    route = SnoozeModal(case_id="case-1", version=1)
    _, ack = await scene.carry(payloads.submit(route, until={"selected_date_time": 1_000_000_000}))
    assert ack == {"response_action": "errors", "errors": {"until": SAY("error.until_past")}}


async def test_a_press_reaches_a_channel_where_the_bot_is_no_member(scene: Scene) -> None:
    """There only the response url answers; when that is spent, the person is told directly."""
    await scene.add(ticket())
    body = click(TAKE, user=GUEST) | {"response_url": f"{scene.slack.base_url}/hooks/actions/T/spent"}
    scene.slack.workspace.faults.add(
        Fault(kind="refuse", method="chat.postEphemeral", error="not_in_channel", times=None)
    )
    await scene.carry(body)
    await scene.settled()
    (call,) = scene.calls("chat.postMessage")
    assert call["ok"] and "operator" in call["arguments"]["text"]
    assert call["arguments"]["channel"] == GUEST


async def test_the_smallest_containment_is_taken_where_none_is_named(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(click(PauseButton(case_id="case-1", version=1)))
    assert (await scene.card("case-1")).state == "containing"
    assert [o.kind for o in scene.store.tables.operations.values()] == ["job.pause"]


async def test_an_answer_that_may_have_arrived_takes_no_second_way(scene: Scene) -> None:
    await scene.add(ticket())
    key = scene.slack.workspace.response_urls.make(user_id=GUEST, channel_id=OPS_JOBS)
    scene.slack.workspace.faults.add(Fault(kind="drop", method="response_url"))
    await scene.carry(
        click(TAKE, user=GUEST) | {"response_url": f"{scene.slack.base_url}/hooks/actions/T/{key}"}
    )
    await scene.settled()
    assert len(scene.calls("response_url")) == 1
    assert scene.calls("chat.postEphemeral") == scene.calls("chat.postMessage") == []
