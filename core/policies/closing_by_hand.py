"""E16: no platform can be asked about that job, and the workspace lets a second member state the run they saw."""

from datetime import datetime
from typing import TYPE_CHECKING

from core.domain.close_attempt import Tick
from core.policies.closing_runs import reading_problem

if TYPE_CHECKING:
    from core.policies.closing import ClosingFacts


def human_verification(facts: "ClosingFacts") -> tuple[Tick | None, datetime | None]:
    """The tick, and when the stated run ended. No tick where the platform has to be asked."""
    if not facts.switches.human_verification or reading_problem(facts) != "no_connector":
        return None, None
    stopped = facts.ticket.containment
    asked_at = stopped.requested_at if stopped and stopped.not_possible is None else None
    since = max(filter(None, (facts.ticket.last_failure_at, facts.ticket.reopened_at, asked_at)))
    stated = [
        e for e in facts.evidence if e.type == "run" and e.written_at and since < e.written_at <= facts.now
    ]
    by_others = [e.written_at for e in stated if e.added_by != facts.actor_id and e.written_at]
    reason = None if by_others else "second_person_needed" if stated else "run_not_stated"
    tick = Tick(condition="verified_run", ok=reason is None, reason=reason, action="state_run")
    return tick, max(by_others, default=since)
