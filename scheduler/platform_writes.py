"""Writes on a platform: each takes effect once, and what became of it is read, never guessed.

    look -> (done already, or refused?) -> keep the baseline -> intend -> call -> look again until it is clear

An unknown outcome is followed by looking. Only what provably did not land is sent again, with the same id
(RELIABILITY 2.3; tests/scheduler/test_operations_simulation.py).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random

from core.dispatch import Dispatch
from core.domain.member import Actor
from core.domain.operation import Operation, OperationState, WriteKind
from core.domain.platform_facts import OperationReport
from core.errors import NotFound, OutcomeUnknown, Permanent, Stale, Temporary
from core.ports.clock import Clock
from core.ports.operations import OperationClaim, Operations
from core.ports.platform import Platforms, Write
from core.services.operations import SettleWrite, WriteResult
from scheduler.budgets import CALL_S, INTENT_GRACE_S, LANDED_BY_S
from scheduler.platform_looks import Job, Unread, look, report_on
from scheduler.rule_table import RULES
from scheduler.troubles import Troubles
from scheduler.write_rules import Effect, End, Look, Seen, failed

GIVE_UP_S = 15 * 60.0
"""After that long without a readable answer somebody has to know: failed if never sent, unknown if sent."""

CHANGED_AFTER_S = 120.0
"""The platform said "succeeded" that long ago and the state is another: a person changed it, and is not fought."""

SOON_S = 2.0
LONGEST_POLL_S = 15.0
LONGEST_RETRY_S = 30.0

logger = logging.getLogger(__name__)

Permit = Callable[[Operation], Awaitable[str | None]]
"""Asked just before the first sending: the code of a refusal, or None. Roles may have changed since the click."""


async def always(operation: Operation) -> str | None:
    return None


class PlatformWrites:
    """Carries one claimed platform write one step further."""

    def __init__(
        self,
        operations: Operations,
        platforms: Platforms,
        dispatch: Dispatch,
        clock: Clock,
        *,
        by: Actor,
        random: Random,
        alarm: Callable[[float], None],
        permit: Permit = always,
    ) -> None:
        self._operations, self._platforms, self._dispatch = operations, platforms, dispatch
        self._clock, self._by, self._random = clock, by, random
        self._alarm, self._permit = alarm, permit
        self._troubles = Troubles()
        self._not_done: dict[str, int] = {}
        """Operation id -> the attempt that this process knows for certain did not land."""

    async def carry(self, claim: OperationClaim) -> None:
        operation = claim.operation
        sent = operation.state is OperationState.SENT
        try:
            platform = self._platforms.get(operation.platform_id)
        except NotFound:
            await self._settle(claim, _end(sent, "no_connector"))
            return
        accepted = bool((operation.baseline or {}).get("accepted"))
        rule = RULES[WriteKind(operation.kind)]
        job = Job(claim=claim, operation=operation, rule=rule, platform=platform, accepted=accepted)
        try:
            await (self._follow(job) if sent else self._begin(job))
        except Unread as error:
            await self._unread(claim, error, sent=sent)

    async def _begin(self, job: Job) -> None:
        """Nothing was sent yet: look first, and send only if that is still wanted and not yet so."""
        seen = await self._look(job)
        end = job.rule.before(job.operation, seen)
        if end is None:
            refusal = await self._permit(job.operation)
            end = failed(refusal) if refusal else None
        if end is not None:
            await self._settle(job.claim, end, seen)
            return
        if job.operation.baseline is None:
            if not await self._operations.baseline(job.claim, seen.facts):
                return
            job = replace(job, operation=replace(job.operation, baseline=seen.facts))
        await self._send(job)

    async def _send(self, job: Job) -> None:
        operation = job.operation
        if not await self._intended(job):
            return
        sent = replace(
            job,
            operation=replace(
                operation,
                state=OperationState.SENT,
                attempts=operation.attempts + 1,
                last_sent_at=self._clock.now(),
            ),
        )
        try:
            async with asyncio.timeout(CALL_S):
                await job.platform.carry_out(_write(operation))
        except Temporary as error:
            self._not_done[operation.id] = sent.operation.attempts
            in_s = max(error.retry_in_s, self._troubles.next_s(operation.id, self._random, self._clock.now()))
            if self._too_long(operation):
                await self._settle(job.claim, failed(error.reason))
            else:
                await self._later(job.claim, in_s, error.reason)
        except (OutcomeUnknown, TimeoutError) as error:
            await self._later(job.claim, SOON_S, getattr(error, "reason", "timed_out"))
        except Permanent as error:
            await self._refused(job, error)
        else:
            await self._follow(replace(sent, accepted=True))

    async def _intended(self, job: Job) -> bool:
        """Durably about to call, and only just now."""
        clock = asyncio.get_running_loop()
        asked_at = clock.time()
        if not await self._operations.intend(job.claim):
            return False
        if clock.time() - asked_at <= INTENT_GRACE_S:
            return True
        self._not_done[job.operation.id] = job.operation.attempts + 1
        await self._later(job.claim, 0.0, "stood_still")
        return False

    async def _refused(self, job: Job, error: Permanent) -> None:
        """A plain no. On a repeat it may be our own first try that stands in the way, so look."""
        seen: Seen | None = None
        if job.operation.attempts or error.reason == "duplicate_suspected":
            seen = await self._look(job)
        if seen is not None and job.operation.attempts:
            after = job.rule.after(job.operation, seen)
            if after.effect is not Effect.UNMOVED:
                await self._follow(job)
                return
        await self._settle(job.claim, failed(error.reason), seen)

    async def _follow(self, job: Job) -> None:
        """An attempt may have landed: find out, and repeat only what did not."""
        seen = await self._look(job)
        after = job.rule.after(job.operation, seen)
        if after.end is not None:
            await self._settle(job.claim, after.end, seen)
            return
        if after.effect is Effect.WORKING:
            await self._wait(job, after, seen)
            return
        known, report = await report_on(job)
        if report is not None:
            await self._reported(job, after, seen, report)
        elif after.effect is Effect.FAILED_THERE:
            await self._settle(job.claim, failed("failed"), seen)
        elif job.accepted:
            await self._wait(job, after, seen)
        elif not self._surely_over(job.operation):
            await self._later(job.claim, SOON_S, "may_still_land")
        elif after.effect is Effect.OTHERWISE:
            await self._settle(job.claim, failed("changed_meanwhile"), seen)
        elif known or job.rule.repeatable:
            await self._send(job)
        else:
            await self._wait(job, after, seen)

    async def _reported(self, job: Job, after: Look, seen: Seen, report: OperationReport) -> None:
        if report.status == "failed" or (
            after.effect is Effect.FAILED_THERE and report.status == "succeeded"
        ):
            await self._settle(job.claim, failed(report.error_code or "failed"), seen)
            return
        if report.status == "succeeded":
            end = job.rule.on_success
            if end is None and after.give_up_s is not None and self._age_s(job.operation) > CHANGED_AFTER_S:
                end = failed("changed_meanwhile")
            if end is not None:
                await self._settle(job.claim, end, seen)
                return
        await self._wait(replace(job, accepted=True), after, seen)

    async def _wait(self, job: Job, after: Look, seen: Seen) -> None:
        """Under way. That it was taken is kept, so that no crash makes us send it again."""
        age_s = self._age_s(job.operation)
        if after.give_up_s is not None and age_s > after.give_up_s:
            await self._settle(job.claim, after.late, seen)
            return
        baseline = job.operation.baseline or {}
        news = job.accepted and not baseline.get("accepted")
        if news and not await self._operations.baseline(job.claim, {**baseline, "accepted": True}):
            return
        await self._later(job.claim, min(max(1.0, age_s / 5), LONGEST_POLL_S), "under_way")

    async def _look(self, job: Job) -> Seen:
        seen = await look(job, self._clock.now())
        self._troubles.over(job.operation.id)
        return seen

    async def _unread(self, claim: OperationClaim, error: Unread, *, sent: bool) -> None:
        operation = claim.operation
        in_s = max(error.retry_in_s, self._troubles.next_s(operation.id, self._random, self._clock.now()))
        if (error.refused and not sent) or self._too_long(operation):
            await self._settle(claim, _end(sent, error.reason))
        else:
            await self._later(claim, in_s, error.reason)

    def _too_long(self, operation: Operation) -> bool:
        return self._troubles.lasts_s(operation.id, self._clock.now()) > GIVE_UP_S

    def _surely_over(self, operation: Operation) -> bool:
        """Nothing of the last attempt can still take effect."""
        if self._not_done.get(operation.id) == operation.attempts:
            return True
        return self._age_s(operation) > LANDED_BY_S

    def _age_s(self, operation: Operation) -> float:
        sent_at = operation.last_sent_at or operation.requested_at
        return (self._clock.now() - sent_at).total_seconds()

    async def _later(self, claim: OperationClaim, in_s: float, reason: str) -> None:
        await self._operations.later(claim, in_s=in_s, reason=reason)
        self._alarm(in_s)

    async def _settle(self, claim: OperationClaim, end: End, seen: Seen | None = None) -> None:
        settle = SettleWrite(
            operation_id=claim.operation.id,
            fence=claim.fence,
            result=end.result,
            reason=end.reason,
            read_at=seen.read_at if seen else None,
            snapshot=seen.snapshot if seen else None,
            order=seen.order if seen else None,
        )
        try:
            await self._dispatch(settle, by=self._by)
        except Stale:
            logger.info("operation %s was settled by somebody else", claim.operation.id)
        self._troubles.over(claim.operation.id)
        self._not_done.pop(claim.operation.id, None)


def _end(sent: bool, reason: str) -> End:
    return End(result=WriteResult.UNKNOWN, reason=reason) if sent else failed(reason)


def _write(operation: Operation) -> Write:
    return Write(
        id=operation.id,
        kind=WriteKind(operation.kind),
        target=operation.target,
        actor_id=operation.requested_by,
        actor_name=operation.requested_by_name,
        ticket=operation.ticket,
        reason=operation.reason,
        arguments=operation.arguments,
    )
