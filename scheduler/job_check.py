"""The daily job check (J1): ask every platform which jobs fail, and see that each has its ticket."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.dispatch import Ask, Dispatch
from core.domain.member import Actor, Path
from core.domain.platform_facts import FINISHED, Job, Run, RunState
from core.errors import AdapterError, CoreError, NotAllowed, NotFound, Repeated
from core.ports.checks import FoundTicket, JobCheckReport, Unreachable
from core.ports.clock import Clock
from core.ports.platform import Platform, Platforms
from core.services.job_runs import RecordDailyCheck, ReportFailedRun, TicketOfJob
from core.services.reading import GetHistory

PLATFORM_S = 120.0
"""Fifty pages of failing jobs at two seconds each, and some."""

logger = logging.getLogger(__name__)


class Found(StrEnum):
    """What a failing job turned out to be."""

    OPENED = "opened"
    KNOWN = "known"
    REOPENED = "reopened"
    RECOVERED = "recovered"
    """It succeeded between the list and the look."""
    NOT_RECORDED = "not_recorded"
    NOT_THEIRS = "not_theirs"
    """Of an account that whoever checks may not see: neither counted nor named."""


HAS_TICKET = frozenset({Found.OPENED, Found.KNOWN, Found.REOPENED})


@dataclass(frozen=True, kw_only=True)
class _Looked:
    """One failing job. `name` is platform/job."""

    name: str
    kind: Found
    ticket: FoundTicket | None


class JobChecks:
    def __init__(self, platforms: Platforms, ask: Ask, dispatch: Dispatch, clock: Clock) -> None:
        self._platforms, self._ask, self._dispatch, self._clock = platforms, ask, dispatch, clock

    async def run(self, actor: Actor) -> JobCheckReport:
        """Check all platforms at once, as *actor* (kept as who checked).

        A platform that cannot be asked is named in the report. Raises NotAllowed for who may not.
        """
        begun_at = self._clock.now()
        ids = self._platforms.ids()
        results = await asyncio.gather(*(self._platform(one, actor) for one in ids))
        found = [each for jobs, _ in results for each in jobs if each.kind is not Found.NOT_THEIRS]
        count = [job.kind for job in found].count
        report = JobCheckReport(
            checked_at=begun_at,
            platforms=len(ids),
            opened=count(Found.OPENED),
            known=count(Found.KNOWN),
            reopened=count(Found.REOPENED),
            recovered=count(Found.RECOVERED),
            tickets=tuple(job.ticket for job in found if job.ticket is not None),
            not_recorded=tuple(job.name for job in found if job.kind is Found.NOT_RECORDED),
            unreachable=tuple(problem for _, problem in results if problem is not None),
        )
        logger.info(
            "job check by %s: %d opened, %d known, %d reopened, %d not recorded, %d of %d platforms silent",
            *(actor.id, report.opened, report.known, report.reopened),
            *(len(report.not_recorded), len(report.unreachable), report.platforms),
        )
        return report

    async def _platform(self, platform_id: str, actor: Actor) -> tuple[list[_Looked], Unreachable | None]:
        found: list[_Looked] = []
        try:
            async with asyncio.timeout(PLATFORM_S):
                platform, begun_at = self._platforms.get(platform_id), self._clock.now()
                failing = await platform.failing_jobs()
                for job in failing:
                    kind = await self._job(platform_id, platform, job, actor)
                    ticket = await self._ticket(platform_id, job, kind, actor)
                    found.append(_Looked(name=f"{platform_id}/{job.job_id}", kind=kind, ticket=ticket))
                names = frozenset(job.job_id for job in failing)
                looked = RecordDailyCheck(platform_id=platform_id, checked_at=begun_at, failing_jobs=names)
                await self._dispatch(looked, by=actor)
        except AdapterError as error:
            return found, Unreachable(platform_id=platform_id, reason=error.reason)
        except NotFound:
            return found, Unreachable(platform_id=platform_id, reason="not_found")
        except TimeoutError:
            return found, Unreachable(platform_id=platform_id, reason="timed_out")
        return found, None

    async def _job(self, platform_id: str, platform: Platform, job: Job, actor: Actor) -> Found:
        if actor.accounts is not None and job.retailer not in actor.accounts:
            return Found.NOT_THEIRS
        run = await _failed_run(platform, job)
        if run is None:
            return Found.NOT_RECORDED
        if run.state is RunState.SUCCEEDED:
            return Found.RECOVERED
        begun_at = self._clock.now()
        report = ReportFailedRun(
            key=f"failed-run:{platform_id}:{job.job_id}:{run.run_id}:{run.attempt}",
            platform_id=platform_id,
            job=job,
            run=run,
            account=job.retailer,
        )
        try:
            card = await self._dispatch(report, by=actor)
        except Repeated:
            return Found.KNOWN
        except NotFound:
            return Found.NOT_THEIRS  # a platform's event named another account than the job does
        except NotAllowed:
            raise
        except CoreError as error:
            logger.error("job check: %s/%s not recorded: %s", platform_id, job.job_id, error.code)
            return Found.NOT_RECORDED
        return await self._what_happened(card.case_id, begun_at, actor)

    async def _ticket(self, platform_id: str, job: Job, kind: Found, actor: Actor) -> FoundTicket | None:
        """By name, where the checker may see it: a run that was reported before brings no card."""
        if kind not in HAS_TICKET:
            return None
        try:
            card = await self._ask(TicketOfJob(platform_id=platform_id, job_id=job.job_id), by=actor)
        except NotFound:
            return None
        return FoundTicket(number=card.number, case_id=card.case_id, found=kind.value)

    async def _what_happened(self, case_id: str, since: datetime, actor: Actor) -> Found:
        """The case's own history tells whether this very report opened it."""
        system = Actor.system(actor.team_id, Path.SCHEDULE)
        rows = await self._ask(GetHistory(case_id=case_id), by=system)
        acts = [row.action for row in rows if row.at >= since]
        return Found.OPENED if "open" in acts else Found.REOPENED if "reopen" in acts else Found.KNOWN


async def _failed_run(platform: Platform, job: Job) -> Run | None:
    """The newest finished run, which the platform says failed. The job's last run may be one in flight."""
    if job.last_run is not None and job.last_run.state in (RunState.FAILED, RunState.PARTIAL):
        return job.last_run
    try:
        runs = await platform.runs(job.job_id)
    except NotFound:
        return None
    return next((r for r in runs if r.state in FINISHED and r.state is not RunState.SKIPPED), None)
