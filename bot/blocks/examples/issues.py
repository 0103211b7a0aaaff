"""An issue in every state, and what makes its card hard."""

from dataclasses import replace
from datetime import timedelta

from bot.blocks.examples.given import AT, HOSTILE, LONG, MINE, PUT_AWAY, UNTOUCHED, actions_of, soon
from core.domain.case_parts import Kind, Link, Money, Severity, Subject
from core.domain.issue import State as IssueState
from core.views import CaseCard, Deadline, IssueCard, Needs


def issue(state: str, **changes: object) -> IssueCard:
    base = replace(ISSUE_BASE, state=state, actions=actions_of(Kind.ISSUE, state))
    return replace(base, **{**ISSUE_CHANGES.get(state, {}), **changes})  # type: ignore[arg-type]  # fields by name


ISSUE_BASE = IssueCard(
    case_id="0192f0c1-0000-7000-8000-000000000002",
    team_id="T0DEMO",
    number=20262044,
    kind=Kind.ISSUE,
    version=1,
    revision=1,
    state=IssueState.OPEN,
    code="order.stock_out",
    title="Order 1001-A cannot be sent: out of stock",
    description="Buyer asked for two of SKU MUG-22, one is left.",
    severity=Severity.CRITICAL,
    subject=Subject(type="order", id="1001-A", label="1001-A", url="https://platform.example/orders/1001-A"),
    account="Hartley & Sons",
    channel="Website",
    runbook_url="https://docs.example/runbooks/stock-out",
    occurrences=1,
    first_seen_at=AT,
    last_seen_at=AT,
    created_at=AT,
    updated_at=AT,
    **UNTOUCHED,
    deadline=soon("acknowledge", 30),
    overdue=False,
    amount=Money(value="412.00", currency="EUR"),
    retryable=True,
)

ISSUE_CHANGES: dict[str, dict[str, object]] = {
    IssueState.ACKNOWLEDGED: {**MINE, "deadline": soon("resolve", 540)},
    IssueState.RETRYING: {**MINE, "needs": Needs.PLATFORM, "needs_member": None, "deadline": None},
    IssueState.RESOLVED: {
        **MINE,
        "needs": Needs.NOBODY,
        "needs_member": None,
        "deadline": None,
        "closed_at": AT + timedelta(hours=1),
        "close_outcome": "retried",
    },
}

CARDS: dict[str, CaseCard] = {
    **{f"issue.{state}": issue(state) for state in IssueState},
    "issue.seen_often": issue(
        IssueState.OPEN, occurrences=14, links=(Link(relation="recurs_from", number=20261990),)
    ),
    "issue.snoozed": issue(
        IssueState.ACKNOWLEDGED,
        snoozed_until=AT + timedelta(days=1),
        deadline=Deadline(what="wake", at=AT + timedelta(days=1), paused=True),
    ),
    "issue.retry_failed": issue(IssueState.OPEN, retry_error="upstream_unavailable", occurrences=2),
    "issue.retry_later": issue(
        IssueState.OPEN, code="invoice.billing_failed", retry_after=AT + timedelta(hours=24)
    ),
    "issue.duplicate": issue(IssueState.OPEN, duplicate_at="MP-77120", needs_duplicate_check=True),
    "issue.archived": issue(IssueState.ACKNOWLEDGED, **PUT_AWAY),
    "issue.hostile": issue(
        IssueState.OPEN,
        title=HOSTILE,
        account=HOSTILE,
        channel=HOSTILE,
        retry_error=HOSTILE,
        duplicate_at=HOSTILE,
        amount=Money(value=HOSTILE, currency=HOSTILE),
        subject=Subject(type=HOSTILE, id=HOSTILE, label=HOSTILE, url="https://evil.example/<!channel>"),
    ),
    "issue.long": issue(IssueState.OPEN, title=LONG, account=LONG, channel=LONG, retry_error=LONG),
}
