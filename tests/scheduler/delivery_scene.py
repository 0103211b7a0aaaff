"""A scene for the delivery loop: set it, let it play in virtual time, look at the world afterwards."""

import asyncio
from collections.abc import Awaitable, Callable

from core.domain.close_attempt import CloseAttempt, ClosingForm
from core.notices.closing_answer import ClosingAnswer
from core.ports.deliveries import AnswerWork, LetterWork
from core.services.reading import GetAttempt, GetCard
from tests.scheduler.cards import AT, card
from tests.scheduler.delivery_world import World, until_nothing_is_left
from tests.scheduler.simulated_slack import Faults
from tests.scheduler.simulation import simulate

LETTER = LetterWork(
    delivery_id="letter-1",
    case_id="case-1",
    case_number="20262010",
    to_name="Noor",
    to_address="noor@kitchenware.example",
    locale="en",
    subject="Paused",
    body="What happened: ...",
)

ANSWER = AnswerWork(
    delivery_id="answer-1",
    attempt_id="attempt-1",
    notice=ClosingAnswer(number=20262010, closed=True),
    member_id="U1",
    locale="en",
)

ATTEMPT = CloseAttempt(
    id="attempt-1",
    team_id="T1",
    case_id="case-1",
    seen_version=1,
    by="U1",
    by_name="Ana",
    by_role=2,
    path="modal",
    asked_at=AT,
    form=ClosingForm(),
)


def played(
    scene: Callable[[World], Awaitable[None] | None],
    *,
    for_s: float = 120,
    faults: Faults | None = None,
) -> World:
    """Set the scene, let one loop run for *for_s* virtual seconds, and show the world afterwards."""

    async def main() -> World:
        world = World(faults=faults)
        waits = scene(world)
        loop = world.replica("r1")
        running = asyncio.create_task(loop.run())
        if waits is not None:
            await waits
        await until_nothing_is_left(world.deliveries, within_s=for_s)
        await asyncio.sleep(2)
        await loop.stop()
        await running
        return world

    return simulate(main())


def somebody_asked_to_close(world: World) -> None:
    world.ask.answers[GetAttempt] = lambda _: ATTEMPT
    world.ask.answers[GetCard] = lambda _: card()
    world.deliveries.want(ANSWER, "person:U1")


def nothing_more(row: object) -> None:
    """For scenes of one line."""
