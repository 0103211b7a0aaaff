"""The bare /andon menu: every line of it does what its command does."""

import pytest

from bot.blocks.menu import ENTRIES
from bot.routes import MenuButton
from core.ports.checks import JobCheckReport
from sandbox.slack.demo import ANA, GUEST
from sandbox.slack.team import Team
from tests.bot import payloads
from tests.bot.payloads import click, command
from tests.bot.scene import SAY, Scene, ticket
from tests.fakes.clock import MONDAY_MORNING


@pytest.mark.parametrize("what", [entry for entry in ENTRIES if entry != "jobcheck"])
async def test_a_line_answers_like_its_command(scene: Scene, what: str) -> None:
    await scene.add(ticket(owner=ANA))
    typed = what if what in ("subscriptions", "help") else f"list {what}"
    _, ack = await scene.carry(command(typed))
    await scene.carry(click(MenuButton(what=what, slot=what), **payloads.on_ephemeral()))
    assert ack is not None
    assert await scene.whispers() == [ack["text"]]


async def test_a_line_of_another_version_says_what_can_be_said(scene: Scene) -> None:
    await scene.carry(click(MenuButton(what="dance", slot="dance"), **payloads.on_ephemeral()))
    assert await scene.whispers() == [SAY("answer.mention_help")]


async def test_a_job_check_from_the_menu_answers_twice(live: Scene, slack: Team) -> None:
    live.outside.report = JobCheckReport(
        checked_at=MONDAY_MORNING, platforms=1, opened=0, known=0, reopened=0, recovered=0
    )
    await slack.ana.type("#ops-jobs", "/andon")
    await slack.ana.click(f"{MenuButton.name}.jobcheck", "#ops-jobs")
    await live.settled()
    texts = [m["text"] for m in await slack.ana.messages("#ops-jobs")]
    assert len(texts) == 3 and SAY("answer.checking_jobs") in texts[1]
    assert live.outside.asked == ["jobcheck"]


async def test_a_guest_sees_no_line_that_they_may_not_use(scene: Scene) -> None:
    _, ack = await scene.carry(command("", user=GUEST))
    assert ack is not None and '"what":"jobcheck"' not in str(ack["blocks"])
    await scene.carry(click(MenuButton(what="jobcheck", slot="jobcheck"), user=GUEST))
    (told,) = await scene.whispers(GUEST)
    assert f"<@{ANA}>" in told and scene.outside.asked == []
