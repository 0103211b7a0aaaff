"""A platform with state, in virtual time, that knows more or less of what was done to it.

`keys` honours idempotency keys and remembers operations; `reference` shows whose the newest attempt is;
`count` only counts; `blind` cannot be read any more once a write was sent.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from core.domain.operation import WriteKind
from core.domain.platform_facts import (
    Capabilities,
    Connection,
    ConnectionStatus,
    Incident,
    Job,
    OperationReport,
    Order,
    Run,
    RunState,
)
from core.errors import NotFound, OutcomeUnknown, Permanent, Temporary
from core.ports.platform import Platform, Write
from tests.scheduler.simulated_slack import LATEST_S, Faults
from tests.scheduler.simulation import SimulatedClock


class Knows(StrEnum):
    KEYS = "keys"
    REFERENCE = "reference"
    COUNT = "count"
    BLIND = "blind"


@dataclass(kw_only=True)
class SimulatedPlatform:
    random: Random
    faults: Faults = field(default_factory=Faults)
    knows: Knows = Knows.KEYS
    clock: SimulatedClock = field(default_factory=SimulatedClock)
    jobs: dict[str, Job] = field(default_factory=dict)
    runs_of: dict[str, list[Run]] = field(default_factory=lambda: defaultdict(list))
    connections: dict[str, Connection] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    can: Capabilities = field(default_factory=lambda: Capabilities(pause=True))
    received: dict[str, OperationReport] = field(default_factory=dict)
    executed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sent: list[Write] = field(default_factory=list)
    refuses: list[Exception] = field(default_factory=list)
    """Raised by the next writes instead of taking them."""
    unreadable: Exception | None = None
    ends_at_once: bool = False

    # -- reads -------------------------------------------------------------------------------------------

    async def capabilities(self) -> Capabilities:
        await self._read()
        return self.can

    async def failing_jobs(self) -> tuple[Job, ...]:
        await self._read()
        failed = (RunState.FAILED, RunState.PARTIAL)
        return tuple(j for j in self.jobs.values() if j.last_run and j.last_run.state in failed)

    async def find_jobs(self, text: str) -> tuple[Job, ...]:
        return ()

    async def job(self, job_id: str) -> Job:
        await self._read()
        if job_id not in self.jobs:
            raise NotFound("jobs")
        return replace(self.jobs[job_id], checked_at=self.clock.now())

    async def runs(self, job_id: str, *, limit: int = 50) -> tuple[Run, ...]:
        await self._read()
        return tuple(reversed(self.runs_of[job_id][-limit:]))

    async def find_connections(self, text: str) -> tuple[Connection, ...]:
        return ()

    async def connection(self, connection_id: str) -> Connection:
        await self._read()
        if connection_id not in self.connections:
            raise NotFound("connections")
        return replace(self.connections[connection_id], checked_at=self.clock.now())

    async def order(self, order_id: str) -> Order:
        await self._read()
        order = self.orders[order_id]
        if self.knows is Knows.BLIND and any(w.target == order_id for w in self.sent):
            raise Temporary("unreachable")
        key = order.last_attempt_key if self.knows in (Knows.KEYS, Knows.REFERENCE) else None
        return replace(order, checked_at=self.clock.now(), last_attempt_key=key)

    async def incident(self, incident_id: str) -> Incident:
        await self._read()
        return replace(self.incidents[incident_id], checked_at=self.clock.now())

    async def outcome(self, operation_id: str) -> OperationReport | None:
        await self._read()
        if self.knows is not Knows.KEYS:
            raise Permanent("not_supported")
        return self.received.get(operation_id)

    # -- writes ------------------------------------------------------------------------------------------

    async def carry_out(self, write: Write) -> None:
        self.sent.append(write)
        if self.refuses:
            raise self.refuses.pop(0)
        loop, faults = asyncio.get_running_loop(), self.faults
        answer: asyncio.Future[Exception | None] = loop.create_future()
        way_s, late_s = self.random.uniform(0.02, 0.2), self.random.uniform(1.0, LATEST_S)
        fate = self.random.random()

        def land() -> None:
            self._land(write)

        def reply(error: Exception | None) -> None:
            if not answer.done():
                answer.set_result(error)

        def arrive() -> None:
            nonlocal fate
            if (fate := fate - faults.refused) < 0:
                reply(Temporary("unavailable", retry_in_s=1.0))
            elif (fate := fate - faults.rejected_5xx) < 0:
                reply(OutcomeUnknown("http_503"))
            elif (fate := fate - faults.late) < 0:
                loop.call_later(late_s - way_s, land)
            elif (fate := fate - faults.accepted_timeout) < 0:
                land()
            elif (fate := fate - faults.accepted_5xx) < 0:
                land()
                reply(OutcomeUnknown("http_502"))
            elif (fate := fate - faults.reset) < 0:
                loop.call_later(late_s - way_s, land)
                reply(OutcomeUnknown("answer_lost"))
            else:
                land()
                loop.call_later(way_s, reply, None)

        loop.call_later(way_s, arrive)
        error = await answer
        if error is not None:
            raise error

    def _land(self, write: Write) -> None:
        if self.knows is Knows.KEYS and write.id in self.received:
            return
        self.received[write.id] = OperationReport(operation_id=write.id, status="accepted")
        self.executed[write.target].append(write.id)
        _ACTS[write.kind](self, write)

    def _finish(self, operation_id: str, status: str, code: str | None = None) -> None:
        self.received[operation_id] = OperationReport(
            operation_id=operation_id, status=status, error_code=code
        )

    def _pause(self, write: Write) -> None:
        self.jobs[write.target] = replace(self.jobs[write.target], paused=True)
        self._finish(write.id, "succeeded")

    def _resume(self, write: Write) -> None:
        self.jobs[write.target] = replace(self.jobs[write.target], paused=False)
        self._finish(write.id, "succeeded")

    def _set_status(self, write: Write) -> None:
        status = ConnectionStatus(str(write.arguments["status"]))
        self.connections[write.target] = replace(self.connections[write.target], status=status)
        self._finish(write.id, "succeeded")

    def _start_run(self, write: Write) -> None:
        runs = self.runs_of[write.target]
        runs.append(Run(run_id=f"run-{len(runs) + 1}", job_id=write.target, state=RunState.RUNNING))
        self._finish(write.id, "succeeded")

    def _retry_order(self, write: Write) -> None:
        order = self.orders[write.target]
        self.orders[write.target] = replace(
            order, status="pending", attempts=order.attempts + 1, last_attempt_key=write.id
        )
        fine = self.random.random() < 0.8
        if self.ends_at_once:
            self._end_retry(write, fine)
            return
        asyncio.get_running_loop().call_later(self.random.uniform(1, 60), self._end_retry, write, fine)

    def _end_retry(self, write: Write, fine: bool) -> None:
        order = self.orders[write.target]
        self.orders[write.target] = replace(order, status="sent" if fine else "failed")
        self._finish(write.id, "succeeded" if fine else "failed", None if fine else "stock_out")

    def _resolve_incident(self, write: Write) -> None:
        there = self.incidents[write.target]
        if there.status not in ("pending", "carrier_replied"):
            self._finish(write.id, "failed", "already_resolved")
            return
        self.incidents[write.target] = replace(
            there, status="solution_sent", allowed_resolutions=frozenset(), changed_at=self.clock.now()
        )
        self._finish(write.id, "succeeded")

    async def _read(self) -> None:
        await asyncio.sleep(self.random.uniform(0.02, 0.2))
        if self.unreadable is not None:
            raise self.unreadable
        if self.random.random() < self.faults.refused:
            raise Temporary("unavailable", retry_in_s=1.0)


@dataclass(frozen=True)
class OnePlatform:
    """The platforms of a small installation."""

    platform: SimulatedPlatform
    name: str = "shop"

    def get(self, platform_id: str) -> Platform:
        if platform_id != self.name:
            raise NotFound("platform", platform=platform_id)
        return self.platform

    def ids(self) -> tuple[str, ...]:
        return (self.name,)


_ACTS: dict[WriteKind, Callable[[SimulatedPlatform, Write], None]] = {
    WriteKind.JOB_PAUSE: SimulatedPlatform._pause,
    WriteKind.JOB_RESUME: SimulatedPlatform._resume,
    WriteKind.CONNECTION_SET_STATUS: SimulatedPlatform._set_status,
    WriteKind.RUN_START: SimulatedPlatform._start_run,
    WriteKind.ORDER_RETRY: SimulatedPlatform._retry_order,
    WriteKind.INCIDENT_RESOLVE: SimulatedPlatform._resolve_incident,
}
