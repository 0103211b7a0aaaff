"""A small world for the operations loop: paper rows, a simulated platform, and replicas that are killed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from core.domain.operation import Operation, OperationState, WriteKind
from core.domain.platform_facts import Job, Order
from core.services.operations import SettleWrite
from scheduler.operations import OperationsLoop
from tests.scheduler.delivery_world import Pictures
from tests.scheduler.doors import ANDON, KeptDispatch, PreparedAsk
from tests.scheduler.paper_operations import Held, PaperOperations
from tests.scheduler.simulated_platform import Knows, OnePlatform, SimulatedPlatform
from tests.scheduler.simulated_slack import Faults, SimulatedSlack
from tests.scheduler.simulation import BEGIN, Disturbance, SimulatedClock, simulate

ROUGH = Faults(
    refused=0.04,
    rejected_5xx=0.05,
    late=0.06,
    accepted_timeout=0.06,
    accepted_5xx=0.05,
    reset=0.04,
)

ORDERS = 8
JOBS = 3


@dataclass(frozen=True, kw_only=True)
class Outcome:
    double: int
    wrong: int
    stuck: int
    unknown: int
    kills: int

    @property
    def kept(self) -> bool:
        return not (self.double or self.wrong or self.stuck)


class World:
    def __init__(
        self,
        seed: int = 0,
        *,
        knows: Knows = Knows.KEYS,
        faults: Faults | None = None,
        stalls: float = 0.0,
        broken: str | None = None,
    ) -> None:
        self.random = Random(seed * 11 + 3)
        self.clock = SimulatedClock()
        disturbance = Disturbance(Random(seed * 17 + 1), stalls=stalls)
        self.operations = PaperOperations(disturbance=disturbance)
        if broken is not None:
            setattr(self.operations, broken, True)
        self.platform = SimulatedPlatform(random=Random(seed * 5 + 9), faults=faults or Faults(), knows=knows)
        self.slack = SimulatedSlack(random=Random(seed))
        self.dispatch = KeptDispatch(answers={SettleWrite: self.operations.settle})
        self.ask = PreparedAsk()
        self.kills = 0

    def replica(self, name: str, kind: type[OperationsLoop] = OperationsLoop) -> OperationsLoop:
        return kind(
            self.operations,
            OnePlatform(self.platform),
            self.slack,
            Pictures(),
            self.ask,
            self.dispatch,
            self.clock,
            by=ANDON,
            owner=name,
            random=Random(self.random.random()),
        )

    def want(self, operation_id: str, kind: str, target: str, **arguments: str | bool) -> Held:
        return self.operations.add(operation(operation_id, kind, target, arguments))

    def order(self, order_id: str, **fields: object) -> None:
        usual: dict[str, object] = {"status": "failed", "attempts": 1, "checked_at": BEGIN}
        self.platform.orders[order_id] = Order(order_id=order_id, **(usual | fields))  # type: ignore[arg-type]

    def job(self, job_id: str, **fields: object) -> None:
        usual: dict[str, object] = {"name": job_id, "paused": False, "checked_at": BEGIN}
        self.platform.jobs[job_id] = Job(job_id=job_id, **(usual | fields))  # type: ignore[arg-type]

    def outcome(self) -> Outcome:
        rows = self.operations.rows.values()
        return Outcome(
            double=sum(
                len(self.platform.executed[r.operation.target]) > 1
                for r in rows
                if r.operation.kind == WriteKind.ORDER_RETRY
            ),
            wrong=sum(self._is_wrong(r) for r in rows),
            stuck=len(self.operations.left),
            unknown=sum(r.operation.state is OperationState.UNKNOWN for r in rows),
            kills=self.kills,
        )

    def _is_wrong(self, row: Held) -> bool:
        """What was said is not what is."""
        operation, done = row.operation, row.operation.state is OperationState.DONE
        if operation.state is OperationState.UNKNOWN:
            return self.platform.knows is not Knows.BLIND
        if operation.kind == WriteKind.JOB_PAUSE:
            return done != self.platform.jobs[operation.target].paused
        executed = bool(self.platform.executed[operation.target])
        sent = self.platform.orders[operation.target].status == "sent"
        return not executed or done != sent


def operation(operation_id: str, kind: str, target: str, arguments: Mapping[str, str | bool]) -> Operation:
    return Operation(
        id=operation_id,
        team_id="T1",
        case_id="case-1",
        platform_id="shop",
        kind=kind,
        target=target,
        requested_by="U1",
        requested_by_name="Ana",
        requested_at=BEGIN,
        ticket="20262010",
        reason="a test",
        arguments=arguments,
    )


def history(
    seed: int,
    *,
    kind: type[OperationsLoop] = OperationsLoop,
    knows: Knows = Knows.KEYS,
    stalls: float = 0.004,
    most_kills: int = 8,
    broken: str | None = None,
) -> Outcome:
    """One seeded history of orders retried and jobs paused, with replicas killed at any moment."""

    async def main() -> Outcome:
        world = World(seed, knows=knows, faults=ROUGH, stalls=stalls, broken=broken)
        for i in range(ORDERS):
            world.order(f"order-{i}")
            world.want(f"retry-{i}", WriteKind.ORDER_RETRY, f"order-{i}", duplicate_checked=False)
        for i in range(JOBS if knows is not Knows.BLIND else 0):
            world.job(f"job-{i}")
            world.want(f"pause-{i}", WriteKind.JOB_PAUSE, f"job-{i}", cancel_inflight=True)
        loops = [asyncio.create_task(world.replica(f"r{i}", kind).run()) for i in range(2)]
        end = asyncio.get_running_loop().time() + 3600
        while world.operations.left and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(world.random.uniform(0.3, 4))
            if world.kills < most_kills:
                world.kills += 1
                victim = world.random.randrange(2)
                loops[victim].cancel()
                loops[victim] = asyncio.create_task(world.replica(f"r{victim}+", kind).run())
        await asyncio.sleep(80)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        return world.outcome()

    return simulate(main(), seed)
