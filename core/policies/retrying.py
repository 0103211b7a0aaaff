"""May this order be sent again, now, by anybody? Look before the retry (C13, C22, C23)."""

from datetime import datetime

from core.domain.issue import Issue
from core.domain.platform_facts import Capabilities
from core.errors import GuardRefused
from core.policies.codes import issue_code


def needs_duplicate_check(issue: Issue) -> bool:
    """The order may already stand at its destination: a time-out, or the platform said so."""
    return issue_code(issue.code).check_for_duplicate or issue.duplicate_at is not None


def retry_at(issue: Issue) -> datetime | None:
    """The earliest moment at which a retry can work, or None for at once."""
    if issue.retry_after is not None:
        return issue.retry_after
    wait = issue_code(issue.code).retry_after
    return issue.last_seen_at + wait if wait is not None else None


def retryable(issue: Issue, capabilities: Capabilities | None) -> bool:
    """Whether the button is drawn: a platform that was not read yet gets the benefit of the doubt."""
    can = capabilities is None or capabilities.retry_order
    return can and issue.subject.type == "order" and issue_code(issue.code).retryable


def refuse_bad_retry(
    issue: Issue, capabilities: Capabilities | None, *, now: datetime, duplicate_checked: bool
) -> None:
    """Raises GuardRefused with the reason."""
    if not retryable(issue, capabilities):
        raise GuardRefused("error.not_retryable", number=issue.number)
    earliest = retry_at(issue)
    if earliest is not None and now < earliest:
        raise GuardRefused("error.retry_too_early", number=issue.number, at=earliest)
    if needs_duplicate_check(issue) and not duplicate_checked:
        raise GuardRefused("error.duplicate_not_checked", number=issue.number)
