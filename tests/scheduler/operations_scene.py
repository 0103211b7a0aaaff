"""A scene for the operations loop: set it, let it play in virtual time, see how each operation ended."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from core.domain.operation import OperationState, WriteKind
from core.domain.platform_facts import Connection, ConnectionStatus
from core.services.operations import WriteResult
from tests.scheduler.operations_world import World
from tests.scheduler.paper_operations import Held
from tests.scheduler.simulated_platform import Knows
from tests.scheduler.simulation import BEGIN, simulate

PAUSE, RESUME, RUN = WriteKind.JOB_PAUSE, WriteKind.JOB_RESUME, WriteKind.RUN_START
STATUS, RETRY = WriteKind.CONNECTION_SET_STATUS, WriteKind.ORDER_RETRY
RESOLVE = WriteKind.INCIDENT_RESOLVE


def played(
    scene: Callable[[World], Awaitable[None] | None], *, for_s: float = 300.0, knows: Knows = Knows.KEYS
) -> World:
    """Set the scene, let one loop run until all is settled or *for_s* are over, and show the world."""

    async def main() -> World:
        world = World(knows=knows)
        waits = scene(world)
        loop = world.replica("r1")
        running = asyncio.create_task(loop.run())
        if waits is not None:
            await waits
        for _ in range(int(for_s)):
            if world.operations.left:
                await asyncio.sleep(1)
        await loop.stop()
        await running
        return world

    return simulate(main())


def end(world: World, operation_id: str = "op") -> tuple[WriteResult, str | None]:
    row = world.operations.rows[operation_id]
    assert row.end is not None, row
    return row.end.result, row.end.reason


def was_sent(held: Held, baseline: dict[str, str | int | bool | None]) -> None:
    """As a crash after the intent leaves it."""
    held.operation = replace(
        held.operation, state=OperationState.SENT, attempts=1, last_sent_at=BEGIN, baseline=baseline
    )


def connected(world: World, status: ConnectionStatus, expires_at: datetime | None = None) -> None:
    world.platform.connections["conn-1"] = Connection(
        connection_id="conn-1", status=status, checked_at=BEGIN, authorisation_expires_at=expires_at
    )


def nothing_more(row: object) -> None:
    """For scenes of one line."""
