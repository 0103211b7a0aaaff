"""Posted buttons live for years: one that is no longer drawn is answered with the card as it is drawn now."""

import logging
from typing import Any

import pytest

from bot.routes import HomeFilterButton, TakeButton
from tests.bot import payloads
from tests.bot.payloads import click, raw_click
from tests.bot.scene import SAY, Scene, ticket

Json = dict[str, Any]


OLD = [
    {"action_id": "case.take.v0", "value": '{"c":"case-1","v":1}'},
    {"action_id": "case.take.v1", "value": "take 20260001"},
    {"action_id": "case.take.v1", "value": '{"c":"case-1","v":"many"}'},
    {"action_id": "case.take.v1", "value": '{"c":"case-1","v":1,"more":2}'},
    {"action_id": "job_ticket.pause.v1", "value": '{"c":"case-1","v":1,"k":"everything"}'},
    {"action_id": "home.show.v10", "value": "{}"},
    {"action_id": "case.take.v1", "value": "[" * 1000},
]


@pytest.mark.parametrize("action", OLD, ids=lambda a: f"{a['action_id']} {a['value'][:30]}")
async def test_a_button_of_another_version_is_answered_with_a_fresh_card(scene: Scene, action: Json) -> None:
    await scene.add(ticket())
    message = await scene.post("case-1")
    place = payloads.on_message(ts=message["ts"])
    status, ack = await scene.carry(raw_click({**action, "action_ts": "1.1"}, **place))
    assert (status, ack) == (200, None)
    await scene.settled()
    (call,) = scene.calls("chat.postEphemeral")
    said = call["arguments"]
    assert SAY("answer.too_old") in said["text"] and "#20260001" in said["text"]
    assert TakeButton.name in str(said["blocks"]), "a card that acts"
    assert said["attachments"], "with its strip"
    assert (await scene.card("case-1")).owner is None


async def test_an_old_button_where_no_card_stands_is_still_answered(scene: Scene) -> None:
    await scene.carry(raw_click({"action_id": "gone.v1", "value": "x", "action_ts": "1.1"}))
    assert await scene.whispers() == [SAY("error.card_too_old")]


async def test_an_old_button_shows_no_case_that_the_person_may_not_see(scene: Scene) -> None:
    await scene.add(ticket(team_id="T0OTHER"))
    old = {"action_id": "case.take.v0", "value": '{"c":"case-1","v":1}', "action_ts": "1.1"}
    await scene.carry(raw_click(old, **payloads.on_ephemeral()))
    assert await scene.whispers() == [SAY("error.card_too_old")]


@pytest.mark.parametrize(
    "route",
    [
        HomeFilterButton(kind="spaceship"),
        HomeFilterButton(group="lost"),
        HomeFilterButton(offset=-1),
        HomeFilterButton(offset=10**30),
    ],
)
async def test_a_home_that_is_no_longer_drawn_is_too_old_and_no_bug(
    scene: Scene, route: HomeFilterButton, caplog: pytest.LogCaptureFixture
) -> None:
    assert await scene.carry(click(route, **payloads.on_message())) == (200, None)
    assert await scene.whispers() == [SAY("error.card_too_old")]
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
