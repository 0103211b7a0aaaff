"""[Ask] below a refusal, wherever it was refused: those who may hear of it once, and the person hears who."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.routes import AskButton, SkipNotifyModal, SnoozeModal, TakeButton, ViewButton
from core.domain.job_ticket_table import State
from core.notices.help_asked import HelpAskedOfYou
from sandbox.slack.demo import ANA, GUEST, LUIS, MARGAUX, OPS_JOBS, PRIYA
from sandbox.slack.person import sit_down
from tests.bot import payloads
from tests.bot.payloads import click, command, submit, typed
from tests.bot.scene import SAY, Scene, ticket

Json = dict[str, Any]

TAKE = TakeButton(case_id="case-1", version=1)
ASK = AskButton(case_id="case-1", act="TakeCase", role="operator")


def asks(drawn: object) -> AskButton:
    """The one [Ask] of a message or view."""
    blocks = json.loads(drawn) if isinstance(drawn, str) else drawn
    assert isinstance(blocks, list)
    (value,) = [
        element["value"]
        for block in blocks
        for element in block.get("elements", ())
        if element.get("action_id") == AskButton.name
    ]
    return AskButton.parse(value)


def told(scene: Scene) -> dict[str | None, HelpAskedOfYou]:
    return {
        each.member_id: each.notice
        for each in scene.store.waiting("direct")
        if isinstance(each.notice, HelpAskedOfYou)
    }


async def test_a_refused_press_offers_to_ask_those_who_may(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(click(TAKE, user=GUEST))
    await scene.settled()
    (call,) = scene.calls("chat.postEphemeral")
    assert asks(call["arguments"]["blocks"]) == ASK
    assert SAY("action.ask.operator") in str(call["arguments"]["blocks"])


async def test_a_refused_command_offers_it_too(scene: Scene) -> None:
    await scene.add(ticket())
    _, ack = await scene.carry(command("take 20260001", user=GUEST))
    assert ack is not None and asks(ack["blocks"]) == ASK


async def test_a_press_in_the_menu_offers_it_in_a_modal(live: Scene) -> None:
    await live.add(ticket())
    await live.post("case-1")
    async with sit_down(live.slack.base_url, GUEST) as gus:
        (card,) = await gus.messages(OPS_JOBS)
        await gus.click(OPS_JOBS, card, "case.more.v1")
        menu = await gus.until_modal()
        await gus.click_in_view(menu, TakeButton.name)
        refused = await gus.until_modal(lambda view: AskButton.name in str(view["blocks"]))
        await gus.click_in_view(refused, AskButton.name)
        answer = await gus.until_modal(lambda view: "Asked" in str(view["blocks"]))
    assert f"<@{ANA}>" in str(answer["blocks"])
    assert answer["id"] == refused["id"], "in place of the refusal"
    assert len(told(live)) == 3


async def test_a_refused_form_offers_it_on_top_and_keeps_what_was_typed(scene: Scene) -> None:
    await scene.add(ticket())
    route = SnoozeModal(case_id="case-1", version=1)
    _, ack = await scene.carry(submit(route, user=GUEST, until={"selected_date_time": 1_900_000_000}))
    assert ack is not None and ack["response_action"] == "push"
    assert asks(ack["view"]["blocks"]).act == "SnoozeCase"


async def test_what_takes_a_lead_asks_for_a_lead(scene: Scene) -> None:
    await scene.add(ticket(state=State.CONTAINED))
    route = SkipNotifyModal(case_id="case-1", version=1)
    _, ack = await scene.carry(submit(route, user=ANA, reason=typed("they know already, they called")))
    assert ack is not None
    ask = asks(ack["view"]["blocks"])
    assert (ask.act, ask.role) == ("SkipNotify", "lead")
    await scene.carry(click(ask, user=ANA))
    assert LUIS in told(scene) and MARGAUX not in told(scene)


async def test_each_of_them_is_told_once_and_the_asker_hears_who(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(click(ASK, user=GUEST, at="1.1", **payloads.on_ephemeral()))
    (first,) = await scene.whispers(GUEST)
    people = set(told(scene))
    assert first.startswith("Asked ") and "#20260001" in first
    assert len(people) == 3 and all(f"<@{who}>" in first for who in people)

    await scene.carry(click(ASK, user=GUEST, at="1.2", **payloads.on_ephemeral()))
    _, second = await scene.whispers(GUEST)
    assert "already asked" in second
    assert len(scene.store.waiting("direct")) == 3
    assert (await scene.card("case-1")).version == 1


async def test_a_double_click_on_ask_is_one_act(scene: Scene) -> None:
    await scene.add(ticket())
    for _ in range(2):
        await scene.carry(click(ASK, user=GUEST))
    _, second = await scene.whispers(GUEST)
    assert "already" in second
    assert len(scene.store.waiting("direct")) == 3


async def test_whoever_is_asked_reads_who_asks_for_what_and_opens_the_case(live: Scene) -> None:
    await live.add(ticket(owner=PRIYA))
    await live.carry(click(ASK, user=GUEST))
    notice = told(live)[PRIYA]
    assert next(iter(told(live))) == PRIYA, "whoever looks after the case is asked first"
    posted = await live.chat.tell_person(notice, PRIYA, "en", "d-1")
    async with sit_down(live.slack.base_url, PRIYA) as priya:
        message = await priya.until_message(posted.channel_id, lambda m: "#20260001" in m["text"])
        assert "asks you to take" in message["text"]
        await priya.click(posted.channel_id, message, ViewButton.name)
        opened = await priya.until_modal()
    assert "20260001" in str(opened)


async def test_a_stranger_is_offered_nothing_to_ask(scene: Scene) -> None:
    gus = await scene.chat.member(GUEST)
    assert gus is not None
    await scene.house.people.learn((replace(gus, is_deleted=True),))
    await scene.add(ticket())
    await scene.carry(click(TAKE, user=GUEST))
    await scene.settled()
    (call,) = scene.calls("chat.postEphemeral")
    assert AskButton.name not in str(call["arguments"]["blocks"])


@pytest.mark.parametrize("value", ['{"c":"case-1","a":"TakeCase","r":"system"}', '{"c":"case-1","r":"lead"}'])
async def test_a_role_that_nobody_can_be_asked_for_is_a_button_of_another_version(
    scene: Scene, value: str
) -> None:
    await scene.add(ticket())
    action = {"type": "button", "block_id": "b", "action_id": AskButton.name, "value": value}
    await scene.carry(payloads.raw_click(action, user=GUEST))
    assert len(await scene.whispers(GUEST)) == 1
    assert told(scene) == {}
