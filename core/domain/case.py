"""What every kind of case has in common: its fields, the acts any kind allows, and how an arrow is followed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import ClassVar

from core.domain.case_events import (
    Acknowledged,
    Archived,
    Assigned,
    Commented,
    EvidenceAdded,
    HelpAsked,
    Linked,
    PictureDeleted,
    PrioritySet,
    RunbookRated,
    SentToSupport,
    Snoozed,
    SupportAsked,
    Taken,
    Unarchived,
    Undone,
    Woke,
)
from core.domain.case_parts import Hold, Kind, LetterProblem, Link, Severity, Source, Subject
from core.domain.event import Event, Recorded
from core.domain.mail_events import LetterCameBack
from core.domain.undo import REVERSIBLE, UNDO_WINDOW, Reversible, UndoPoint
from core.errors import GuardRefused, TransitionRefused

ASK_HELP = "ask_help"
"""Asking those who may. It moves nothing and works in every state, so it stands in no table."""

DELETE_PICTURE, RATE_RUNBOOK = "delete_picture", "rate_runbook"
LETTER_FAILED, KEEP_MAIL = "letter_failed", "keep_mail"


class Common(StrEnum):
    """Acts that every kind knows. A kind's table says in which states."""

    TAKE = "take"
    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    COMMENT = "comment"
    ADD_EVIDENCE = "add_evidence"
    SNOOZE = "snooze"
    WAKE = "wake"
    SET_PRIORITY = "set_priority"
    LINK = "link"
    ESCALATE = "escalate"
    SEND_TO_SUPPORT = "send_to_support"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    REPEAT = "repeat"
    UNDO = "undo"


