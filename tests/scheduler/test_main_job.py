"""The main job over the real core, the real SQL and both loops, in virtual time: a failing job is stopped,
proven and closed while the processes are killed again and again, and nothing is lost or done twice."""

import asyncio
from collections import Counter
from dataclasses import replace
from random import Random

from sqlalchemy import select

from core.command import Command
from core.dispatch import Dispatch, make_ask, make_dispatch
from core.domain.close_attempt import AnswerPlace, ClosingForm, UploadedFile
from core.domain.job_ticket_table import Choice
from core.domain.member import Actor, Path, Role
from core.domain.platform_facts import Capabilities, Job, Run, RunState
from core.domain.subscription import Filters, Topic
from core.services.closing import RequestClose
from core.services.job_runs import ReportFailedRun
from core.services.job_tickets import ContainJob, DecideAccount, Reactivate, SkipNotify
from core.services.reading import GetCard
from core.services.subscriptions import Subscribe
from core.views import CaseCard
from scheduler.delivery import DeliveryLoop
from scheduler.operations import OperationsLoop
from storage.deliveries import SqlDeliveries
from storage.operations import SqlOperations
from storage.tables import card as card_table
from storage.tables import delivery as delivery_table
from tests.scheduler.delivery_world import ROUGH, Pictures, PostBox
from tests.scheduler.doors import ANDON, A
from tests.scheduler.inline_storage import InlineTransactions
from tests.scheduler.simulated_platform import Knows, OnePlatform, SimulatedPlatform
from tests.scheduler.simulated_slack import SimulatedSlack
from tests.scheduler.simulation import Disturbance, SimulatedClock, simulate

SEEDS = 8
LEAD = Actor(id="U1", team_id="T1", name="Ana", role=Role.LEAD, path=Path.BUTTON)
STEP_S = 600


