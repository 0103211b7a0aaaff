"""What the in-memory store holds. A unit works on a copy; keeping the copy is the commit."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from core.domain.close_attempt import CloseAttempt
from core.domain.draft import Draft
from core.domain.evidence import Evidence
from core.domain.member import Member
from core.domain.operation import Operation
from core.domain.own_subscription import News, OwnSubscription
from core.domain.subscription import Subscription
from core.domain.user_group import UserGroup
from core.notices import Notice
from core.ports.mails import MailRow
from core.ports.rows import CardCopy, HistoryRow, Seen
from core.ports.second_looks import SecondLook
from storage.lanes import LONG_AGO


@dataclass(frozen=True, kw_only=True)
class StoredCase:
    kind: str
    body: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class Tries:
    """What is known of earlier tries to send something."""

    attempts: int = 0
    maybe_sent: bool = False
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    negative_probes: int = 0
    repeated_since: datetime | None = None
    error: str | None = None

    def refused(self, reason: str) -> "Tries":
        """Certainly not sent this time. What was repeated before that may land all the same."""
        return Tries(attempts=self.attempts, repeated_since=self.repeated_since, error=reason)


@dataclass(frozen=True, kw_only=True)
class Lane:
    fence: int = 0
    lease_until: datetime = LONG_AGO
    next_at: datetime = LONG_AGO
    sent_at: datetime | None = None
    slow_until: datetime | None = None
    parked: str | None = None


@dataclass(frozen=True, kw_only=True)
class StoredCard:
    """A copy, and the newest revision it shall show. `redraw`: 1 asked for, 2 under way."""

    copy: CardCopy
    delivery_id: str
    wanted_revision: int
    urgency: int
    queued_at: datetime
    gave_up_revision: int = 0
    redraw: int = 0
    tries: Tries = field(default_factory=Tries)

    @property
    def behind(self) -> bool:
        return self.redraw > 0 or self.wanted_revision > max(self.copy.shown_revision, self.gave_up_revision)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something on its way out. `kind`: thread, channel, direct, answer, letter, mail."""

    id: str
    kind: str
    at: datetime
    locale: str
    urgency: int
    state: str = "waiting"
    notice: Notice | None = None
    case_id: str | None = None
    channel_id: str | None = None
    member_id: str | None = None
    attempt_id: str | None = None
    letter: dict[str, str] = field(default_factory=dict)
    progress: str | None = None
    tries: Tries = field(default_factory=Tries)


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Who has an operation, and when somebody may have it next."""

    fence: int = 0
    lease_until: datetime = LONG_AGO
    due_at: datetime = LONG_AGO


@dataclass(kw_only=True)
class Tables:
    cases: dict[str, StoredCase] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    history: dict[str, tuple[HistoryRow, ...]] = field(default_factory=dict)
    cards: dict[tuple[str, str], StoredCard] = field(default_factory=dict)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    looks: dict[str, SecondLook] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    holds: dict[str, "Hold"] = field(default_factory=dict)
    attempts: dict[str, CloseAttempt] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    groups: dict[str, UserGroup] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    own_subscriptions: dict[str, OwnSubscription] = field(default_factory=dict)
    told: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    gathered: dict[str, News] = field(default_factory=dict)
    drafts: dict[tuple[str, str, str], Draft] = field(default_factory=dict)
    inbox: dict[str, Seen] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    mails: dict[str, MailRow] = field(default_factory=dict)

    def copy(self) -> "Tables":
        held: dict[str, Any] = {each.name: dict(getattr(self, each.name)) for each in fields(self)}
        return Tables(**held)
