"""The details ask whether the runbook helped, show one's own answer, and take another one (C18)."""

from typing import Any

from bot.routes import (
    DetailModal,
    HistoryButton,
    MoreButton,
    RunbookHelpfulButton,
    RunbookLinkButton,
    RunbookNotHelpfulButton,
    TakeButton,
    ViewButton,
)
from core.services.reading import GetHistory
from sandbox.slack.demo import ANA, GUEST, LUIS, OPS_JOBS
from sandbox.slack.person import Person
from tests.bot.payloads import click
from tests.bot.scene import SAY, Scene, ticket

Json = dict[str, Any]

RUNBOOK = "https://docs.example/runbooks/token-expired"
NAME = SAY("card.what_to_do")


async def details(scene: Scene, user: str = ANA) -> str:
    await scene.carry(click(ViewButton(case_id="case-1", version=1), user=user))
    await scene.settled()
    return str(scene.calls("views.open")[-1]["arguments"]["view"])


async def opened(live: Scene, ana: Person) -> Json:
    await live.add(ticket(runbook_url=RUNBOOK))
    await ana.click(OPS_JOBS, await live.post("case-1"), MoreButton.name)
    menu = await ana.until_modal()
    await ana.click_in_view(menu, ViewButton.name)
    view = await ana.until_modal(lambda v: v["id"] != menu["id"])
    assert view["callback_id"] == DetailModal.name
    return view


async def rated(scene: Scene) -> list[bool]:
    rows = await scene.house.ask(GetHistory(case_id="case-1"), by=scene.system)
    return [bool(row.facts["helpful"]) for row in rows if row.event == "RunbookRated"]


async def test_an_answer_is_marked_and_may_be_another_one_later(live: Scene, ana: Person) -> None:
    view = await opened(live, ana)
    assert SAY("runbook.open", name=NAME) in str(view["blocks"]) and RunbookLinkButton.name in str(view)

    await ana.click_in_view(view, RunbookHelpfulButton.name)
    first = await ana.until_modal(lambda v: SAY("runbook.helpful", name=NAME) in str(v["blocks"]))
    assert first["id"] == view["id"], "the same modal, drawn afresh"
    await ana.click_in_view(first, RunbookNotHelpfulButton.name)
    second = await ana.until_modal(lambda v: SAY("runbook.not_helpful", name=NAME) in str(v["blocks"]))
    await ana.click_in_view(second, RunbookNotHelpfulButton.name)
    assert await rated(live) == [True, False], "the same answer again is no news"

    await live.settled()
    last = await ana.modal()
    assert last is not None
    await ana.click_in_view(last, HistoryButton.name)
    history = await ana.until_modal(lambda v: v["id"] != last["id"])
    assert SAY("history.helpful") in str(history["blocks"]) and SAY("history.not_helpful") in str(history)


async def test_details_that_were_opened_before_somebody_acted_take_the_answer_all_the_same(
    scene: Scene,
) -> None:
    await scene.add(ticket(runbook_url=RUNBOOK))
    await scene.carry(click(TakeButton(case_id="case-1", version=1), user=LUIS))
    await scene.carry(click(RunbookHelpfulButton(case_id="case-1", version=1)))
    assert await rated(scene) == [True]
    assert await scene.whispers() == []


async def test_the_reminders_to_come_stand_in_the_details(scene: Scene) -> None:
    await scene.add(ticket())
    shown = await details(scene)
    assert "Next, if nothing happens: reminder <!date^" in shown
    assert ", lead <!date^" in shown


async def test_nobody_is_asked_about_a_runbook_that_is_not_there_or_is_no_address(scene: Scene) -> None:
    await scene.add(ticket())
    assert RunbookHelpfulButton.name not in await details(scene)
    await scene.add(ticket("case-9", 20260009, runbook_url="javascript:alert(1)"))
    await scene.carry(click(ViewButton(case_id="case-9", version=1), at="2.1"))
    await scene.settled()
    assert RunbookHelpfulButton.name not in str(scene.calls("views.open")[-1])


async def test_a_guest_who_may_only_look_is_not_asked(scene: Scene) -> None:
    await scene.add(ticket(runbook_url=RUNBOOK))
    shown = await details(scene, GUEST)
    assert RUNBOOK in shown and RunbookHelpfulButton.name not in shown
