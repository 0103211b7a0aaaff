"""Cards for tests that care about one or two of their fields."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.blocks.examples import job_ticket
from core.domain.job_ticket_table import State
from core.views import CaseCard

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

JOB_TICKET = replace(
    job_ticket(State.OPEN),
    case_id="case-1",
    team_id="T1",
    version=1,
    revision=1,
    job_id="job-1",
    platform_id="shop",
    connection_id="conn-1",
    deadline=None,
)


def card(case_id: str = "case-1", *, revision: int = 1) -> CaseCard:
    return replace(JOB_TICKET, case_id=case_id, revision=revision)
