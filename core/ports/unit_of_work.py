"""What the core needs from a database: one unit for writing, one for reading, and where they come from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from core.domain.case import Case
from core.domain.case_parts import Kind
from core.domain.close_attempt import CloseAttempt
from core.domain.evidence import Evidence
from core.domain.member import Actor
from core.domain.operation import Operation
from core.domain.workspace import Workspace
from core.notices import Notice
from core.ports.clock import Ids
from core.ports.drafts import DraftBook, DraftsRead
from core.ports.mails import MailBook, MailsRead
from core.ports.people import MemberBook, MembersRead, NewsBook, SubscriptionBook, SubscriptionsRead
from core.ports.rows import CardCopy, HistoryRow, Seen

A = TypeVar("A")


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """Which cases. Empty tuples take everything; `text` searches number, title, subject and order number.

    `group`: open, overdue, held, closed, archived, all. Archived cases show in `archived` and `all` only.
    """

    group: str = "open"
    kinds: tuple[Kind, ...] = ()
    severities: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    """Of a kind's own tabs: `Case.tab`."""
    owner: str | None = None
    subject_id: str | None = None
    text: str | None = None
    visible_accounts: frozenset[str] | None = None
    """What the reader may see; None means everything. Set by the core, not by the caller."""
    due_before: datetime | None = None
    """The moment that "overdue" is measured against. Set by the core."""
    created_after: datetime | None = None
    updated_after: datetime | None = None


class CasesRead(Protocol):
    def get(self, case_id: str) -> Case:
        """The case as it stands. Raises NotFound."""

    def by_number(self, number: int) -> Case:
        """Raises NotFound."""

    def newest_with_key(self, dedup_key: str) -> Case | None:
        """The newest case with that key, open or not."""

    def of_job(self, platform_id: str, job_id: str) -> Case | None:
        """The newest job ticket of that job, open or not."""

    def find(self, wanted: CaseFilter, *, limit: int, offset: int = 0) -> tuple[Case, ...]:
        """Newest first."""

    def count(self, wanted: CaseFilter) -> int: ...

    def channels(self, accounts: frozenset[str] | None = None) -> tuple[str, ...]:
        """The distinct sales channels of the cases of these accounts, None for all; sorted."""


class Cases(CasesRead, Protocol):
    def add(self, case: Case) -> None: ...

    def next_number(self, year: int) -> int:
        """<year><sequence of at least four digits>; never the same one twice, gaps are possible."""


class EvidenceRead(Protocol):
    def of(self, case_id: str) -> tuple[Evidence, ...]:
        """Oldest first."""

    def used_elsewhere(self, sha256: str, case_id: str) -> int | None:
        """The number of another case that shows the same picture (condition P4), or None."""

    def deleted(self) -> tuple[Evidence, ...]:
        """Pictures that were deleted and whose bytes are still kept. Those whose bytes another piece shows
        too are not among them."""


class EvidenceBook(EvidenceRead, Protocol):
    def add(self, evidence: Evidence) -> None: ...

    def renew(self, evidence: Evidence) -> None:
        """Write a piece anew that is on record. Raises NotFound."""

    def move(self, from_case_id: str, to_case_id: str) -> None:
        """All of it, when one case turns out to be the other (E25)."""


class OperationsRead(Protocol):
    def get(self, operation_id: str) -> Operation:
        """Raises NotFound."""

    def live(self, kind: str, target: str) -> Operation | None: ...

    def of(self, case_id: str) -> tuple[Operation, ...]: ...


class OperationBook(OperationsRead, Protocol):
    def add(self, operation: Operation) -> None:
        """Raises Repeated if one of the same kind on the same target is live."""

    def settle(self, operation: Operation, *, fence: int | None) -> None:
        """Write its end. With a fence, raises Stale when somebody else holds the claim by now."""


class AttemptsRead(Protocol):
    def get(self, attempt_id: str) -> CloseAttempt:
        """Raises NotFound."""

    def newest(self, case_id: str, by: str) -> CloseAttempt | None: ...


class AttemptBook(AttemptsRead, Protocol):
    def add(self, attempt: CloseAttempt) -> None: ...

    def settle(self, attempt: CloseAttempt) -> None: ...


class CardsRead(Protocol):
    def of(self, case_id: str) -> tuple[CardCopy, ...]:
        """The home copy first."""

    def at(self, channel_id: str, ts: str) -> CardCopy | None:
        """The copy posted there, if it is one of ours."""


