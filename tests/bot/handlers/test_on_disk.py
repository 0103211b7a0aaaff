"""The same presses over SQLite, whose writer is a thread of its own: what was handed over is done, told or not."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncApp

from bot.handlers.people import People
from bot.routes import AskButton, Route, TakeButton
from core.dispatch import make_ask, make_dispatch
from core.domain.workspace import Workspace
from core.ports.unit_of_work import UnitOfWork
from core.services.reading import GetCard, GetHistory
from sandbox.slack.demo import ANA, GUEST, LUIS
from storage.migrate import migrate
from storage.sqlite import SqliteTransactions
from tests.bot.payloads import click
from tests.bot.scene import SAY, TEAM, Scene, ticket
from tests.fakes.ids import CountingIds

TAKE = TakeButton(case_id="case-1", version=1)


@dataclass
class Disk:
    """The scene's Slack side on a database file."""

    scene: Scene
    store: SqliteTransactions
    app: AsyncApp

    async def press(self, route: Route = TAKE, *, user: str = ANA, at: str = "1.1") -> None:
        assert await self.scene.carry(click(route, user=user, at=at), self.app) == (200, None)

    async def owner(self) -> str | None:
        card = await make_ask(self.store)(GetCard(case_id="case-1"), by=self.scene.system)
        return card.owner


@pytest.fixture
async def disk(scene: Scene, tmp_path: Path) -> AsyncIterator[Disk]:
    url = f"sqlite:///{tmp_path / 'andon.db'}"
    await asyncio.to_thread(migrate, url)
    store = SqliteTransactions(
        url, clock=scene.clock, ids=CountingIds(), workspace=lambda: Workspace(team_id=TEAM)
    )
    ask, dispatch = make_ask(store), make_dispatch(store)
    people = People(ask, dispatch, TEAM, scene.chat.member, "en")
    await people.learn(await scene.chat.members())
    await store.run(lambda uow: uow.cases.add(ticket()), scene.system)
    house = scene.changed(ask=ask, dispatch=dispatch, people=people)
    yield Disk(scene, store, scene.build(house, answer_s=0.3))
    await store.close()


async def test_two_people_at_once_have_one_effect_and_two_answers(disk: Disk) -> None:
    await asyncio.gather(disk.press(user=ANA), disk.press(user=LUIS))
    first = await disk.owner()
    second = LUIS if first == ANA else ANA
    assert first in (ANA, LUIS)
    (told,) = await disk.scene.whispers(second)
    assert f"<@{first}>" in told
    assert await disk.scene.whispers(str(first)) == []


async def test_a_double_click_is_one_act(disk: Disk) -> None:
    await asyncio.gather(disk.press(), disk.press())
    assert await disk.owner() == ANA
    assert len(await disk.scene.whispers()) == 1


async def test_two_presses_on_ask_ask_once_and_both_are_answered(disk: Disk) -> None:
    ask = AskButton(case_id="case-1", act="TakeCase", role="operator")
    await asyncio.gather(disk.press(ask, user=GUEST, at="1.1"), disk.press(ask, user=GUEST, at="1.2"))
    rows = await make_ask(disk.store)(GetHistory(case_id="case-1"), by=disk.scene.system)
    (asked,) = [row for row in rows if row.event == "HelpAsked"]
    assert isinstance(asked.facts["asked"], list) and len(asked.facts["asked"]) == 3
    first, second = sorted(await disk.scene.whispers(GUEST))
    assert first.startswith("Asked ") and second.startswith("You have already asked ")
    assert all(f"<@{who}>" in first and f"<@{who}>" in second for who in asked.facts["asked"])
    await disk.press(TAKE, user=ANA)
    assert await disk.owner() == ANA, "asking made no button too old"


async def test_an_act_that_was_answered_too_slowly_is_done_once_and_the_repeat_is_told(disk: Disk) -> None:
    """A writer that stands still, as on a disk that is busy: the person hears that it may have been done."""
    release = threading.Event()

    def stand_still(uow: UnitOfWork) -> None:
        release.wait(10)

    busy = asyncio.create_task(disk.store.run(stand_still, disk.scene.system))
    await asyncio.sleep(0)  # the writer has it before the press
    await disk.press(at="1.1")
    assert await disk.scene.whispers() == [SAY("error.slow")]
    release.set()
    await busy
    await disk.store.run(lambda uow: None, disk.scene.system)  # behind the press in the writer's line
    assert await disk.owner() == ANA
    await disk.press(at="1.1")
    await disk.press(at="1.2")
    slow, same, again = await disk.scene.whispers()
    assert slow == SAY("error.slow")
    assert same.startswith("That was done already") and again.startswith("You did that already")
