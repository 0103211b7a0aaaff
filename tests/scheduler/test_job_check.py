"""The daily job check: every failing job has its ticket, and what could not be looked at is said."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from core.domain.member import Actor, Path, Role
from core.domain.platform_facts import Run, RunState
from core.errors import Invalid, NotAllowed, NotFound, Repeated, Temporary
from core.ports.checks import FoundTicket, JobCheckReport
from core.ports.platform import Platform
from core.ports.rows import HistoryRow
from core.services.job_runs import RecordDailyCheck, ReportFailedRun, TicketOfJob
from core.services.reading import GetHistory
from scheduler.job_check import JobChecks
from tests.scheduler.cards import JOB_TICKET
from tests.scheduler.operations_world import World
from tests.scheduler.simulated_platform import SimulatedPlatform
from tests.scheduler.simulation import BEGIN, simulate

ANA = Actor(id="U1", team_id="T1", name="Ana", role=Role.OPERATOR, path=Path.SLASH)
FAILED = Run(run_id="8841", job_id="job-1", state=RunState.FAILED, attempt=2, ended_at=BEGIN)


@dataclass(frozen=True)
class Two:
    shop: SimulatedPlatform
    other: SimulatedPlatform

    def get(self, platform_id: str) -> Platform:
        return {"shop": self.shop, "other": self.other}[platform_id]

    def ids(self) -> tuple[str, ...]:
        return ("shop", "other")


class Check:
    def __init__(self) -> None:
        self.world, self.other = World(1), World(2)
        self.world.job("job-1", last_run=FAILED, retailer="Kitchenware Ltd")
        self.world.dispatch.answers[ReportFailedRun] = lambda _: JOB_TICKET
        self.world.ask.answers[TicketOfJob] = lambda _: JOB_TICKET
        self.history("open")

    def history(self, *actions: str, ago_s: float = 0.0) -> None:
        at = BEGIN + timedelta(hours=1) if not ago_s else BEGIN - timedelta(seconds=ago_s)
        rows = tuple(
            HistoryRow(
                case_id="case-1",
                seq=i,
                at=at,
                actor_id="U1",
                actor_name="Ana",
                path="slash",
                event="e",
                action=action,
                from_state="",
                to_state="open",
            )
            for i, action in enumerate(actions)
        )
        self.world.ask.answers[GetHistory] = lambda _: rows

    def run(self, actor: Actor = ANA) -> JobCheckReport:
        platforms = Two(self.world.platform, self.other.platform)
        checks = JobChecks(platforms, self.world.ask, self.world.dispatch, self.world.clock)
        return simulate(checks.run(actor))


def test_a_failing_job_is_reported_by_whoever_checked_with_a_key_of_its_run() -> None:
    check = Check()
    report = check.run()
    (command,) = check.world.dispatch.of(ReportFailedRun)
    assert command.key == "failed-run:shop:job-1:8841:2"
    assert (command.platform_id, command.job.job_id, command.run, command.account) == (
        "shop",
        "job-1",
        FAILED,
        "Kitchenware Ltd",
    )
    assert set(check.world.dispatch.actors) == {ANA}
    assert (report.opened, report.known, report.reopened, report.complete) == (1, 0, 0, True)
    assert report.platforms == 2
    assert report.tickets == (named("opened"),)


def named(found: str) -> FoundTicket:
    return FoundTicket(number=JOB_TICKET.number, case_id=JOB_TICKET.case_id, found=found)


@pytest.mark.parametrize(
    ("actions", "expected"), [(("close", "reopen"), (0, 0, 1)), (("open", "fail_again"), (1, 0, 0))]
)
def test_the_history_since_the_check_began_tells_what_it_did(
    actions: tuple[str, ...], expected: tuple[int, int, int]
) -> None:
    check = Check()
    check.history(*actions)
    report = check.run()
    assert (report.opened, report.known, report.reopened) == expected


def test_a_ticket_that_was_open_before_is_known() -> None:
    check = Check()
    check.history("open", ago_s=60)
    assert check.run().known == 1


def test_a_run_that_was_reported_before_is_known() -> None:
    check = Check()
    check.world.dispatch.answers[ReportFailedRun] = lambda _: Repeated("seen")
    report = check.run()
    assert (report.known, report.opened) == (1, 0)
    assert report.tickets == (named("known"),), "also where the report brought no card"


def test_a_ticket_that_the_checker_may_not_see_is_counted_and_not_named() -> None:
    check = Check()
    check.world.ask.answers[TicketOfJob] = lambda _: NotFound("ticket")
    report = check.run()
    assert (report.opened, report.tickets, report.complete) == (1, (), True)


def test_a_platform_that_does_not_answer_is_named_and_the_others_are_checked() -> None:
    check = Check()
    check.other.platform.unreadable = Temporary("unreachable")
    report = check.run()
    assert report.opened == 1
    assert [(u.platform_id, u.reason) for u in report.unreachable] == [("other", "unreachable")]
    assert not report.complete


def test_a_job_that_could_not_be_recorded_is_named() -> None:
    check = Check()
    check.world.dispatch.answers[ReportFailedRun] = lambda _: Invalid("error.bad")
    report = check.run()
    assert (report.not_recorded, report.tickets) == (("shop/job-1",), ())
    assert not report.complete


def test_the_failed_run_behind_one_in_flight_is_found() -> None:
    check = Check()
    flying = replace(FAILED, run_id="9000", state=RunState.RUNNING, ended_at=None)
    check.world.job("job-1", last_run=flying)
    check.world.platform.runs_of["job-1"] += [FAILED, flying]

    async def failing() -> object:
        return (check.world.platform.jobs["job-1"],)

    check.world.platform.failing_jobs = failing  # type: ignore[assignment, method-assign]
    check.run()
    (command,) = check.world.dispatch.of(ReportFailedRun)
    assert command.run == FAILED


def test_a_job_that_recovered_meanwhile_gets_no_ticket() -> None:
    check = Check()
    fine = replace(FAILED, run_id="9001", state=RunState.SUCCEEDED)
    check.world.job("job-1", last_run=replace(FAILED, state=RunState.RUNNING))
    check.world.platform.runs_of["job-1"] += [FAILED, fine]

    async def failing() -> object:
        return (check.world.platform.jobs["job-1"],)

    check.world.platform.failing_jobs = failing  # type: ignore[assignment, method-assign]
    report = check.run()
    assert (report.recovered, check.world.dispatch.of(ReportFailedRun)) == (1, [])


def test_that_a_platform_was_looked_at_is_recorded_with_the_jobs_that_fail() -> None:
    check = Check()
    check.run()
    looked = {c.platform_id: c.failing_jobs for c in check.world.dispatch.of(RecordDailyCheck)}
    assert looked == {"shop": frozenset({"job-1"}), "other": frozenset()}


def test_a_platform_that_could_not_be_read_counts_as_not_looked_at() -> None:
    check = Check()

    async def silent() -> object:
        raise Temporary("unreachable")

    check.world.platform.failing_jobs = silent  # type: ignore[assignment, method-assign]
    check.run()
    assert [c.platform_id for c in check.world.dispatch.of(RecordDailyCheck)] == ["other"]


def test_a_job_of_an_account_that_the_checker_may_not_see_is_neither_named_nor_recorded() -> None:
    check = Check()
    report = check.run(replace(ANA, accounts=frozenset({"Garden"})))
    assert (report.opened, report.known, report.tickets, report.not_recorded) == (0, 0, (), ())
    assert check.world.dispatch.of(ReportFailedRun) == []


def test_a_ticket_that_turns_out_to_be_anothers_is_not_named_either() -> None:
    check = Check()
    check.world.dispatch.answers[ReportFailedRun] = lambda _: NotFound("case 20260001")
    report = check.run()
    assert (report.opened, report.tickets, report.not_recorded, report.unreachable) == (0, (), (), ())


def test_who_may_not_check_is_told_so() -> None:
    check = Check()
    check.world.dispatch.answers[ReportFailedRun] = lambda _: NotAllowed("viewer")
    with pytest.raises(NotAllowed):
        check.run()


def test_a_platform_that_vanished_from_the_configuration_is_unreachable_not_a_crash() -> None:
    check = Check()

    async def gone() -> object:
        raise NotFound("platform")

    check.other.platform.failing_jobs = gone  # type: ignore[assignment, method-assign]
    assert [u.platform_id for u in check.run().unreachable] == ["other"]
