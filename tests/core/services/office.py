"""Everybody at work on a Monday morning, over the real door and a store in memory."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from core.command import Command, Query
from core.dispatch import make_ask, make_dispatch
from core.domain.case import Case
from core.domain.case_parts import Source, Subject
from core.domain.close_attempt import CloseAttempt, ClosingForm, UploadedFile
from core.domain.issue import Issue
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import Choice
from core.domain.member import Actor, Path, Role
from core.domain.operation import Operation, OperationState
from core.domain.platform_facts import Connection, ConnectionStatus, Job, Reading, Run, RunState
from core.domain.subscription import Filters, Topic
from core.domain.workspace import Contact, Workspace
from core.notices import Notice
from core.services.acting import CaseCommand
from core.services.closing import CloseCase, RequestClose
from core.services.closing_evidence import CheckedPicture
from core.services.issues import ReportIssue
from core.services.job_runs import ReportFailedRun
from core.services.job_tickets import ContainJob, DecideAccount, NotifyRetailer, Reactivate
from core.services.members import KeepMembers, SlackUser
from core.services.operations import SettleWrite, WriteResult
from core.services.reading import GetCard
from core.services.subscriptions import Subscribe
from core.views import CaseCard
from tests.fakes.clock import MONDAY_MORNING, SetClock
from tests.fakes.transactions import TEAM, FakeTransactions

A = TypeVar("A")
C = TypeVar("C", bound=CaseCommand)


def person(member_id: str, name: str, role: Role, **more: Any) -> Actor:
    return Actor(id=member_id, team_id=TEAM, name=name, role=role, **({"path": Path.BUTTON} | more))


STRANGER = person("U0NOBODY", "Nobody", Role.NONE)
VIC = person("U0VIC", "Vic", Role.VIEWER)
ANA = person("U0ANA", "Ana", Role.OPERATOR)
LUIS = person("U0LUIS", "Luis", Role.OPERATOR)
LEA = person("U0LEA", "Lea", Role.LEAD)
ADA = person("U0ADA", "Ada", Role.ADMIN)
ANDON = Actor.system(TEAM, Path.LOOP)
PLATFORM = Actor.system(TEAM, Path.PLATFORM)

NOOR = Contact(account="Kitchenware", name="Noor Visser", email="noor@kitchenware.example", may_confirm=True)

WORKSPACE = Workspace(
    team_id=TEAM,
    contacts=(NOOR,),
    roles={LEA.id: "lead", ADA.id: "admin"},
    support_channel="C0HELP",
    leads_channel="C0LEADS",
    runbooks={"order.stock_out": "https://docs.example/stock-out"},
)


def ago(minutes: float) -> datetime:
    return MONDAY_MORNING - timedelta(minutes=minutes)


def run(run_id: str = "1", *, ended_at: datetime | None = None, **more: Any) -> Run:
    fields: dict[str, Any] = {
        "job_id": "job-7",
        "state": RunState.FAILED,
        "ended_at": ended_at or ago(10),
        "error_message": "401 invalid_grant",
        "forced": False,
        "items_failed": 0,
    }
    return Run(run_id=run_id, **(fields | more))


def job(**more: Any) -> Job:
    fields: dict[str, Any] = {
        "job_id": "job-7",
        "name": "eBay AU order sync",
        "paused": False,
        "checked_at": MONDAY_MORNING,
        "retailer": "Kitchenware",
        "marketplace": "eBay AU",
        "connection_id": "con-3",
        "consecutive_failures": 1,
    }
    return Job(**(fields | more))


def connection(status: ConnectionStatus = ConnectionStatus.ACTIVE, **more: Any) -> Connection:
    fields: dict[str, Any] = {"connection_id": "con-3", "checked_at": MONDAY_MORNING}
    return Connection(status=status, **(fields | more))


def letter(card: CaseCard, **more: Any) -> NotifyRetailer:
    fields: dict[str, Any] = {
        "to_name": "Noor Visser",
        "to_address": "noor@kitchenware.example",
        "subject": "Your eBay AU connection is paused",
        "issue": "The eBay token expired.",
        "actions": "Authorise the connection again.",
        "next_steps": "We reactivate it and watch the next run.",
    }
    return NotifyRetailer(case_id=card.case_id, seen_version=card.version, **(fields | more))


@dataclass
class Office:
    workspace: Workspace = WORKSPACE
    clock: SetClock = field(default_factory=SetClock)

    def __post_init__(self) -> None:
        self.store = FakeTransactions(clock=self.clock, workspace=lambda: self.workspace)
        self.dispatch, self._ask = make_dispatch(self.store), make_ask(self.store)

    async def open(self) -> "Office":
        """Members are known and #ops-jobs listens to everything."""
        people = (VIC, ANA, LUIS, LEA, ADA)
        users = tuple(SlackUser(id=p.id, name=p.name, is_guest=p is VIC) for p in people)
        await self.do(KeepMembers(users=users), ANDON)
        await self.do(
            Subscribe(channel_id="C0OPS", channel_name="ops", topics=frozenset(Topic), filters=Filters())
        )
        return self

    def switch(self, **switches: bool) -> None:
        self.workspace = replace(self.workspace, switches=replace(self.workspace.switches, **switches))

    async def do(self, command: Command[A], by: Actor = ANA) -> A:
        return await self.dispatch(command, by=by)

    async def ask(self, query: Query[A], by: Actor = ANA) -> A:
        return await self._ask(query, by=by)

    async def act(self, command: type[C], card: CaseCard, by: Actor = ANA, /, **more: Any) -> CaseCard:
        """The act on the card as it is now, whatever version *card* shows."""
        seen = (await self.case(card.case_id)).version
        return await self.dispatch(command(case_id=card.case_id, seen_version=seen, **more), by=by)

    async def case(self, case_id: str) -> Case:
        return await self.store.read(lambda unit: unit.cases.get(case_id), ANDON)

    async def ticket(self, card: CaseCard) -> JobTicket:
        case = await self.case(card.case_id)
        assert isinstance(case, JobTicket)
        return case

    async def issue(self, card: CaseCard) -> Issue:
        case = await self.case(card.case_id)
        assert isinstance(case, Issue)
        return case

    # -- what platforms tell ------------------------------------------------------------------------

    async def fails(self, failed: Run | None = None, by: Actor = PLATFORM, **more: Any) -> CaseCard:
        fields: dict[str, Any] = {"platform_id": "shop", "job": job(), "run": failed or run()}
        return await self.do(ReportFailedRun(**(fields | more)), by)

    async def report(self, code: str = "order.stock_out", **more: Any) -> CaseCard:
        fields: dict[str, Any] = {
            "source": Source(connector="shop", external_id="i-1"),
            "code": code,
            "title": "Order 1001 cannot be sent",
            "subject": Subject(type="order", id="1001", label="1001-A"),
            "dedup_key": "order:1001:stock",
            "event_at": ago(5),
            "account": "Kitchenware",
        }
        return await self.do(ReportIssue(**(fields | more)), PLATFORM)

    async def settle(
        self, result: WriteResult = WriteResult.DONE, reason: str | None = None, **more: Any
    ) -> None:
        """The newest write under way comes to its end."""
        now = self.clock.now()
        command = SettleWrite(
            operation_id=self.under_way().id, fence=None, result=result, reason=reason, read_at=now, **more
        )
        await self.do(command, ANDON)

    def operations(self) -> list[Operation]:
        return list(self.store.tables.operations.values())

    def under_way(self) -> Operation:
        live = [o for o in self.operations() if o.state in (OperationState.PENDING, OperationState.SENT)]
        return live[-1]

    # -- the way of a ticket ------------------------------------------------------------------------

    async def contained(self, card: CaseCard) -> CaseCard:
        await self.act(ContainJob, card)
        await self.settle(snapshot='{"paused": true}')
        return card

    async def notified(self, card: CaseCard) -> CaseCard:
        await self.contained(card)
        return await self.do(letter(await self.now(card)))

    async def decided(self, card: CaseCard, choice: Choice = Choice.REACTIVATE) -> CaseCard:
        await self.notified(card)
        return await self.act(DecideAccount, card, choice=choice)

    async def verifying(self, card: CaseCard) -> CaseCard:
        """Reactivated and read back at the present moment."""
        await self.decided(card)
        await self.act(Reactivate, card)
        await self.settle()
        return await self.now(card)

    async def now(self, card: CaseCard) -> CaseCard:
        return await self.ask(GetCard(case_id=card.case_id), ANDON)

    async def closes(self, card: CaseCard, by: Actor = ANA, **more: Any) -> CloseAttempt:
        """Asks for the closing with a good picture, and carries the check out with a good reading."""
        attempt = await self.asks_to_close(card, by, **more.pop("form", {}))
        return await self.checks(attempt, **more)

    async def asks_to_close(self, card: CaseCard, by: Actor = ANA, **form: Any) -> CloseAttempt:
        seen = (await self.case(card.case_id)).version
        filled = ClosingForm(**({"note": "token renewed", "files": (self.upload(),)} | form))
        return await self.do(RequestClose(case_id=card.case_id, seen_version=seen, form=filled), by)

    async def checks(self, attempt: CloseAttempt, **more: Any) -> CloseAttempt:
        operation = next(o for o in self.operations() if o.arguments.get("attempt_id") == attempt.id)
        fields: dict[str, Any] = {
            "reading": self.reading(),
            "pictures": tuple(self.looked_at(f) for f in attempt.form.files),
            "operation_id": operation.id,
            "fence": None,
        }
        return await self.do(CloseCase(attempt_id=attempt.id, **(fields | more)), ANDON)

    def upload(self, name: str = "green.png") -> UploadedFile:
        return UploadedFile(id=f"F0{name}", name=name, created_at=self.clock.now())

    def looked_at(self, file: UploadedFile, **more: Any) -> CheckedPicture:
        fields: dict[str, Any] = {
            "verdict": "ok",
            "sha256": f"sha of {file.name}",
            "store_key": f"{file.name}.png",
        }
        return CheckedPicture(file=file, **(fields | more))

    def success(self) -> Run:
        return run("2", state=RunState.SUCCEEDED, ended_at=self.clock.now() - timedelta(seconds=20))

    def reading(self, *runs: Run, **more: Any) -> Reading:
        """As just read: active, and the newest run succeeded 20 seconds ago."""
        found: dict[str, Any] = {
            "checked_at": self.clock.now(),
            "job": job(),
            "connection": connection(),
            "runs": runs or (self.success(), run()),
        }
        return Reading(**(found | more))

    # -- what people were told ----------------------------------------------------------------------

    def told(self, kind: str, notice: type[Notice] | None = None) -> list[Any]:
        """Notices of that kind on their way out, oldest first: thread, direct, channel, answer."""
        rows = [w for w in self.store.waiting(kind) if w.notice is not None]
        return [w for w in rows if notice is None or isinstance(w.notice, notice)]
