"""What the platform was promised: the events that Andon answered with 2xx."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.platform.world import Outgoing
from tests.e2e.world import Json, World


@dataclass
class Taken:
    """Events of the platform that Andon answered with 2xx, by id; the platform itself forgets the old ones."""

    events: dict[str, Outgoing] = field(default_factory=dict)
    failed: dict[str, datetime] = field(default_factory=dict)
    """When each failed run ended that the platform ever had, by its id: a look may have told of one whose event
    never came through."""

    @property
    def runs(self) -> dict[str, Json]:
        """The failed runs among them, by the id of the event."""
        failed = {id_: e.body for id_, e in self.events.items() if e.type == "job.run.failed"}
        return {id_: json.loads(body)["data"]["run"] for id_, body in failed.items()}

    @contextmanager
    def watching(self, world: World) -> Iterator[None]:
        changed, leave = world.platform.watch()
        task = asyncio.create_task(self._look(world, changed))
        try:
            yield
        finally:
            self._keep(world)
            task.cancel()
            leave()

    async def _look(self, world: World, changed: asyncio.Event) -> None:
        while True:
            self._keep(world)
            await changed.wait()
            changed.clear()

    def _keep(self, world: World) -> None:
        there = world.platform.world
        self.events |= {event.id: event for event in there.events if event.status == "sent"}
        ended = {run.id: run.ended_at for run in there.runs.values() if run.state in ("failed", "partial")}
        self.failed |= {id_: at for id_, at in ended.items() if at is not None}


def moment(text: str) -> datetime:
    """A time as the contract writes it."""
    return datetime.fromisoformat(text)
