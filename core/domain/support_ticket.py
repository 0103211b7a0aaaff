"""A customer's ticket: somebody wrote, somebody answers by mail, and it ends with an outcome (S1-S20)."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from core.domain.case import Case
from core.domain.case_events import Held, ResumedFromHold, TicketReopened
from core.domain.case_parts import Hold, Kind, Link
from core.domain.support_ticket_events import (
    CategorySet,
    CustomerAnswered,
    CustomerCameBack,
    CustomerShown,
    CustomerWrote,
    SupportClosed,
    SupportMerged,
)
from core.domain.support_ticket_table import TRANSITIONS, Action, Outcome, State

KEPT = 20
"""Messages that a ticket carries; all of them stand in its history."""


@dataclass(frozen=True, kw_only=True)
class Requester:
    """Who opened it (S9, S10). Address and telephone never stand in a channel."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """One piece of the conversation with the customer. `by` is None for the customer, else the member's id."""

    text: str
    at: datetime
    by: str | None = None


@dataclass(kw_only=True)
class SupportTicket(Case):
    """`code` is the category (S8), `channel` the sales channel (S6), `description` the customer's first words.

    Two clocks: `respond_by` until the first letter of ours, `due_at` until it is closed. Both stand still on hold.
    """

    KIND: ClassVar[Kind] = Kind.SUPPORT_TICKET
    TRANSITIONS: ClassVar[dict[tuple[str, str], str]] = TRANSITIONS
    ENDED: ClassVar[frozenset[str]] = frozenset({State.CLOSED})
    WHILE_ARCHIVED: ClassVar[frozenset[str]] = Case.WHILE_ARCHIVED | {
        *(Action.MESSAGE, Action.CAME_BACK, Action.SHOW_CUSTOMER, Action.REOPEN),
    }

    ticket_id: str
    """The platform's id of the ticket; Andon's own where it was opened from another case."""
    requester: Requester
    order_number: str = ""
    carrier: str = ""
    """Of a claim, where it is known."""
    claim_by: datetime | None = None
    """Until when that carrier takes it (D29). It runs on while the ticket waits."""
    messages: tuple[Message, ...] = ()
    """The newest KEPT, oldest first; the first words are the description."""
    respond_by: datetime | None = None
    first_reply_at: datetime | None = None
    answered: bool = False
    """The last word is ours: the customer's turn."""
    last_letter_id: str | None = None
    """What the next letter follows, so that a mail program shows one conversation: a letter of ours, or the
    Message-ID of the customer's last mail."""
    mail_thread: tuple[str, ...] = ()
    """The letters and mails before that, oldest first."""
    close_note: str = ""
    close_reference: str = ""

    # -- what the customer says -------------------------------------------------------------------------

    def customer_wrote(self, text: str, *, event_at: datetime, at: datetime) -> None:
        """Their word in its order: it wakes a hold and opens what was closed."""
        if Action.CAME_BACK in self.allowed():
            was = self.state
            event = CustomerCameBack(text=text, written_at=event_at, was=was)
            self._follow(Action.CAME_BACK, event, at)
            self.hold = None
            if was == State.CLOSED:
                self._opened_again(at)
        else:
            event_now = CustomerWrote(text=text, written_at=event_at, late=False)
            self._follow(Action.MESSAGE, event_now, at, acted=False)
        self._say(Message(text=text, at=event_at))
        self.answered = False
        self.occurrences += 1
        self.last_seen_at = max(self.last_seen_at, event_at)

    def keep_late_message(self, text: str, *, event_at: datetime, at: datetime) -> None:
        """It was written before the newest word that was heard: kept and shown, and moves nothing (G6)."""
        event = CustomerWrote(text=text, written_at=event_at, late=True)
        self._follow(Action.MESSAGE, event, at, acted=False)
        self._say(Message(text=text, at=event_at))

    def follow_mail(self, message_id: str) -> None:
        """The next letter answers that one."""
        before = (*self.mail_thread, self.last_letter_id) if self.last_letter_id else self.mail_thread
        self.mail_thread, self.last_letter_id = before[-KEPT:], message_id

    def closed_there(self, *, event_at: datetime, at: datetime) -> None:
        event = SupportClosed(outcome=Outcome.CLOSED_THERE, text="", reference="", by="andon")
        self._follow(Action.CLOSED_THERE, event, at)
        self._ended(Outcome.CLOSED_THERE, None, at)
        self.last_seen_at = max(self.last_seen_at, event_at)

    # -- what people do ---------------------------------------------------------------------------------

    def assign(self, to: str | None, *, by: str, at: datetime) -> None:
        """Given to oneself it is taken (DOMAIN 2.4)."""
        if to == by:
            self.take(by=by, at=at)
        else:
            super().assign(to, by=by, at=at)

    def reply(self, text: str, letter_id: str, *, by: str, at: datetime) -> None:
        event = CustomerAnswered(text=text, letter_id=letter_id, by=by)
        self._follow(Action.REPLY, event, at)
        self._say(Message(text=text, at=at, by=by))
        self.first_reply_at = self.first_reply_at or at
        self.acked_at, self.owner = self.acked_at or at, self.owner or by
        self.answered, self.letter_problem = True, None
        self.follow_mail(letter_id)

    def set_category(self, category: str, *, by: str, at: datetime) -> None:
        before = self._reversible()
        event = CategorySet(was=self.code, category=category, by=by)
        self._follow(Action.SET_CATEGORY, event, at)
        self.code = category
        self._can_undo(Action.SET_CATEGORY, before, by, at)

    def put_on_hold(self, hold: Hold, *, by: str, at: datetime) -> None:
        before = self._reversible()
        self._follow(Action.HOLD, Held(kind=hold.kind, reason=hold.reason, until=hold.until, by=by), at)
        self.hold = hold
        self._can_undo(Action.HOLD, before, by, at)

    def resume_work(self, why: str, *, by: str, at: datetime) -> None:
        self._follow(Action.RESUME_WORK, ResumedFromHold(why=why, by=by), at)
        self.hold = None

    def close(self, outcome: Outcome, note: str, reference: str, *, by: str, at: datetime) -> None:
        event = SupportClosed(outcome=outcome, text=note, reference=reference, by=by)
        self._follow(Action.CLOSE, event, at)
        self._ended(outcome, by, at)
        self.close_note, self.close_reference = note, reference

    def merge(self, into: int, *, by: str, at: datetime) -> None:
        """It is the same matter as *into*, where the conversation goes on."""
        self._follow(Action.MERGE, SupportMerged(into=into, by=by), at)
        self._ended(Outcome.DUPLICATE, by, at)
        self.links = (*self.links, Link(relation="duplicate_of", number=into))

    def reopen(self, why: str, *, by: str, at: datetime) -> None:
        self._follow(Action.REOPEN, TicketReopened(why=why, by=by), at)
        self._opened_again(at)

    def show_customer(self, *, by: str, at: datetime) -> None:
        """Nothing is done, so no new version; the history knows who looked."""
        self._follow(Action.SHOW_CUSTOMER, CustomerShown(by=by), at, acted=False)

    @property
    def merged_into(self) -> int | None:
        """Where a customer who still writes here is heard."""
        if self.close_outcome != Outcome.DUPLICATE:
            return None
        return next((link.number for link in reversed(self.links) if link.relation == "duplicate_of"), None)

    def has_heard(self, text: str) -> bool:
        """The customer said exactly that before: a platform tells some things twice."""
        return text == self.description or any(m.text == text and m.by is None for m in self.messages)

    def _say(self, message: Message) -> None:
        self.messages = (*self.messages, message)[-KEPT:]

    def _ended(self, outcome: Outcome, by: str | None, at: datetime) -> None:
        self.closed_at, self.closed_by, self.close_outcome = at, by, outcome
        self.hold = None

    def _opened_again(self, at: datetime) -> None:
        self.closed_at = self.closed_by = self.close_outcome = None
        self.archived_at = self.archived_reason = None
        self.close_note = self.close_reference = ""
        self.clocks_begin(at)
        self.reopen_count += 1
