"""What follows from what happens to an issue."""

from core.domain.issue import Issue, OrderRetried, RetryFailed, RetryOutcomeUnknown
from core.notices.retry_result import RetryResult
from core.reactions.tell import Reactions, Tell, unless


def retried(issue: Issue, event: OrderRetried, actor_id: str) -> tuple[Tell, ...]:
    return (Tell(notice=RetryResult(number=issue.number, outcome="retried", order=issue.subject.label)),)


def retry_failed(issue: Issue, event: RetryFailed, actor_id: str) -> tuple[Tell, ...]:
    notice = RetryResult(
        number=issue.number,
        outcome="duplicate" if issue.duplicate_at is not None else "failed",
        order=issue.subject.label,
        owner=unless(issue.owner, actor_id),
        error=event.error,
        duplicate_at=issue.duplicate_at,
    )
    return (Tell(notice=notice),)


def retry_unknown(issue: Issue, event: RetryOutcomeUnknown, actor_id: str) -> tuple[Tell, ...]:
    notice = RetryResult(
        number=issue.number, outcome="unknown", order=issue.subject.label, owner=unless(issue.owner, actor_id)
    )
    return (Tell(notice=notice),)


REACTIONS: Reactions = {OrderRetried: retried, RetryFailed: retry_failed, RetryOutcomeUnknown: retry_unknown}
