"""A store and its clock, with the few moves that most tests begin with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from core.domain.case import Case
from core.domain.case_parts import Severity, Source, Subject
from core.domain.delivery_incident import DeliveryIncident
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.issue import Issue, IssueOpened
from core.domain.issue import State as IssueState
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import State
from core.domain.member import Actor, Path, Role
from core.domain.operation import Operation, WriteKind
from core.ports.deliveries import Deliveries
from core.ports.leases import Leases
from core.ports.operations import Operations
from core.ports.second_looks import SecondLooks
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from storage.deliveries import SqlDeliveries
from storage.leases import SqlLeases
from storage.operations import SqlOperations
from storage.second_looks import SqlSecondLooks
from storage.transactions import SqlTransactions
from tests.fakes.claims import FakeLeases, FakeOperations, FakeSecondLooks
from tests.fakes.clock import MONDAY_MORNING, SetClock
from tests.fakes.deliveries import FakeDeliveries
from tests.fakes.transactions import TEAM, FakeTransactions

A = TypeVar("A")

ANA = Actor(id="U0ANA", team_id=TEAM, name="Ana", role=Role.OPERATOR, path=Path.BUTTON)
ANDON = Actor.system(TEAM, Path.LOOP)


@dataclass(frozen=True)
class World:
    transactions: FakeTransactions | SqlTransactions
    clock: SetClock

    @property
    def deliveries(self) -> Deliveries:
        store = self.transactions
        return FakeDeliveries(store) if isinstance(store, FakeTransactions) else SqlDeliveries(store)

    @property
    def second_looks(self) -> SecondLooks:
        store = self.transactions
        return FakeSecondLooks(store) if isinstance(store, FakeTransactions) else SqlSecondLooks(store)

    @property
    def operations(self) -> Operations:
        store = self.transactions
        return FakeOperations(store) if isinstance(store, FakeTransactions) else SqlOperations(store)

    @property
    def leases(self) -> Leases:
        store = self.transactions
        return FakeLeases(store) if isinstance(store, FakeTransactions) else SqlLeases(store)

    async def run(self, work: Callable[[UnitOfWork], A], actor: Actor = ANA) -> A:
        return await self.transactions.run(work, actor)

    async def read(self, work: Callable[[ReadUnit], A], actor: Actor = ANA) -> A:
        return await self.transactions.read(work, actor)

    async def add(self, *cases: Case) -> None:
        def add_all(uow: UnitOfWork) -> None:
            for case in cases:
                uow.cases.add(case)

        await self.run(add_all)

    async def case(self, case_id: str) -> Case:
        return await self.read(lambda unit: unit.cases.get(case_id))


def ticket(
    case_id: str = "case-1", number: int = 20260001, *, at: datetime = MONDAY_MORNING, **more: Any
) -> JobTicket:
    fields: dict[str, Any] = {
        "team_id": TEAM,
        "code": "token_expired",
        "title": "eBay orders",
        "state": State.OPEN,
        "severity": Severity.HIGH,
        "subject": Subject(type="job", id="job-7", label="eBay orders"),
        "source": Source(connector="shop", external_id="job-7"),
        "dedup_key": f"shop:{case_id}",
        "account": "acme",
        "job_id": "job-7",
        "job_name": "eBay orders for ACME",
    }
    times = {
        name: at for name in ("created_at", "updated_at", "first_seen_at", "last_seen_at", "last_failure_at")
    }
    return JobTicket(id=case_id, number=number, **(fields | times | more))


def issue(
    case_id: str = "case-2", number: int = 20260002, *, at: datetime = MONDAY_MORNING, **more: Any
) -> Issue:
    fields: dict[str, Any] = {
        "team_id": TEAM,
        "code": "order.stock_out",
        "title": "Order 4711 is out of stock",
        "state": IssueState.OPEN,
        "severity": Severity.NORMAL,
        "subject": Subject(type="order", id="4711", label="Order 4711"),
        "source": Source(connector="shop", external_id="o-4711"),
        "dedup_key": f"order:{case_id}",
        "account": "acme",
    }
    times = {name: at for name in ("created_at", "updated_at", "first_seen_at", "last_seen_at")}
    opened = Issue(id=case_id, number=number, **(fields | times | more))
    opened._record(IssueOpened(code=opened.code), "open", "", at)
    return opened


def incident(
    case_id: str = "case-3", number: int = 20260003, *, at: datetime = MONDAY_MORNING, **more: Any
) -> DeliveryIncident:
    fields: dict[str, Any] = {
        "team_id": TEAM,
        "code": "refused",
        "title": "Order 1001",
        "state": IncidentState.PENDING,
        "severity": Severity.HIGH,
        "subject": Subject(type="order", id="1001", label="Order 1001"),
        "source": Source(connector="shop", external_id=f"inc-{case_id}"),
        "dedup_key": f"shop:incident:{case_id}",
        "account": "acme",
        "incident_id": f"inc-{case_id}",
        "carrier": "tipsa",
        "carrier_code": "NAM",
    }
    names = ("created_at", "updated_at", "first_seen_at", "last_seen_at", "carrier_checked_at")
    return DeliveryIncident(id=case_id, number=number, **(fields | dict.fromkeys(names, at) | more))


def operation(operation_id: str = "op-1", *, at: datetime = MONDAY_MORNING, **more: Any) -> Operation:
    fields: dict[str, Any] = {
        "team_id": TEAM,
        "case_id": "case-1",
        "platform_id": "shop",
        "kind": WriteKind.JOB_PAUSE,
        "target": "job-7",
        "requested_by": ANA.id,
        "requested_by_name": ANA.name,
        "requested_at": at,
        "ticket": "#20260001",
        "reason": "it keeps failing",
        "arguments": {"cancel_inflight": True},
    }
    return Operation(id=operation_id, **(fields | more))


def take(uow: UnitOfWork) -> None:
    uow.cases.get("case-1").take(by=uow.actor.id, at=uow.now)


def later(seconds: float) -> datetime:
    return MONDAY_MORNING + timedelta(seconds=seconds)
