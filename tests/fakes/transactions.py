"""Transactions in memory: held to the same contract suite as the real ones, and fast enough for every test."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from core.domain.case import Case
from core.domain.member import Actor
from core.domain.workspace import Workspace
from core.ports.clock import Clock, Ids
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from tests.fakes.books import (
    FakeAttemptBook,
    FakeDraftBook,
    FakeEvidenceBook,
    FakeHistory,
    FakeInbox,
    FakeMemberBook,
    FakeNewsBook,
    FakeOperationBook,
    FakeSubscriptionBook,
)
from tests.fakes.cases import FakeCases
from tests.fakes.clock import SetClock
from tests.fakes.ids import CountingIds
from tests.fakes.mails import FakeMailBook
from tests.fakes.outward import FakeCardBook, FakeOutbox
from tests.fakes.tables import Tables, Waiting

A = TypeVar("A")

TEAM = "T0TEAM"


class FakeUnitOfWork:
    def __init__(self, tables: Tables, clock: Clock, ids: Ids, actor: Actor, workspace: Workspace) -> None:
        self.now, self.actor, self.workspace, self.ids = clock.now(), actor, workspace, ids
        self.cases = FakeCases(tables, self.now, actor)
        self.evidence = FakeEvidenceBook(tables, self._number)
        self.operations = FakeOperationBook(tables)
        self.attempts = FakeAttemptBook(tables)
        self.cards = FakeCardBook(tables, self.now, ids, actor)
        self.outbox = FakeOutbox(tables, self.now, workspace, ids, self.attempts.get, self._number)
        self.news = FakeNewsBook(tables, ids)
        self.members = FakeMemberBook(tables)
        self.subscriptions = FakeSubscriptionBook(tables)
        self.drafts = FakeDraftBook(tables)
        self.mails = FakeMailBook(tables)
        self.history = FakeHistory(tables)
        self.inbox = FakeInbox(tables, self.now, actor)

    @property
    def touched(self) -> tuple[Case, ...]:
        return self.cases.touched

    def flush(self) -> bool:
        for changed in self.cases.flush():
            self.cards.behind(changed)
        return self.cards.wakes or self.outbox.wakes or self.operations.wakes

    def _number(self, case_id: str) -> int:
        return self.cases.get(case_id).number


class FakeTransactions:
    """`tables` is what is committed; `waiting()` what is on its way out, oldest first."""

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        ids: Ids | None = None,
        workspace: Callable[[], Workspace] | None = None,
    ) -> None:
        self.clock = clock or SetClock()
        self.ids = ids or CountingIds()
        self.workspace = workspace or (lambda: Workspace(team_id=TEAM))
        self.tables = Tables()
        self.on_commit: list[Callable[[], None]] = []

    async def run(self, work: Callable[[UnitOfWork], A], actor: Actor) -> A:
        tables = self.tables.copy()
        unit = FakeUnitOfWork(tables, self.clock, self.ids, actor, self.workspace())
        answer = work(unit)
        wakes = unit.flush()
        self.tables = tables
        for call in self.on_commit if wakes else ():
            call()
        return answer

    async def read(self, work: Callable[[ReadUnit], A], actor: Actor) -> A:
        return work(FakeUnitOfWork(self.tables.copy(), self.clock, self.ids, actor, self.workspace()))

    async def close(self) -> None: ...

    def waiting(self, kind: str | None = None) -> tuple[Waiting, ...]:
        everything = sorted(self.tables.waiting.values(), key=lambda each: (each.at, each.id))
        return tuple(each for each in everything if kind in (None, each.kind))

    def delivered(self, case_id: str, channel_id: str, ts: str) -> None:
        """As if the delivery loop had drawn that copy: it stands at *ts* and shows the newest state."""
        card = self.tables.cards[case_id, channel_id]
        shown = replace(card.copy, ts=ts, shown_revision=card.wanted_revision)
        self.tables.cards[case_id, channel_id] = replace(card, copy=shown, redraw=0)
