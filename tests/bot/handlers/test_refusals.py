"""A refusal for want of a role says who can, wherever it is said: after a click, a command, a form, a mention."""

import pytest

from bot.routes import CommentModal, SkipNotifyModal, TakeButton
from core.services.members import KeepMembers, SlackUser
from sandbox.slack.demo import ANA, GUEST, OPS_JOBS
from sandbox.slack.faults import Fault
from tests.bot.payloads import click, command, event, on_message, submit, typed
from tests.bot.scene import LEADS, WORDS, Scene, ticket

GROUP = f"<!subteam^{LEADS.id}>"


@pytest.fixture
async def told(scene: Scene) -> Scene:
    """A guest looks at a ticket; the leads' group is known."""
    await scene.add(ticket())
    await scene.house.groups.start()
    return scene


def names_who_can(said: object, needs: str = "operator") -> bool:
    return GROUP in str(said) and f"<@{ANA}>" in str(said) and f"role {needs}" in str(said)


async def test_after_a_click_in_a_whisper(told: Scene) -> None:
    message = await told.post("case-1")
    pressed = click(
        TakeButton(case_id="case-1", version=1), user=GUEST, **on_message(OPS_JOBS, message["ts"])
    )
    await told.carry(pressed)
    (said,) = await told.whispers(GUEST)
    assert names_who_can(said)


async def test_after_a_command_in_its_answer(told: Scene) -> None:
    for text in ("take 20260001", "jobcheck", "subscribe jobs"):
        _, ack = await told.carry(command(text, user=GUEST))
        assert names_who_can(ack), text


async def test_after_a_form_in_a_window_on_top_of_it(told: Scene) -> None:
    sent = submit(CommentModal(case_id="case-1", version=1), user=GUEST, text=typed("hello"))
    _, ack = await told.carry(sent)
    assert ack is not None and ack["response_action"] == "push"
    assert names_who_can(ack["view"])


async def test_after_a_mention(told: Scene) -> None:
    said = event("app_mention", user=GUEST, channel=OPS_JOBS, text="take 20260001", ts="2.1")
    await told.carry(said)
    (whispered,) = await told.whispers(GUEST)
    assert names_who_can(whispered)


async def test_an_operator_hears_of_the_leads(told: Scene) -> None:
    sent = submit(SkipNotifyModal(case_id="case-1", version=1), user=ANA, reason=typed("our own defect"))
    _, ack = await told.carry(sent)
    assert GROUP in str(ack) and "role lead" in str(ack)
    assert f"<@{ANA}>" not in str(ack)


@pytest.mark.parametrize("locale", sorted(WORDS))
async def test_in_every_language(told: Scene, locale: str) -> None:
    guest = SlackUser(id=GUEST, name="Gus", is_guest=True, locale=locale)
    more = tuple(SlackUser(id=f"U1{n}", name=f"Op {n}") for n in range(6))
    await told.house.dispatch(KeepMembers(users=(guest, *more)), by=told.system)
    told.house.people.forget()
    _, ack = await told.carry(command("take 20260001", user=GUEST))
    say = WORDS[locale]
    assert say("role.operator") in str(ack)
    assert say.n("answer.and_others", 6) in str(ack)


async def test_while_the_groups_cannot_be_read_people_are_named(scene: Scene) -> None:
    await scene.add(ticket())
    scene.slack.workspace.faults.add(Fault(kind="refuse", method="usergroups.*", times=None))
    await scene.house.groups.start()
    _, ack = await scene.carry(command("take 20260001", user=GUEST))
    assert GROUP not in str(ack) and f"<@{ANA}>" in str(ack)
