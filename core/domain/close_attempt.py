"""Somebody's wish to close a ticket, on record until it is granted or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class AttemptState(StrEnum):
    WAITING = "waiting"
    CLOSED = "closed"
    REFUSED = "refused"


class Claim(StrEnum):
    """What the person says the closing is. The policy decides whether it is so."""

    WORKS_AGAIN = "works_again"
    """R1, or R2 where a written confirmation is attached."""
    REMOVED = "removed"
    DUPLICATE = "duplicate"
    FALSE_ALARM = "false_alarm"


@dataclass(frozen=True, kw_only=True)
class UploadedFile:
    """A file as Slack describes it: claims of the uploader, checked later."""

    id: str
    name: str = ""
    mimetype: str = ""
    size_bytes: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ClosingForm:
    """What the person filled in. `pictures_held` are pictures of this case that were kept before."""

    claim: Claim = Claim.WORKS_AGAIN
    note: str = ""
    files: tuple[UploadedFile, ...] = ()
    duplicate_of: int | None = None
    confirmation_text: str = ""
    confirmation_author: str = ""
    confirmation_said: str = ""
    confirmation_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerPlace:
    """Where the person waits for the answer: the modal they sent, else the channel, else their DM."""

    view_id: str | None = None
    channel_id: str | None = None
    thread_ts: str | None = None


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One line of the closing checklist.

    `condition`: contained, notified, decided, active_again, verified_run, no_run_in_flight, screenshot,
    confirmation, removal, lead, duplicate, unchanged or second_person. `reason` is a code of
    core/policies/closing.py where it is not ok; `facts` fill its words; `action` is the act that supplies it,
    if there is one.
    `ok` None: not looked at yet.
    """

    condition: str
    ok: bool | None
    reason: str | None = None
    facts: Mapping[str, str | int | None] = field(default_factory=dict)
    action: str | None = None


@dataclass(frozen=True, kw_only=True)
class CloseAttempt:
    id: str
    team_id: str
    case_id: str
    seen_version: int
    seen_failure_at: datetime | None = None
    """The ticket's last failure when the closing was asked for: one that arrives meanwhile refuses it (E20)."""
    by: str
    by_name: str
    by_role: int
    by_accounts: frozenset[str] | None = None
    """What they might see when they asked; None is all."""
    path: str
    asked_at: datetime
    form: ClosingForm
    answer: AnswerPlace = field(default_factory=AnswerPlace)
    state: AttemptState = AttemptState.WAITING
    ticks: tuple[Tick, ...] = ()
    """What was found when it was settled."""
    outcome: str | None = None
    settled_at: datetime | None = None


def moment_of(fact: str | int | None) -> datetime | None:
    """A moment among a tick's facts, aware; None for what is none."""
    try:
        moment = datetime.fromisoformat(str(fact))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
