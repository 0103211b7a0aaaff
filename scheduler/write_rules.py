"""How each platform write is read back: what is looked at, when it is done, and when it may be sent again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.domain.operation import Operation
from core.domain.platform_facts import Order
from core.ports.platform import Platform
from core.services.operations import WriteResult

Facts = Mapping[str, str | int | bool | None]

GIVE_UP_S = 15 * 60.0
"""With nothing to be read for that long a person has to look."""


class Effect(StrEnum):
    """What a look after sending says."""

    ENDED = "ended"
    """Done, or refused: see `end`."""
    WORKING = "working"
    """It has landed and is under way."""
    UNMOVED = "unmoved"
    """Everything is as it was before: it has not landed, or not yet."""
    OTHERWISE = "otherwise"
    """Neither as before nor as wanted: somebody else changed it."""
    FAILED_THERE = "failed_there"
    """It landed, and the thing itself failed again; the platform's report may say why."""


@dataclass(frozen=True, kw_only=True)
class End:
    result: WriteResult
    reason: str | None = None


DONE = End(result=WriteResult.DONE)
NO_ANSWER = End(result=WriteResult.UNKNOWN, reason="no_answer")


def failed(reason: str) -> End:
    return End(result=WriteResult.FAILED, reason=reason)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One look. `facts` are kept as the baseline, `shown` as evidence."""

    read_at: datetime
    facts: Facts
    shown: Mapping[str, object] = field(default_factory=dict)
    order: Order | None = None

    @property
    def snapshot(self) -> str:
        return json.dumps(self.shown, default=_plain, sort_keys=True)


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a look after sending means. `late` is how it ends when nothing has come of it after `give_up_s`;
    None: however long it takes, it is under way."""

    effect: Effect
    end: End | None = None
    give_up_s: float | None = GIVE_UP_S
    late: End = NO_ANSWER


UNMOVED, OTHERWISE, WORKING, FAILED_THERE = (
    Look(effect=e) for e in (Effect.UNMOVED, Effect.OTHERWISE, Effect.WORKING, Effect.FAILED_THERE)
)
DRAINING = Look(effect=Effect.WORKING, give_up_s=None)
DRAINING_STILL = Look(effect=Effect.UNMOVED, give_up_s=None)


UNAUTHORISED = End(result=WriteResult.FAILED, reason="authorisation_expired")
"""With an expired authorisation nothing works again, so it is not even tried (job_ticket: reactivate)."""


def ended(end: End) -> Look:
    return Look(effect=Effect.ENDED, end=end)


class WriteRule(Protocol):
    """`repeatable`: with the same state as before and no word from the platform, sending again is safe.
    `on_success`: what the platform's own "succeeded" is worth while the state does not show it.
    """

    repeatable: bool
    on_success: End | None

    async def look(self, platform: Platform, operation: Operation, now: datetime) -> Seen:
        """Raises what the platform raises."""

    def before(self, operation: Operation, seen: Seen) -> End | None:
        """Why nothing need or may be sent, or None."""

    def after(self, operation: Operation, seen: Seen) -> Look: ...


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