class Shop:
    """One install with everything, some of it on paper."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.clock = SimulatedClock()
        self.transactions = InlineTransactions()
        self.dispatch, self.ask = make_dispatch(self.transactions), make_ask(self.transactions)
        self.disturbance = Disturbance(Random(seed + 1), stalls=0.004)
        self.slack = SimulatedSlack(random=Random(seed + 2), faults=ROUGH, burst=2.0)
        self.platform = SimulatedPlatform(
            random=Random(seed + 3), faults=replace(ROUGH, history_lag_s=0.0), knows=Knows.KEYS
        )
        self.platform.can = Capabilities(pause=True, reports_forced=True)
        self.case_id = ""
        self.replicas: list[asyncio.Task[None]] = []
        self.kills = 0

    def start(self) -> None:
        """A process: both loops."""
        name = f"process-{self.kills}"
        door = Disturbed(self.dispatch, self.disturbance)
        shared = {"by": ANDON, "owner": name}
        deliveries, operations = SqlDeliveries(self.transactions), SqlOperations(self.transactions)
        delivery = DeliveryLoop(
            *(deliveries, self.slack, PostBox(), Pictures(), self.ask, door),
            **shared,  # type: ignore[arg-type]
            random=Random(self.random.random()),
        )
        work = OperationsLoop(
            *(operations, OnePlatform(self.platform), self.slack, Pictures(), self.ask, door, self.clock),
            **shared,  # type: ignore[arg-type]
            random=Random(self.random.random()),
        )
        self.replicas = [asyncio.create_task(delivery.run()), asyncio.create_task(work.run())]

    async def kill_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(self.random.uniform(0.05, 8))
            for task in self.replicas:
                task.cancel()
            self.kills += 1
            self.start()

    async def card(self) -> CaseCard:
        return await self.ask(GetCard(case_id=self.case_id), by=ANDON)

    async def until(self, state: str) -> CaseCard:
        for _ in range(STEP_S * 2):
            found = await self.card()
            if found.state == state:
                return found
            await asyncio.sleep(0.5)
        raise AssertionError(f"still {found.state} after {STEP_S} s: {found}")


class Disturbed:
    """The door, with a moment on each side of the commit in which a process may die."""

    def __init__(self, dispatch: Dispatch, disturbance: Disturbance) -> None:
        self._dispatch, self._disturbance = dispatch, disturbance

    async def __call__(self, command: Command[A], *, by: Actor) -> A:
        await self._disturbance.turn()
        answer = await self._dispatch(command, by=by)
        await self._disturbance.turn()
        return answer


async def fail_and_stop(shop: Shop) -> None:
    for channel in ("C1", "C2"):
        wish = Subscribe(
            channel_id=channel, channel_name=channel, topics=frozenset({Topic.JOBS}), filters=Filters()
        )
        await shop.dispatch(wish, by=LEAD)
    now = shop.clock.now()
    run = Run(run_id="1", job_id="job-1", state=RunState.FAILED, started_at=now, ended_at=now)
    job = Job(job_id="job-1", name="eBay AU order sync", paused=False, checked_at=now, last_run=run)
    shop.platform.jobs["job-1"] = job
    shop.platform.runs_of["job-1"].append(run)
    opened = await shop.dispatch(ReportFailedRun(platform_id="shop", job=job, run=run), by=ANDON)
    shop.case_id = opened.case_id
    await shop.dispatch(ContainJob(case_id=opened.case_id, seen_version=opened.version), by=LEAD)
    contained = await shop.until("contained")
    assert shop.platform.jobs["job-1"].paused
    told = await shop.dispatch(
        SkipNotify(case_id=shop.case_id, seen_version=contained.version, reason="our own defect"), by=LEAD
    )
    decide = DecideAccount(case_id=shop.case_id, seen_version=told.version, choice=Choice.REACTIVATE)
    await shop.dispatch(decide, by=LEAD)


async def prove_and_close(shop: Shop) -> None:
    decided = await shop.card()
    await shop.dispatch(Reactivate(case_id=shop.case_id, seen_version=decided.version), by=LEAD)
    verifying = await shop.until("verifying")
    assert not shop.platform.jobs["job-1"].paused
    await asyncio.sleep(30)
    now = shop.clock.now()
    good = Run(
        run_id="2",
        job_id="job-1",
        state=RunState.SUCCEEDED,
        started_at=now,
        ended_at=now,
        forced=False,
        items_failed=0,
    )
    shop.platform.runs_of["job-1"].append(good)
    await asyncio.sleep(5)
    file = UploadedFile(id="F9", name="green.png", size_bytes=3, created_at=shop.clock.now())
    shop.slack.files["F9"] = (file, b"png")
    wish = RequestClose(
        case_id=shop.case_id,
        seen_version=verifying.version,
        form=ClosingForm(files=(file,), note="token renewed"),
        answer=AnswerPlace(view_id="V1", channel_id="C1"),
    )
    await shop.dispatch(wish, by=LEAD)
    await shop.until("closed")


async def walk(seed: int) -> None:
    shop = Shop(seed)
    shop.start()
    killer = asyncio.create_task(shop.kill_now_and_then())
    await fail_and_stop(shop)
    await prove_and_close(shop)
    killer.cancel()
    deliveries = SqlDeliveries(shop.transactions)
    for _ in range(400):
        if await deliveries.waiting():
            await asyncio.sleep(1)
    await asyncio.sleep(40)
    for task in shop.replicas:
        task.cancel()
    await check(shop)
    await shop.transactions.close()


async def check(shop: Shop) -> None:
    final = await shop.card()
    rows = await shop.transactions.look(lambda conn: conn.execute(select(card_table)).all())
    shown = {m.ts: m.text for m in shop.slack.messages}
    assert {row.channel_id: shown[row.ts] for row in rows} == dict.fromkeys(
        ("C1", "C2"), f"r{final.revision}"
    )
    sent = await shop.transactions.look(lambda conn: conn.execute(select(delivery_table)).all())
    assert {row.state for row in sent} == {"sent"}
    seen = Counter(m.delivery_id for m in shop.slack.messages)
    notes = [row for row in sent if row.kind != "answer" and "ProofPicture" not in row.body]
    assert {row.body: seen[row.id] for row in notes} == {row.body: 1 for row in notes}
    assert len(notes) >= 4
    shared = Counter(file_id for file_id, _, _ in shop.slack.shares)
    assert list(shared.values()) == [1]
    assert shop.slack.answers
    executed = Counter(shop.platform.executed["job-1"])
    assert sorted(executed.values()) == [1, 1], "one pause and one resume took effect, once each"
    assert len(shop.slack.messages) == len(rows) + len(notes)
    assert shop.kills > 5


def test_the_main_job_is_done_whole_whatever_dies_on_the_way() -> None:
    for seed in range(SEEDS):
        simulate(walk(seed), seed)
