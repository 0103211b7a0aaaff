"""Issues: opened and cleared by platforms, retried by people."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.command import Command
from core.domain.case_parts import Link, Money, Severity, Source, Subject
from core.domain.event import Recorded
from core.domain.issue import Issue, IssueOpened, State
from core.domain.member import Role
from core.domain.operation import Operation, WriteKind
from core.policies.codes import issue_code
from core.policies.retrying import refuse_bad_retry
from core.policies.targets import due_at
from core.ports.unit_of_work import UnitOfWork
from core.services.acting import CaseCommand, drawn, issue_as_seen
from core.services.posting import post_to_subscribers
from core.views import CaseCard


@dataclass(frozen=True, kw_only=True)
class ReportIssue(Command[CaseCard]):
    """A platform says that action is required on an item (C1). Same `dedup_key` while open: one more
    occurrence; within the reopen window: the same number again; later: a new one, linked."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    source: Source
    code: str
    title: str
    subject: Subject
    dedup_key: str
    event_at: datetime
    description: str = ""
    severity: Severity | None = None
    account: str | None = None
    channel: str | None = None
    runbook_url: str | None = None
    amount: Money | None = None
    retry_after: datetime | None = None
    locale: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReportIssueCleared(Command[CaseCard | None]):
    """The platform says that the cause is gone. None when there is nothing open of that key."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    dedup_key: str
    event_at: datetime


@dataclass(frozen=True, kw_only=True)
class RetryOrder(CaseCommand):
    """Send the order again. `duplicate_checked`: the person looked whether it already exists there (C22)."""

    duplicate_checked: bool = False


def report_issue(cmd: ReportIssue, uow: UnitOfWork) -> CaseCard:
    known = uow.cases.newest_with_key(cmd.dedup_key)
    if isinstance(known, Issue):
        if not known.ended and not known.archived:
            known.repeat(at=uow.now, event_at=cmd.event_at)
            return drawn(known, uow)
        if cmd.event_at <= known.last_seen_at:
            return drawn(known, uow)  # told late, from before the end: kept by the inbox, moves nothing (G6)
        since = known.closed_at or known.archived_at or known.updated_at
        if uow.now - since <= uow.workspace.issue_reopen:
            known.recur(at=uow.now, event_at=cmd.event_at)
            known.due_at = due_at(known, uow.workspace)
            return drawn(known, uow)
    issue = _new(cmd, uow)
    if known is not None:
        issue.links = (Link(relation="recurs_from", number=known.number),)
    uow.cases.add(issue)
    post_to_subscribers(issue, uow)
    return drawn(issue, uow)


def report_issue_cleared(cmd: ReportIssueCleared, uow: UnitOfWork) -> CaseCard | None:
    issue = uow.cases.newest_with_key(cmd.dedup_key)
    if not isinstance(issue, Issue) or issue.ended:
        return None
    # An event older than what the case has seen moves nothing (rule G6). While a retry runs, the
    # operation's own read-back ends it: two ends of one story would disagree on how it ended.
    if cmd.event_at < issue.last_seen_at or issue.state == State.RETRYING:
        return drawn(issue, uow)
    issue.cleared(at=uow.now, event_at=cmd.event_at)
    return drawn(issue, uow)


def retry_order(cmd: RetryOrder, uow: UnitOfWork) -> CaseCard:
    issue = issue_as_seen(cmd, uow)
    refuse_bad_retry(
        issue,
        uow.workspace.capabilities.get(issue.source.connector),
        now=uow.now,
        duplicate_checked=cmd.duplicate_checked,
    )
    operation = Operation(
        id=uow.ids.new(),
        team_id=issue.team_id,
        case_id=issue.id,
        platform_id=issue.source.connector,
        kind=WriteKind.ORDER_RETRY,
        target=issue.subject.id,
        requested_by=uow.actor.id,
        requested_by_name=uow.actor.name,
        requested_at=uow.now,
        ticket=str(issue.number),
        reason=f"retry of {issue.code}",
        arguments={"duplicate_checked": cmd.duplicate_checked},
    )
    issue.retry(operation.id, by=uow.actor.id, at=uow.now, duplicate_checked=cmd.duplicate_checked)
    uow.operations.add(operation)
    return drawn(issue, uow)


def _new(cmd: ReportIssue, uow: UnitOfWork) -> Issue:
    issue = Issue(
        id=uow.ids.new(),
        team_id=uow.workspace.team_id,
        number=uow.cases.next_number(uow.now.year),
        code=cmd.code,
        title=cmd.title,
        description=cmd.description,
        state=State.OPEN,
        severity=cmd.severity or issue_code(cmd.code).severity,
        subject=cmd.subject,
        source=cmd.source,
        dedup_key=cmd.dedup_key,
        account=cmd.account,
        channel=cmd.channel,
        runbook_url=cmd.runbook_url or uow.workspace.runbooks.get(cmd.code),
        amount=cmd.amount,
        retry_after=cmd.retry_after,
        created_at=uow.now,
        updated_at=uow.now,
        first_seen_at=cmd.event_at,
        last_seen_at=cmd.event_at,
        locale=cmd.locale or uow.workspace.locale,
    )
    issue.due_at = due_at(issue, uow.workspace)
    issue.recorded.append(
        Recorded(event=IssueOpened(code=cmd.code), action="open", from_state="", to_state=issue.state)
    )
    return issue


SERVICES = (
    ReportIssue.served_by(report_issue),
    ReportIssueCleared.served_by(report_issue_cleared),
    RetryOrder.served_by(retry_order),
)
