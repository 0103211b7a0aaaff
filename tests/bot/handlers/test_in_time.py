"""Commit, then ack, then tell: the ack waits for the commit and for nothing else, and never longer than Slack."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest

from bot.handlers.click import House
from bot.routes import TakeButton
from core.dispatch import make_dispatch
from core.domain.member import Actor
from core.ports.unit_of_work import UnitOfWork
from sandbox.slack import Fault
from sandbox.slack.demo import ANA, LUIS
from tests.bot.payloads import click
from tests.bot.scene import SAY, Scene, ticket

A = TypeVar("A")

TAKE = TakeButton(case_id="case-1", version=1)


async def owner(scene: Scene) -> str | None:
    return (await scene.card("case-1")).owner


class Gated:
    """The store behind a gate: nothing is durable before it opens."""

    def __init__(self, scene: Scene) -> None:
        self._store = scene.store
        self.gate = asyncio.Event()
        self.reached = asyncio.Event()

    async def run(self, work: Callable[[UnitOfWork], A], actor: Actor) -> A:
        self.reached.set()
        await self.gate.wait()
        return await self._store.run(work, actor)

    def house(self, scene: Scene) -> House:
        return scene.changed(dispatch=make_dispatch(self))  # type: ignore[arg-type] # only `run` is used


async def test_the_ack_waits_for_the_commit(scene: Scene) -> None:
    await scene.add(ticket())
    gated = Gated(scene)
    acked = asyncio.create_task(scene.carry(click(TAKE), scene.build(gated.house(scene))))
    await gated.reached.wait()
    assert not acked.done() and await owner(scene) is None
    gated.gate.set()
    assert await acked == (200, None)
    assert await owner(scene) == ANA


async def test_what_takes_too_long_is_answered_before_slack_gives_up(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    await scene.add(ticket())
    gated = Gated(scene)
    app = scene.build(gated.house(scene), answer_s=0.05)
    assert await scene.carry(click(TAKE), app) == (200, None)
    assert await scene.whispers() == [SAY("error.slow")]
    assert [r.levelname for r in caplog.records if "no answer" in r.getMessage()] == ["WARNING"]


async def test_the_ack_waits_for_no_call_to_slack(scene: Scene) -> None:
    await scene.add(ticket())
    await scene.carry(click(TAKE, user=LUIS))
    scene.slack.workspace.faults.add(Fault(kind="slow", method="chat.postEphemeral", delay_s=0.3))
    await scene.carry(click(TAKE, user=ANA))
    assert scene.calls("chat.postEphemeral") == []
    assert len(await scene.whispers()) == 1
