"""Reading back what was done to a job: stopped, let run again, or started once."""

import json
from dataclasses import asdict
from datetime import datetime

from core.domain.operation import Operation
from core.domain.platform_facts import IN_FLIGHT, ConnectionStatus, Run
from core.ports.platform import Platform
from scheduler.write_rules import (
    DONE,
    DRAINING,
    DRAINING_STILL,
    UNAUTHORISED,
    UNMOVED,
    Effect,
    End,
    Look,
    Seen,
    ended,
    failed,
)

RUNS_SEEN = 20
"""Runs remembered before a run is asked for; a new one stands in front of them."""

CONNECTION_FOLLOWS_S = 120.0
"""A connection that is not active two minutes after its job was resumed does not become so by itself."""


class PauseJob:
    """Paused, and where runs in flight were to be ended too, none is left: until then it is "draining"."""

    repeatable = True
    on_success: End | None = None

    async def look(self, platform: Platform, operation: Operation, now: datetime) -> Seen:
        job = await platform.job(operation.target)
        flying: tuple[Run, ...] = ()
        if operation.arguments.get("cancel_inflight"):
            flying = tuple(r for r in await platform.runs(operation.target) if r.state in IN_FLIGHT)
        return Seen(
            read_at=job.checked_at,
            facts={"paused": job.paused, "in_flight": len(flying)},
            shown={"job": asdict(job), "in_flight": [r.run_id for r in flying]},
        )

    def before(self, operation: Operation, seen: Seen) -> End | None:
        return DONE if seen.facts["paused"] and not seen.facts["in_flight"] else None

    def after(self, operation: Operation, seen: Seen) -> Look:
        if not seen.facts["paused"]:
            return UNMOVED
        if not seen.facts["in_flight"]:
            return ended(DONE)
        # A job that already stood still says nothing of this write: its runs are what it was for.
        return DRAINING_STILL if (operation.baseline or {}).get("paused") else DRAINING


_CONNECTION_STILL = Look(
    effect=Effect.WORKING, give_up_s=CONNECTION_FOLLOWS_S, late=failed("connection_not_active")
)


class ResumeJob:
    """Not paused, and its connection active: either alone runs nothing."""

    repeatable = True
    on_success: End | None = None

    async def look(self, platform: Platform, operation: Operation, now: datetime) -> Seen:
        job = await platform.job(operation.target)
        seen = await platform.connection(job.connection_id) if job.connection_id is not None else None
        status = seen.status.value if seen else None
        return Seen(
            read_at=job.checked_at,
            facts={
                "paused": job.paused,
                "connection": status,
                "authorised": seen is None or seen.authorised(now),
            },
            shown={"job": asdict(job), "connection_status": status},
        )

    def before(self, operation: Operation, seen: Seen) -> End | None:
        if not seen.facts["authorised"]:
            return UNAUTHORISED
        return DONE if self._runs(seen) else None

    def after(self, operation: Operation, seen: Seen) -> Look:
        if self._runs(seen):
            return ended(DONE)
        return UNMOVED if seen.facts["paused"] else _CONNECTION_STILL

    @staticmethod
    def _runs(seen: Seen) -> bool:
        return not seen.facts["paused"] and seen.facts["connection"] in (None, ConnectionStatus.ACTIVE.value)


class StartRun:
    """A run that was not there before, or the platform's word that it made one."""

    repeatable = False
    """Without a word from the platform a second run might be a second effect."""
    on_success: End | None = DONE

    async def look(self, platform: Platform, operation: Operation, now: datetime) -> Seen:
        job = await platform.job(operation.target)
        runs = await platform.runs(operation.target, limit=RUNS_SEEN)
        seen = json.dumps([f"{r.run_id}#{r.attempt}" for r in runs])
        return Seen(read_at=job.checked_at, facts={"runs": seen}, shown={"runs": [r.run_id for r in runs]})

    def before(self, operation: Operation, seen: Seen) -> End | None:
        return None

    def after(self, operation: Operation, seen: Seen) -> Look:
        before = set(json.loads(str((operation.baseline or {}).get("runs") or "[]")))
        return ended(DONE) if set(json.loads(str(seen.facts["runs"]))) - before else UNMOVED