@dataclass(kw_only=True)
class Case:
    """One case. `state` has one writer: `_follow`.

    `version` is what a person acted on: it grows with every act and every change of state. `revision`
    grows with every stored change, repeats included; cards are behind while they show a smaller one. A job
    that fails again must not make the pause button stale, so the two are apart.
    """

    KIND: ClassVar[Kind]
    TRANSITIONS: ClassVar[Mapping[tuple[str, str], str]]
    ENDED: ClassVar[frozenset[str]]
    LETTER_AGAIN: ClassVar[frozenset[tuple[str, str]]] = frozenset()
    """Arrows that stand open only while a letter of ours did not arrive."""
    WHILE_ARCHIVED: ClassVar[frozenset[str]] = frozenset({Common.UNARCHIVE, Common.COMMENT, Common.LINK})
    """What an archived case still takes."""

    id: str
    team_id: str
    number: int
    code: str
    title: str
    state: str
    severity: Severity
    subject: Subject
    source: Source
    dedup_key: str
    created_at: datetime
    updated_at: datetime
    first_seen_at: datetime
    last_seen_at: datetime
    description: str = ""
    account: str | None = None
    channel: str | None = None
    runbook_url: str | None = None
    occurrences: int = 1
    owner: str | None = None
    watchers: tuple[str, ...] = ()
    acked_at: datetime | None = None
    due_at: datetime | None = None
    snoozed_until: datetime | None = None
    snoozed_since: datetime | None = None
    waited: timedelta = timedelta()
    """Working time on hold and snoozed since its clocks began: they stood still for so long."""
    hold: Hold | None = None
    links: tuple[Link, ...] = ()
    closed_at: datetime | None = None
    closed_by: str | None = None
    close_outcome: str | None = None
    archived_at: datetime | None = None
    archived_reason: str | None = None
    locale: str = "en"
    reopen_count: int = 0
    reopened_at: datetime | None = None
    """When it came back the last time: targets are measured from here, older proof no longer counts."""
    letter_problem: LetterProblem | None = None
    undo_point: UndoPoint | None = None
    reminders: tuple[str, ...] = ()
    """Which reminders went out since the clock they belong to began; each goes once."""
    version: int = 1
    revision: int = 1
    recorded: list[Recorded] = field(default_factory=list, compare=False)
    """Facts not yet written to the history; the unit of work empties it."""

    @property
    def ended(self) -> bool:
        return self.state in self.ENDED

    @property
    def tab(self) -> str:
        """Under which tab of its kind a list shows it: the state, where a kind does not tell more apart."""
        return self.state

    @property
    def archived(self) -> bool:
        return self.archived_at is not None

    def allowed(self) -> frozenset[str]:
        """Every action the table has from here; an archived case only comes back or is talked about."""
        actions = self._arrows_from(self.state, self.letter_problem is not None)
        if self.archived:
            return actions & self.WHILE_ARCHIVED
        return actions - {Common.UNARCHIVE}

    @classmethod
    @cache
    def _arrows_from(cls, state: str, letter_came_back: bool) -> frozenset[str]:
        closed = frozenset() if letter_came_back else cls.LETTER_AGAIN
        return frozenset(a for s, a in cls.TRANSITIONS if s == state and (s, a) not in closed)

    def take(self, *, by: str, at: datetime) -> None:
        before = self._reversible()
        self._follow(Common.TAKE, Taken(by=by), at)
        self.owner, self.acked_at = by, self.acked_at or at
        self._can_undo(Common.TAKE, before, by, at)

    def acknowledge(self, *, by: str, at: datetime) -> None:
        before = self._reversible()
        self._follow(Common.ACKNOWLEDGE, Acknowledged(by=by), at)
        self.acked_at = self.acked_at or at
        self._can_undo(Common.ACKNOWLEDGE, before, by, at)

    def assign(self, to: str | None, *, by: str, at: datetime) -> None:
        before = self._reversible()
        self._follow(Common.ASSIGN, Assigned(to=to, by=by), at)
        self.owner = to
        self._can_undo(Common.ASSIGN, before, by, at)

    def comment(self, text: str, *, by: str, at: datetime) -> None:
        """Something said, nothing done: what others have on their screens stays true, so no new version."""
        self._follow(Common.COMMENT, Commented(text=text, by=by), at, acted=False)

    def snooze(self, until: datetime, *, by: str, at: datetime) -> None:
        before = self._reversible()
        self._follow(Common.SNOOZE, Snoozed(until=until, by=by), at)
        self.snoozed_until, self.snoozed_since = until, self.snoozed_since or at
        self._can_undo(Common.SNOOZE, before, by, at)

    def wake(self, *, at: datetime) -> None:
        self._follow(Common.WAKE, Woke(), at)
        self.snoozed_until = self.snoozed_since = None

    def set_priority(self, severity: Severity, *, by: str, at: datetime) -> None:
        before = self._reversible()
        self._follow(Common.SET_PRIORITY, PrioritySet(severity=severity, by=by), at)
        self.severity = severity
        self._can_undo(Common.SET_PRIORITY, before, by, at)

    def link(self, link: Link, *, by: str, at: datetime) -> None:
        self._follow(Common.LINK, Linked(relation=link.relation, number=link.number, by=by), at)
        self.links = (*self.links, link)

    def escalate(self, question: str, *, by: str, at: datetime) -> None:
        self._follow(Common.ESCALATE, SupportAsked(question=question, by=by), at)

    def send_to_support(self, number: int, category: str, *, by: str, at: datetime) -> None:
        """Support ticket *number* was opened for it (C10, D12)."""
        self._follow(Common.SEND_TO_SUPPORT, SentToSupport(number=number, category=category, by=by), at)
        self.links = (*self.links, Link(relation="support", number=number))

    def ask_help(self, act: str, asked: tuple[str, ...], *, by: str, at: datetime) -> None:
        """Those who may were asked to do it; nothing is done, so no new version."""
        self._record(HelpAsked(act=act, asked=asked, by=by), ASK_HELP, self.state, at, acted=False)

    def delete_picture(self, evidence_id: str, reason: str, *, by: str, at: datetime) -> None:
        """Its bytes go, its digest and this line stay (E26); possible in every state, so in no table."""
        event = PictureDeleted(evidence_id=evidence_id, reason=reason, by=by)
        self._record(event, DELETE_PICTURE, self.state, at, acted=False)

    def rate_runbook(self, helpful: bool, url: str, *, by: str, at: datetime) -> None:
        """Said of the document, not of the case: possible in every state, and no new version (C18)."""
        event = RunbookRated(helpful=helpful, url=url, by=by)
        self._record(event, RATE_RUNBOOK, self.state, at, acted=False)

    def letter_failed(self, problem: LetterProblem, to: str, *, newest: bool, at: datetime) -> None:
        """A letter of ours did not arrive. It can happen in every state, so it stands in no table. One that was
        not the *newest* is said and leaves no problem behind: another has gone out since."""
        event = LetterCameBack(
            letter_id=problem.letter_id, kind=problem.kind, to=to, status=problem.status, text=problem.words
        )
        self._record(event, LETTER_FAILED, self.state, at, acted=False)
        self.letter_problem = problem if newest else self.letter_problem

    def mail_kept(self, event: Event, *, at: datetime) -> None:
        """A mail came that moves nothing, in whatever state."""
        self._record(event, KEEP_MAIL, self.state, at, acted=False)

    def archive(self, reason: str, *, by: str, at: datetime) -> None:
        before = self._reversible()
        self._refuse_unless(Common.ARCHIVE)
        self.archived_at, self.archived_reason = at, reason
        self._record(Archived(reason=reason, by=by), Common.ARCHIVE, self.state, at)
        self._can_undo(Common.ARCHIVE, before, by, at)

    def unarchive(self, *, by: str, at: datetime) -> None:
        self._refuse_unless(Common.UNARCHIVE)
        self.archived_at = self.archived_reason = None
        self._record(Unarchived(by=by), Common.UNARCHIVE, self.state, at)

    def undo(self, *, by: str, at: datetime) -> None:
        """Put back every field the last act changed, exactly. Raises GuardRefused: nothing to undo, too late."""
        point = self.undo_point
        if point is None or point.version != self.version or point.by != by:
            raise GuardRefused("error.nothing_to_undo", number=self.number)
        if at - point.at > UNDO_WINDOW:
            raise GuardRefused("error.too_late_to_undo", number=self.number, seconds=UNDO_WINDOW.seconds)
        state = self.state
        for name in REVERSIBLE:
            setattr(self, name, getattr(point.before, name))
        self.undo_point = None
        self._record(Undone(what=point.what, by=by), Common.UNDO, state, at)

    def evidence_added(self, evidence_id: str, what: str, *, by: str, at: datetime) -> None:
        event = EvidenceAdded(evidence_id=evidence_id, what=what, by=by)
        self._follow(Common.ADD_EVIDENCE, event, at, acted=False)

    def clocks_begin(self, at: datetime) -> None:
        """It came back: every target counts from now."""
        self.reopened_at, self.reminders, self.waited = at, (), timedelta()

    def reminded(self, what: str) -> None:
        """Remember that reminder *what* went out. It is no fact of the case, so no history and no new card."""
        self.reminders = (*self.reminders, what)
        self.revision += 1

    def _reversible(self) -> "Reversible":
        return Reversible(**{name: getattr(self, name) for name in REVERSIBLE})

    def _can_undo(self, what: str, before: "Reversible", by: str, at: datetime) -> None:
        self.undo_point = UndoPoint(what=str(what), by=by, at=at, version=self.version, before=before)

    def _refuse_unless(self, action: str) -> None:
        if action not in self.allowed():
            raise TransitionRefused(
                f"{self.KIND} {self.state} has no arrow {action}",
                number=self.number,
                kind=str(self.KIND),
                state=self.state,
                action=str(action),
            )

    def _follow(self, action: str, event: Event, at: datetime, *, acted: bool = True) -> None:
        """Move along one arrow of the table, or raise TransitionRefused. The only writer of `state`
        beside `undo`, which puts an earlier one back."""
        self._refuse_unless(action)
        state, self.state = self.state, self.TRANSITIONS[self.state, action]
        self._record(event, action, state, at, acted=acted)

    def _record(
        self, event: Event, action: str, from_state: str, at: datetime, *, acted: bool = True
    ) -> None:
        self.recorded.append(
            Recorded(event=event, action=str(action), from_state=from_state, to_state=self.state)
        )
        self.updated_at = at
        self.revision += 1
        if acted or from_state != self.state:
            self.version += 1