class CardBook(CardsRead, Protocol):
    def want(self, case_id: str, channel_id: str, locale: str) -> None:
        """A copy shall stand in that channel; asking twice is harmless. The first one asked for is home."""

    def lost(self, channel_id: str, ts: str) -> None:
        """Its message was deleted: post it again and put its thread right."""

    def redraw(self, case_id: str) -> None:
        """Draw every copy again although the case did not change."""


class Outbox(Protocol):
    """Notices on their way out, each once. Nothing is sent from here: rows are written."""

    def thread(self, case_id: str, notice: Notice) -> None:
        """Under the home card, when it stands."""

    def channel(self, channel_id: str, notice: Notice, locale: str) -> None: ...

    def direct(self, member_id: str, notice: Notice, *, after_card_of: str | None = None) -> None:
        """To one person, in their language. With a case, once its home card stands, so that it can be linked
        to, or after a minute without it."""

    def mail(self, member_id: str, notice: Notice, *, after_card_of: str | None = None) -> None:
        """The same, by mail to the address on record when it is sent. Raises NotFound where there is none."""

    def answer(self, attempt_id: str, notice: Notice) -> None:
        """To whoever sent a closing: in their modal, else the channel, else directly."""

    def letter(
        self,
        case_id: str,
        letter_id: str,
        to_name: str,
        to_address: str,
        locale: str,
        subject: str,
        body: str,
        *,
        in_reply_to: str | None = None,
        references: tuple[str, ...] = (),
    ) -> None:
        """By mail, outside. `in_reply_to` is the letter or mail that it follows, `references` those before."""


class HistoryRead(Protocol):
    def of(self, case_id: str) -> tuple[HistoryRow, ...]:
        """Oldest first."""


class Inbox(Protocol):
    def seen(self, key: str) -> Seen | None: ...

    def keep(self, key: str, case_id: str | None = None) -> None: ...


class ReadUnit(Protocol):
    """A consistent look at the database. `now`, `actor` and `workspace` are set by the door."""

    now: datetime
    actor: Actor
    workspace: Workspace

    @property
    def cases(self) -> CasesRead: ...
    @property
    def evidence(self) -> EvidenceRead: ...
    @property
    def operations(self) -> OperationsRead: ...
    @property
    def attempts(self) -> AttemptsRead: ...
    @property
    def cards(self) -> CardsRead: ...
    @property
    def members(self) -> MembersRead: ...
    @property
    def subscriptions(self) -> SubscriptionsRead: ...
    @property
    def drafts(self) -> DraftsRead: ...
    @property
    def mails(self) -> MailsRead: ...
    @property
    def history(self) -> HistoryRead: ...


class UnitOfWork(Protocol):
    """One transaction, seen from inside. It has no commit: returning is the commit.

    Leaving writes every changed case (or raises Stale), its recorded facts as history, and marks each
    posted copy of it as behind.
    """

    now: datetime
    actor: Actor
    workspace: Workspace
    ids: Ids

    @property
    def touched(self) -> tuple[Case, ...]:
        """Every case that was loaded or added here, so that the door sees what happened to them."""

    @property
    def cases(self) -> Cases: ...
    @property
    def evidence(self) -> EvidenceBook: ...
    @property
    def operations(self) -> OperationBook: ...
    @property
    def attempts(self) -> AttemptBook: ...
    @property
    def cards(self) -> CardBook: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def members(self) -> MemberBook: ...
    @property
    def subscriptions(self) -> SubscriptionBook: ...
    @property
    def news(self) -> NewsBook: ...
    @property
    def drafts(self) -> DraftBook: ...
    @property
    def mails(self) -> MailBook: ...
    @property
    def history(self) -> HistoryRead: ...
    @property
    def inbox(self) -> Inbox: ...


class Transactions(Protocol):
    """Where units come from. `actor` tells the unit who asks; the adapter sets `now` from its own clock."""

    async def run(self, work: Callable[[UnitOfWork], A], actor: Actor) -> A:
        """Run *work*, keep all it changed together, and return its answer.

        If *work* raises, nothing is kept and the error comes through. Raises Stale if somebody changed the
        same case meanwhile. *work* may be run again from the start after a clash, so it does nothing but
        read and write through its unit. A caller who gives up waiting undoes nothing.
        """

    async def read(self, work: Callable[[ReadUnit], A], actor: Actor) -> A:
        """Run *work* on a read-only connection. It never waits for the writer."""
