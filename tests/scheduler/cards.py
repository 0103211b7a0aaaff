"""Cards for tests that care about one or two of their fields."""

from dataclasses import replace
from datetime import UTC, datetime

from core.domain.case_parts import Kind, Severity, Subject
from core.views import CaseCard, JobTicketCard, Needs

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

JOB_TICKET = JobTicketCard(
    case_id="case-1",
    team_id="T1",
    number=20262010,
    kind=Kind.JOB_TICKET,
    version=1,
    revision=1,
    state="open",
    code="token_expired",
    title="eBay AU order sync",
    description="",
    severity=Severity.HIGH,
    subject=Subject(type="job", id="job-1", label="eBay AU order sync"),
    account="Kitchenware Ltd",
    channel="eBay AU",
    runbook_url=None,
    occurrences=1,
    first_seen_at=AT,
    last_seen_at=AT,
    created_at=AT,
    updated_at=AT,
    owner=None,
    acked_at=None,
    hold=None,
    snoozed_until=None,
    links=(),
    archived_at=None,
    archived_reason=None,
    closed_at=None,
    closed_by=None,
    close_outcome=None,
    reopen_count=0,
    actions=frozenset(),
    needs=Needs.ANYONE,
    needs_member=None,
    deadline=None,
    overdue=False,
    job_id="job-1",
    job_name="eBay AU order sync",
    platform_id="shop",
    connection_id="conn-1",
    connection_name="eBay AU",
    retailer="Kitchenware Ltd",
    last_failure_at=AT,
    failed_run=None,
    failures_in_a_row=1,
    orders_waiting=None,
    steps=(),
    containments=(),
    contained=False,
    decision=None,
    problem=None,
    minutes_to_contain=None,
    runs_while_paused=False,
)


def card(case_id: str = "case-1", *, revision: int = 1) -> CaseCard:
    return replace(JOB_TICKET, case_id=case_id, revision=revision)
