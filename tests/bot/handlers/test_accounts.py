"""Of an account that somebody may not see nothing shows in Slack: no list, search, tab, button or link."""

from dataclasses import replace
from typing import Any

import pytest

from bot.routes import AssignButton, CommentButton, MoreButton, TakeButton, ViewButton
from bot.routes.route import Route
from sandbox.slack.demo import ANA, LUIS, OPS_JOBS
from sandbox.slack.team import Team
from tests.bot.payloads import click, command, event, on_message
from tests.bot.scene import Scene, issue, ticket

Json = dict[str, Any]

TITLE, ACCOUNT = "Secret shoes", "hidden-co"


async def hide(scene: Scene) -> None:
    """A ticket and an issue of an account that is not Ana's, beside an issue that is."""
    await scene.add(
        ticket(title=TITLE, job_name=TITLE, account=ACCOUNT, retailer=ACCOUNT),
        issue("case-2", 20260002, title=TITLE, account=ACCOUNT, channel=ACCOUNT),
        issue("case-9", 20260009, title="Plain boots", account="umbra", dedup_key="9"),
    )
    await narrow(scene)


async def narrow(scene: Scene) -> None:
    ana = scene.store.tables.members[ANA]

    def keep(uow: Any) -> None:
        uow.members.keep(replace(ana, accounts=frozenset({"umbra"})))

    await scene.store.run(keep, scene.system)
    scene.house.people.forget()


def shows(said: object) -> bool:
    return any(word in str(said) for word in (TITLE, ACCOUNT))


@pytest.mark.parametrize(
    "text",
    [
        *("", "list", "list all", "list kind:issue", "list mine", "list archived"),
        *("20260001", "view 20260002", "take 20260001", "history 20260001", "close 20260001", "why 20260001"),
        *("view order:4711", "view job:job-7", "take 20260002", "subscriptions", "jobs", "help"),
        f"list account:{ACCOUNT}",
    ],
)
async def test_no_command_shows_it(scene: Scene, text: str) -> None:
    await hide(scene)
    status, ack = await scene.carry(command(text))
    assert status == 200
    await scene.settled()
    typed = f"account:{ACCOUNT}"
    assert not shows(str(ack).replace(typed, ""))
    views = [c["arguments"] for m in ("views.open", "views.update") for c in scene.calls(m)]
    assert not shows(views)


@pytest.mark.parametrize("text", ["list", "list kind:issue", "20260001", "view 20260002"])
async def test_whoever_may_see_it_is_shown_it_by_the_same_commands(scene: Scene, text: str) -> None:
    await hide(scene)
    _, ack = await scene.carry(command(text, user=LUIS))
    await scene.settled()
    assert shows((ack, [c["arguments"] for c in scene.calls("views.open")]))


@pytest.mark.parametrize("route", [TakeButton, MoreButton, ViewButton, CommentButton, AssignButton])
async def test_no_button_of_a_card_in_a_channel_opens_it(scene: Scene, route: type[Route]) -> None:
    await hide(scene)
    message = await scene.post("case-1")
    pressed = route(case_id="case-1", version=1)  # type: ignore[call-arg] # each of these has both
    status, _ = await scene.carry(click(pressed, **on_message(OPS_JOBS, message["ts"])))
    assert status == 200
    assert (await scene.card("case-1")).version == 1
    assert not any(shows(said) for said in await scene.whispers())
    assert not shows([c["arguments"] for c in scene.calls("views.open")])


async def test_no_reaction_and_no_mention_acts_on_it(scene: Scene) -> None:
    await hide(scene)
    message = await scene.post("case-1")
    item = {"type": "message", "channel": OPS_JOBS, "ts": message["ts"]}
    await scene.carry(event("reaction_added", user=ANA, reaction="eyes", item=item))
    said = event("app_mention", user=ANA, channel=OPS_JOBS, text="take 20260001", ts="2.1", event_id="Ev2")
    await scene.carry(said)
    assert (await scene.card("case-1")).owner is None
    assert not any(shows(one) for one in await scene.whispers())


async def test_the_home_tab_neither_lists_nor_counts_it(live: Scene, slack: Team) -> None:
    await hide(live)
    home = await slack.ana.home()
    await live.settled()
    assert "Plain boots" in str(home["blocks"])
    assert not shows(home["blocks"])
