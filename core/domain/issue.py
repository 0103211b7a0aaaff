"""A critical problem on an order, an invoice, the inventory or the platform, and the arrows it may follow."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from core.domain.case import Case, Common
from core.domain.case_parts import Kind, Money
from core.domain.event import Event


class State(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RETRYING = "retrying"
    RESOLVED = "resolved"


class Action(StrEnum):
    RETRY = "retry"
    RETRY_SUCCEEDED = "retry_succeeded"
    RETRY_FAILED = "retry_failed"
    RETRY_UNKNOWN = "retry_unknown"
    CLEARED = "cleared"
    RECUR = "recur"


class IssueType(StrEnum):
    ORDER = "order"
    INVOICE = "invoice"
    INVENTORY = "inventory"
    PLATFORM = "platform"


_OPEN = (State.OPEN, State.ACKNOWLEDGED)
_ANY = tuple(State)
_LIVE = (State.OPEN, State.ACKNOWLEDGED, State.RETRYING)

TRANSITIONS: dict[tuple[str, str], str] = {
    **{(s, Common.TAKE): State.ACKNOWLEDGED for s in _OPEN},
    (State.RETRYING, Common.TAKE): State.RETRYING,
    (State.OPEN, Common.ACKNOWLEDGE): State.ACKNOWLEDGED,
    **{(s, Action.RETRY): State.RETRYING for s in _OPEN},
    (State.RETRYING, Action.RETRY_SUCCEEDED): State.RESOLVED,
    (State.ACKNOWLEDGED, Action.RETRY_SUCCEEDED): State.RESOLVED,
    (State.RETRYING, Action.RETRY_FAILED): State.OPEN,
    (State.RETRYING, Action.RETRY_UNKNOWN): State.ACKNOWLEDGED,
    (State.ACKNOWLEDGED, Action.RETRY_FAILED): State.ACKNOWLEDGED,
    **{(s, Action.CLEARED): State.RESOLVED for s in _OPEN},
    **{(s, Action.RECUR): State.OPEN for s in (*_OPEN, State.RESOLVED)},
    **{(s, Common.ARCHIVE): s for s in (*_OPEN, State.RESOLVED)},
    **{(s, Common.UNARCHIVE): s for s in (*_OPEN, State.RESOLVED)},
    **{(s, a): s for s in _OPEN for a in (Common.SNOOZE, Common.WAKE, Common.SEND_TO_SUPPORT)},
    **{
        (s, a): s for s in _LIVE for a in (Common.ASSIGN, Common.SET_PRIORITY, Common.ESCALATE, Common.REPEAT)
    },
    **{(s, a): s for s in _ANY for a in (Common.COMMENT, Common.ADD_EVIDENCE, Common.LINK)},
}
"""The drawing of docs/architecture.md. Archived is a flag beside the state, so archive points at itself.

An acknowledged issue can end as retried: a retry whose outcome nobody could read leaves it acknowledged, until
a person has looked. What is put away comes back open, whatever it was.
"""


@dataclass(kw_only=True)
class Issue(Case):
    KIND: ClassVar[Kind] = Kind.ISSUE
    TRANSITIONS: ClassVar[dict[tuple[str, str], str]] = TRANSITIONS
    ENDED: ClassVar[frozenset[str]] = frozenset({State.RESOLVED})
    WHILE_ARCHIVED: ClassVar[frozenset[str]] = Case.WHILE_ARCHIVED | {Action.CLEARED, Action.RECUR}

    amount: Money | None = None
    retry_after: datetime | None = None
    """Before this a retry fails the same way (C23)."""
    retry_error: str | None = None
    """Why the last retry failed, in the platform's words."""
    retry_operation: str | None = None
    retry_unread: bool = False
    """Nobody could read what became of that operation; a person has to look and say."""
    duplicate_at: str | None = None
    """A copy of the order that already stands at its destination (C22): its id there."""

    @property
    def issue_type(self) -> IssueType:
        """The part of the code before the dot: order.stock_out is an order issue."""
        head = self.code.partition(".")[0]
        return IssueType(head) if head in set(IssueType) else IssueType.PLATFORM

    def repeat(self, *, at: datetime, event_at: datetime) -> None:
        self._follow(Common.REPEAT, OccurrenceAdded(occurrences=self.occurrences + 1), at, acted=False)
        self._count(event_at)

    def retry(self, operation_id: str, *, by: str, at: datetime, duplicate_checked: bool) -> None:
        self._follow(
            Action.RETRY,
            RetryRequested(operation_id=operation_id, duplicate_checked=duplicate_checked, by=by),
            at,
        )
        self.acked_at = self.acked_at or at
        self.retry_operation, self.retry_error, self.retry_unread = operation_id, None, False

    def retry_succeeded(self, *, at: datetime, read_at: datetime, attempt: int) -> None:
        self._follow(Action.RETRY_SUCCEEDED, OrderRetried(attempt=attempt), at)
        self._resolve("retried", at, read_at)

    def retry_failed(
        self, error: str, *, at: datetime, read_at: datetime, duplicate_at: str | None = None
    ) -> None:
        """It failed the same way at *read_at*: whatever waiting time the cause has begins anew (C23)."""
        self._follow(Action.RETRY_FAILED, RetryFailed(error=error), at)
        self._count(read_at)
        self.retry_error, self.duplicate_at, self.retry_after = error, duplicate_at, None
        self.retry_unread = False

    def retry_unknown(self, *, at: datetime) -> None:
        self._follow(Action.RETRY_UNKNOWN, RetryOutcomeUnknown(), at)
        self.retry_unread = True

    def cleared(self, *, at: datetime, event_at: datetime) -> None:
        self._follow(Action.CLEARED, IssueCleared(), at)
        self._resolve("cleared", at, event_at)

    def recur(self, *, at: datetime, event_at: datetime) -> None:
        """The same cause again within the window: the same number, open again, and seen again (archiving
        hides only what has been)."""
        self._follow(Action.RECUR, IssueRecurred(), at)
        self._count(event_at)
        self.closed_at = self.close_outcome = self.closed_by = None
        self.archived_at = self.archived_reason = self.acked_at = None
        self.snoozed_until = self.snoozed_since = None
        self.clocks_begin(at)
        self.reopen_count += 1

    def _count(self, event_at: datetime) -> None:
        self.occurrences += 1
        self.last_seen_at = max(self.last_seen_at, event_at)

    def _resolve(self, outcome: str, at: datetime, seen_at: datetime) -> None:
        """*seen_at* is by the platform's clock: what it tells of an earlier moment moves nothing any more."""
        self.last_seen_at = max(self.last_seen_at, seen_at)
        self.closed_at, self.close_outcome = at, outcome
        self.retry_error, self.retry_unread = None, False


@dataclass(frozen=True, kw_only=True)
class IssueOpened(Event):
    code: str


@dataclass(frozen=True, kw_only=True)
class OccurrenceAdded(Event):
    occurrences: int


@dataclass(frozen=True, kw_only=True)
class RetryRequested(Event):
    operation_id: str
    duplicate_checked: bool
    by: str


@dataclass(frozen=True, kw_only=True)
class OrderRetried(Event):
    attempt: int


@dataclass(frozen=True, kw_only=True)
class RetryFailed(Event):
    PRIVATE = frozenset({"error"})
    error: str


@dataclass(frozen=True, kw_only=True)
class RetryOutcomeUnknown(Event): ...


@dataclass(frozen=True, kw_only=True)
class IssueCleared(Event): ...


@dataclass(frozen=True, kw_only=True)
class IssueRecurred(Event): ...
