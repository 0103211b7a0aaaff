"""Who somebody is is remembered for a while, and not a moment after it changed here."""

from dataclasses import replace
from typing import TypeVar

import pytest

from bot.handlers.people import KNOWN_FOR_S, People
from core.command import Query
from core.dispatch import make_ask, make_dispatch
from core.domain.member import Actor, Path, Role
from core.domain.workspace import Workspace
from core.ports.chat import ChatMember
from core.services.members import KeepMembers, SlackUser
from tests.fakes.clock import SetClock
from tests.fakes.transactions import TEAM, FakeTransactions

A = TypeVar("A")

ANA = ChatMember(
    id="U0ANA",
    name="Ana",
    locale="en",
    timezone="UTC",
    email=None,
    is_bot=False,
    is_guest=False,
    is_admin=False,
    is_deleted=False,
)


class Counted:
    """The door for questions, and how often it was used."""

    def __init__(self, store: FakeTransactions) -> None:
        self.times = 0
        self._ask = make_ask(store)

    async def __call__(self, query: Query[A], *, by: Actor) -> A:
        self.times += 1
        return await self._ask(query, by=by)


class Scene:
    def __init__(self) -> None:
        store = FakeTransactions(clock=SetClock(), workspace=lambda: Workspace(team_id=TEAM))
        self.ask, self.dispatch, self.now_s = Counted(store), make_dispatch(store), 1000.0
        self.people = People(self.ask, self.dispatch, TEAM, self._look_up, "en", now_s=lambda: self.now_s)

    async def role(self) -> Role:
        actor, _ = await self.people.actor(ANA.id, Path.BUTTON)
        return actor.role

    async def _look_up(self, member_id: str) -> ChatMember | None:
        return None


@pytest.fixture
async def scene() -> Scene:
    scene = Scene()
    await scene.people.learn((ANA,))
    return scene


async def test_many_clicks_of_one_person_are_one_question(scene: Scene) -> None:
    assert [await scene.role() for _ in range(5)] == [Role.OPERATOR] * 5
    assert scene.ask.times == 1


async def test_what_is_learnt_here_counts_from_the_next_click(scene: Scene) -> None:
    assert await scene.role() is Role.OPERATOR
    await scene.people.learn((replace(ANA, is_guest=True),))
    assert await scene.role() is Role.VIEWER


async def test_what_another_replica_learnt_counts_within_a_minute(scene: Scene) -> None:
    assert await scene.role() is Role.OPERATOR
    guest = KeepMembers(users=(SlackUser(id=ANA.id, name=ANA.name, is_guest=True),))
    await scene.dispatch(guest, by=Actor.system(TEAM, Path.LOOP))
    scene.now_s += KNOWN_FOR_S
    assert KNOWN_FOR_S <= 60
    assert await scene.role() is Role.VIEWER


async def test_somebody_unknown_is_asked_for_every_time(scene: Scene) -> None:
    for _ in range(2):
        actor, member = await scene.people.actor("U0NEW", Path.BUTTON)
        assert (actor.role, member) == (Role.NONE, None)
    assert scene.ask.times == 2
