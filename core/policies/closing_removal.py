"""Condition X1: the connection is gone, and nothing failed since for as long as the job would have run once."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.close_attempt import Tick
from core.domain.platform_facts import ConnectionStatus, Job, RunState
from core.policies.closing_runs import own_runs, reading_problem

if TYPE_CHECKING:
    from core.policies.closing import ClosingFacts

A_DAY = timedelta(days=1)
"""Where the schedule is not known: one daily check."""

_DURATION = re.compile(r"^P(?:([0-9]{1,6})D)?(?:T(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})S)?)?$")
_EVERY_MINUTES = re.compile(r"^\*/([0-9]{1,6}) \* \* \* \*$")
"""Six digits are longer than any schedule. What does not match, or says no time at all, is taken as a day."""


def removal_tick(facts: "ClosingFacts") -> Tick:
    reason = _why_not(facts)
    return Tick(condition="removal", ok=reason is None, reason=reason, action="remove_connection")


def interval_of(job: Job | None) -> timedelta:
    """How often the job runs: an ISO 8601 duration, a cron line of the form */n, else a day."""
    schedule = (job.schedule or "") if job else ""
    minutes = _EVERY_MINUTES.match(schedule)
    found = _DURATION.match(schedule)
    interval = timedelta()
    if minutes:
        interval = timedelta(minutes=int(minutes[1]))
    elif schedule in ("0 * * * *", "@hourly"):
        interval = timedelta(hours=1)
    elif found:
        days, hours, mins, seconds = (int(part or 0) for part in found.groups())
        interval = timedelta(days=days, hours=hours, minutes=mins, seconds=seconds)
    return interval or A_DAY


def _why_not(facts: "ClosingFacts") -> str | None:
    problem = reading_problem(facts)
    reading, removed_at = facts.reading, facts.ticket.removed_at
    if problem is not None or reading is None:
        return problem
    seen = reading.connection
    ours = seen is not None and seen.connection_id == (facts.ticket.connection_id or seen.connection_id)
    gone = reading.connection_gone or (seen is not None and ours and seen.status is ConnectionStatus.REMOVED)
    if not gone or removed_at is None:
        return "connection_not_removed"
    if not (reading.job_gone or (reading.job is not None and reading.job.paused)):
        return "job_still_enabled"
    if any(r.state is RunState.FAILED and r.ended_at and r.ended_at > removed_at for r in own_runs(facts)):
        return "failed_since_removal"
    looked_at = facts.ticket.daily_check_at
    checked = looked_at is not None and looked_at > removed_at
    if not checked and facts.now < removed_at + interval_of(reading.job):
        return "removal_too_fresh"
    return None
