"""One store, one platform, and what holds after each step of a life."""

import asyncio
from collections import Counter
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, initialize

from core.command import Command
from core.dispatch import Dispatch, make_dispatch
from core.domain.case import Case
from core.domain.close_attempt import CloseAttempt
from core.domain.job_ticket import JobTicket
from core.domain.member import Actor
from core.domain.operation import CLOSING_CHECK, Operation
from core.domain.platform_facts import Reading
from core.errors import CoreError
from core.services.closing import CloseCase
from core.services.members import KeepMembers, SlackUser
from tests.core.lives.ledger import Look, Store, broken_chain, look, torn
from tests.core.lives.platform import Platform
from tests.core.lives.proof import closed_now, unproven
from tests.core.services.office import ADA, ANA, ANDON, LEA, LUIS, STRANGER, VIC, WORKSPACE
from tests.fakes.clock import SetClock
from tests.fakes.transactions import FakeTransactions

PEOPLE = (ANA, LUIS, LEA, ADA, VIC, STRANGER)


class Life(RuleBasedStateMachine):
    """One store, one platform. `reached` counts over all lives where they came."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.clock = SetClock()
        self.runner = asyncio.Runner()
        self.store = self.open_store()
        self.dispatch: Dispatch = make_dispatch(self.store)
        self.platform = Platform()
        self.told: list[Command[Any]] = []
        """What the platform has to tell, told or not: it may come in any order, and again."""
        self.heard: set[str] = set()
        self.attempts: list[CloseAttempt] = []
        self.pictures = 0
        self.old_readings: list[tuple[str, Reading]] = []
        self.now: Look = Look(cases={}, rows={}, evidence={}, operations={})

    def open_store(self) -> Store:
        return FakeTransactions(clock=self.clock, workspace=lambda: WORKSPACE)

    def teardown(self) -> None:
        self.runner.run(self.finish())
        self.runner.close()

    async def finish(self) -> None:
        assert await broken_chain(self.store, self.now) == []
        await self.store.close()

    @initialize()
    def everybody_is_known(self) -> None:
        users = tuple(SlackUser(id=p.id, name=p.name, is_guest=p is VIC) for p in PEOPLE if p is not STRANGER)
        self.step(KeepMembers(users=users), ANDON)

    # -- a step, and what holds after each ----------------------------------------------------------------

    def step(self, command: Command[Any], by: Actor) -> Any:
        """The answer, or the refusal. Whatever it is, nothing on record is torn by it."""
        self.clock.advance(1)
        return self.runner.run(self._step(command, by))

    async def _step(self, command: Command[Any], by: Actor) -> Any:
        before = self.now
        try:
            answer = await self.dispatch(command, by=by)
        except CoreError as refused:
            self.now = await look(self.store)
            assert self.now == before, f"{type(command).__name__} was refused and changed something"
            self.reached[f"refused {refused.code}"] += 1
            return refused
        self.now = await look(self.store)
        assert torn(before, self.now) == []
        for ticket in closed_now(before, self.now):
            assert isinstance(command, CloseCase), f"closed by {type(command).__name__}"
            assert unproven(ticket, answer, before, self.now, self.platform) == []
            proof = getattr(self.now.cases[ticket.id], "proof", None)
            self.reached[f"closed by {proof.rule if proof else 'nothing'}"] += 1
        self.reached.update(f"{case.KIND} {case.state}" for case in self.now.cases.values())
        return answer

    def case(self, which: int) -> Case:
        return list(self.now.cases.values())[which % len(self.now.cases)]

    def job_ticket(self, which: int) -> JobTicket:
        tickets = [c for c in self.now.cases.values() if isinstance(c, JobTicket)]
        return tickets[which % len(tickets)]

    def has_case(self) -> bool:
        return bool(self.now.cases)

    def has_ticket(self) -> bool:
        return any(isinstance(c, JobTicket) for c in self.now.cases.values())

    def has_write(self) -> bool:
        return bool(self.writes())

    def writes(self) -> list[Operation]:
        return [o for o in self.now.live() if o.kind != CLOSING_CHECK]
