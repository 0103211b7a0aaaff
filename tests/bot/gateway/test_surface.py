"""The calls that answer a person: with all that a message has, once, and with an error where they do not land."""

import aiohttp
import pytest

from bot.blocks import answers, case_card
from bot.blocks.message import Message
from bot.gateway.surface import Surface
from core.errors import OutcomeUnknown, Permanent
from sandbox.slack import Fault
from sandbox.slack.demo import ANA, OPS_JOBS
from sandbox.slack.person import Person
from tests.bot.scene import SAY, Scene, ticket


async def surface_and_card(scene: Scene) -> tuple[Surface, Message]:
    await scene.add(ticket())
    return scene.house.surface, case_card.render(await scene.card("case-1"), SAY)


async def test_a_whisper_carries_the_strip(live: Scene, ana: Person) -> None:
    surface, message = await surface_and_card(live)
    await surface.whisper(OPS_JOBS, ANA, message)
    shown = await ana.until_message(OPS_JOBS, lambda m: bool(m.get("is_ephemeral")))
    assert shown["text"] == message.text
    assert shown["attachments"][0]["color"] == message.attachments[0]["color"].lstrip("#")


async def test_an_answer_to_a_response_url_carries_the_strip_and_replaces_nothing(
    live: Scene, ana: Person
) -> None:
    surface, message = await surface_and_card(live)
    posted = await live.client.chat_postMessage(channel=OPS_JOBS, text="the card")
    key = live.slack.workspace.response_urls.make(user_id=ANA, channel_id=OPS_JOBS, message_ts=posted["ts"])
    url = f"{live.slack.base_url}/hooks/actions/T/{key}"
    await surface.respond(url, message)
    shown = await ana.until_message(OPS_JOBS, lambda m: bool(m.get("is_ephemeral")))
    assert shown["attachments"][0]["color"]
    assert "the card" in [m["text"] for m in await ana.messages(OPS_JOBS)]


async def test_a_spent_response_url_is_an_error_that_leads_to_another_way(scene: Scene) -> None:
    surface, message = await surface_and_card(scene)
    with pytest.raises(Permanent, match="404"):
        await surface.respond(f"{scene.slack.base_url}/hooks/actions/T/nothing", message)


async def test_a_response_url_that_breaks_off_is_not_tried_twice(scene: Scene) -> None:
    surface, message = await surface_and_card(scene)
    key = scene.slack.workspace.response_urls.make(user_id=ANA, channel_id=OPS_JOBS)
    scene.slack.workspace.faults.add(Fault(kind="drop", method="response_url", times=None))
    with pytest.raises(OutcomeUnknown):
        await surface.respond(f"{scene.slack.base_url}/hooks/actions/T/{key}", message)
    assert len(scene.calls("response_url")) == 1


async def test_a_person_is_told_directly(live: Scene, ana: Person) -> None:
    surface, message = await surface_and_card(live)
    await surface.tell_person(ANA, message)
    direct = live.slack.workspace.channels.direct(ANA)
    (shown,) = live.slack.workspace.messages.all(direct.id)
    assert shown["text"] == message.text and shown["attachments"]


async def test_a_trigger_that_is_no_trigger_opens_nothing(scene: Scene) -> None:
    view = answers.as_modal(answers.expired(SAY), SAY)
    with pytest.raises(Permanent, match="trigger"):
        await scene.house.surface.open_view("1.2.abc", view)


async def test_nobody_listening_is_no_crash(scene: Scene) -> None:
    surface, message = await surface_and_card(scene)
    async with aiohttp.ClientSession() as session:
        alone = Surface(scene.client, session)
        with pytest.raises(Exception, match="response_url"):
            await alone.respond("http://127.0.0.1:9/hooks", message)
    assert surface is not alone


async def test_a_late_update_does_not_replace_what_has_changed_since(live: Scene, ana: Person) -> None:
    surface = live.house.surface
    first, second = (answers.as_modal(say(SAY), SAY) for say in (answers.expired, answers.needs_button))
    trigger = live.slack.workspace.triggers.give(ANA, None)
    shown = await surface.open_view(trigger, first)
    await surface.update_view(shown.id, second, seen_hash=shown.hash)
    with pytest.raises(Permanent, match="hash_conflict"):
        await surface.update_view(shown.id, first, seen_hash=shown.hash)
    on_top = await ana.until_modal()
    assert on_top["blocks"][0]["text"]["text"] == second["blocks"][0]["text"]["text"]
