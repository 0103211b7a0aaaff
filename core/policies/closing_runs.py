"""Conditions T1 and T2: the newest finished run of this very job succeeded, after the failure, by itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from core.domain.close_attempt import Tick
from core.domain.platform_facts import FINISHED, IN_FLIGHT, Run, RunState

if TYPE_CHECKING:
    from core.policies.closing import ClosingFacts

FRESH_FOR = timedelta(seconds=60)
"""A reading older than this decides nothing: read again (HOUSE, outside reads enter as data)."""

CLOCK_TOLERANCE = timedelta(seconds=120)
"""How far a platform's clock may be from ours where the two have to be compared (E22)."""


def reading_problem(facts: "ClosingFacts") -> str | None:
    """Why nothing can be said of the platform now, or None (E15, E16)."""
    reading = facts.reading
    if reading is None:
        return "not_checked"
    age = facts.now - reading.checked_at
    if age > FRESH_FOR or age < -CLOCK_TOLERANCE:
        return "reading_too_old"
    if reading.problem is not None:
        return "no_connector" if reading.problem == "no_connector" else "verification_unavailable"
    return None


def in_flight_tick(facts: "ClosingFacts") -> Tick:
    """T2: no run of that job is queued or running (E8)."""
    problem = reading_problem(facts)
    flying = next((r for r in own_runs(facts) if r.state in IN_FLIGHT), None)
    reason = problem or ("run_in_progress" if flying else None)
    seen: dict[str, str | int | None] = {"run": flying.run_id, "url": flying.url} if flying else {}
    return Tick(condition="no_run_in_flight", ok=reason is None, reason=reason, facts=seen)


def run_tick(facts: "ClosingFacts", *, false_alarm: bool = False) -> tuple[Run | None, Tick]:
    """T1, with the run it rests on. For a false alarm (R5) the success has to cover the alleged failure."""
    reason = reading_problem(facts)
    if reason is None and facts.reading is not None and facts.reading.job_gone:
        reason = "job_gone"
    if reason is not None:
        return None, _tick(reason, None)
    finished = sorted((r for r in map(_dated(facts), own_runs(facts)) if _counts(r, facts)), key=_ended)
    finished.reverse()
    newest = finished[0] if finished else None
    reason = _alleged(finished, facts) if false_alarm else _why_not(finished, facts)
    return (None if reason else newest), _tick(reason, newest, facts.tolerance)


def own_runs(facts: "ClosingFacts") -> list[Run]:
    """Runs of this job only: another job's success proves nothing (E10)."""
    runs = facts.reading.runs if facts.reading else ()
    return [r for r in runs if r.job_id == facts.ticket.job_id]


def _dated(facts: "ClosingFacts") -> Callable[[Run], Run]:
    """A failure without an end is taken to have ended just now: what cannot be placed may not be passed over.
    A success without an end proves nothing, so it stays without one."""
    now = facts.reading.checked_at if facts.reading else facts.now
    bad = (RunState.FAILED, RunState.PARTIAL, RunState.CANCELLED)

    def dated(run: Run) -> Run:
        lost = run.ended_at is None and run.state in bad
        return replace(run, state=RunState.FAILED, ended_at=now) if lost else run

    return dated


def _counts(run: Run, facts: "ClosingFacts") -> bool:
    """Finished runs with an end. A run that our own containment ended is neither success nor failure (E14)."""
    if run.state not in FINISHED or run.ended_at is None or run.state is RunState.SKIPPED:
        return False
    stopped = facts.ticket.containment
    ended_by_us = (
        run.state is RunState.CANCELLED
        and stopped is not None
        and run.ended_at <= (stopped.confirmed_at or stopped.requested_at) + CLOCK_TOLERANCE
    )
    return not ended_by_us


def _why_not(finished: Sequence[Run], facts: "ClosingFacts") -> str | None:
    ticket = facts.ticket
    if not finished:
        return "no_successful_run"
    newest = finished[0]
    if newest.state in (RunState.FAILED, RunState.CANCELLED):
        if not _after_containment(newest, facts):
            return "not_run_since_containment"
        began = ticket.reopened_at or ticket.first_seen_at
        worked = any(_succeeded(r, facts) and _ended(r) > began for r in finished[1:])
        return "failed_again" if worked else "no_successful_run"
    if newest.forced:
        return "forced_success"
    if not _succeeded(newest, facts):
        return "partial_success"
    if _ended(newest) <= ticket.last_failure_at:
        return "success_before_failure"
    if not _after_containment(newest, facts):
        return "not_run_since_containment"
    wanted = finished[: ticket.required_successes]
    enough = len(wanted) == ticket.required_successes and all(
        _succeeded(r, facts)
        and not r.forced
        and _ended(r) > ticket.last_failure_at
        and _after_containment(r, facts)
        for r in wanted
    )
    return None if enough else "more_successes_needed"


def _alleged(finished: Sequence[Run], facts: "ClosingFacts") -> str | None:
    """R5: a run that the platform itself calls failed at that time is a failure, whoever doubts it."""
    alleged = facts.ticket.last_failure_at
    known = facts.ticket.failed_run
    for run in finished:
        same = known is not None and run.run_id == known.run_id
        tried_again = same and known is not None and run.attempt > known.attempt
        if tried_again or (run.state is RunState.FAILED and (same or _ended(run) == alleged)):
            return "did_fail"
    if not any(_reaches(r, facts) for r in finished):
        return "failure_not_covered"
    if not finished or not _succeeded(finished[0], facts):
        return "no_successful_run"
    if finished[0].forced:
        return "forced_success"
    return None if _ended(finished[0]) >= alleged else "success_before_failure"


def _reaches(run: Run, facts: "ClosingFacts") -> bool:
    """Whether the list of runs goes back as far as the alleged failure: a short list hides what came before."""
    alleged, known = facts.ticket.last_failure_at, facts.ticket.failed_run
    began = run.started_at or run.queued_at or _ended(run)
    return min(began, _ended(run)) <= alleged or (known is not None and known.run_id == run.run_id)


def _succeeded(run: Run, facts: "ClosingFacts") -> bool:
    """Succeeded without failed items, or with no more than the tolerance set for this job (E9)."""
    failed = run.items_failed or 0
    if run.state is RunState.SUCCEEDED:
        return failed <= facts.tolerance
    return run.state is RunState.PARTIAL and 0 < failed <= facts.tolerance


def _after_containment(run: Run, facts: "ClosingFacts") -> bool:
    """Ended after the containment was asked for, by our clock; or, where the clocks differ, after the platform
    itself said that the job is active again (E22). What cannot be stopped has no such moment (E18)."""
    stopped, active_at = facts.ticket.containment, facts.ticket.reactivated_at
    if stopped is None or stopped.not_possible is not None:
        return True
    return _ended(run) > stopped.requested_at or (active_at is not None and _ended(run) >= active_at)


def _ended(run: Run) -> datetime:
    assert run.ended_at is not None  # noqa: S101 - _counts lets no other through
    return run.ended_at


def _tick(reason: str | None, run: Run | None, tolerance: int = 0) -> Tick:
    seen: dict[str, str | int | None] = {}
    if run is not None:
        seen = {
            "run": run.run_id,
            "url": run.url,
            "ended_at": run.ended_at.isoformat() if run.ended_at else None,
            "items_failed": run.items_failed,
            "tolerance": tolerance or None,
        }
    return Tick(
        condition="verified_run", ok=reason is None, reason=reason, facts=seen, action="verification_run"
    )
