"""What has to reach Slack or a mailbox, as the delivery loop claims it: a lane at a time, fenced.

A lane is everything that goes to one channel (or one person, or one mail domain). Whoever holds a lane is alone
in it until the lease ends; the fence tells a late holder from the present one. The order of acts is:

    claim -> (probe, if maybe_sent) -> intend -> call -> settle

`intend` is durable before the call: a crash earlier is certainly not sent, later is maybe sent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class CardWork:
    """A posted copy that is behind. `ts` is None for a first post. `delivery_id` goes into its metadata."""

    delivery_id: str
    case_id: str
    channel_id: str
    locale: str
    ts: str | None
    shown_revision: int


@dataclass(frozen=True, kw_only=True)
class NoteWork:
    """A notice for a channel, the thread of a card (`thread_ts`) or one person (`member_id`)."""

    delivery_id: str
    notice: Notice
    locale: str
    channel_id: str | None = None
    thread_ts: str | None = None
    member_id: str | None = None
    case_id: str | None = None
    """Of a direct message too, where it waited for the card of that case."""
    progress: str | None = None
    """What an earlier try left behind: the file id of an upload that was not yet shared."""


@dataclass(frozen=True, kw_only=True)
class AnswerWork:
    """The answer to a closing: to the modal that waits, else the channel, else the person."""

    delivery_id: str
    attempt_id: str
    notice: Notice
    member_id: str
    locale: str


@dataclass(frozen=True, kw_only=True)
class LetterWork:
    """A mail. `delivery_id` is the letter id."""

    delivery_id: str
    case_id: str
    case_number: str
    to_name: str
    to_address: str
    locale: str
    subject: str
    body: str
    in_reply_to: str | None = None
    """The id of an earlier letter of ours, or the Message-ID of a mail that came in."""
    references: tuple[str, ...] = ()
    """The same for what came before that, oldest first."""


@dataclass(frozen=True, kw_only=True)
class MailWork:
    """A notice to a member by mail. The address is the one on record when it is sent, so it stands in no row."""

    delivery_id: str
    notice: Notice
    member_id: str
    locale: str


Work: TypeAlias = CardWork | NoteWork | AnswerWork | LetterWork | MailWork


@dataclass(frozen=True, kw_only=True)
class DeliveryClaim:
    """A held lane with the one thing to send in it.

    `maybe_sent`: an earlier attempt may have landed; not claimable again before it must have settled.
    A probe looks between `first_sent_at` and `last_sent_at`; `negative_probes` counts reads that did not find it.
    """

    lane: str
    fence: int
    lease_until: datetime
    work: Work
    attempts: int = 0
    maybe_sent: bool = False
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    negative_probes: int = 0


class Deliveries(Protocol):
    """The claims of the delivery loop. Every method is one transaction."""

    async def claim(self, owner: str, *, limit: int) -> tuple[DeliveryClaim, ...]:
        """Up to *limit* free lanes with something due, most urgent first."""

    async def intend(self, claim: DeliveryClaim) -> bool:
        """Durably about to call. False: the lane is no longer ours, or the lease would not outlive the call."""

    async def settle_card(self, claim: DeliveryClaim, *, ts: str, revision: int) -> None:
        """The copy stands at *ts* and shows *revision*. A stale fence changes nothing. Here and below: what was
        posted again without an answer is noted for a second look (core/ports/second_looks.py)."""

    async def settle_sent(self, claim: DeliveryClaim, *, ts: str | None) -> None:
        """The note, answer or letter is out."""

    async def retry(self, claim: DeliveryClaim, *, in_s: float, maybe_sent: bool, reason: str) -> None:
        """Not finished. With *maybe_sent* the next claim probes first, and not before it must have settled."""

    async def probed(self, claim: DeliveryClaim, *, in_s: float) -> None:
        """A probe did not find it; look once more after *in_s*."""

    async def remember(self, claim: DeliveryClaim, progress: str) -> bool:
        """Keep what a many-step sending has reached. False when the fence is stale."""

    async def lost(self, claim: DeliveryClaim) -> None:
        """The card's message is gone: post it afresh."""

    async def park(self, claim: DeliveryClaim, *, reason: str) -> None:
        """The destination is shut: the whole lane waits for `reopen`."""

    async def dead(self, claim: DeliveryClaim, *, reason: str) -> None:
        """It can never be sent; keep it for the operator and go on with the lane."""

    async def hold_method(self, method: str, *, seconds: float) -> None:
        """The outside said that a whole method must wait (429 across channels)."""

    async def reopen(self, channel_id: str) -> int:
        """The destination came back: how many lanes go on."""

    async def parked(self) -> tuple[tuple[str, str], ...]:
        """(lane, reason) of every parked lane, for readiness and the admin."""

    async def waiting(self) -> int:
        """How many things are not yet out."""
