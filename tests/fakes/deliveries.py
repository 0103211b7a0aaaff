"""The delivery claims in memory, held to the contract suite of the real ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from core.ports.deliveries import (
    AnswerWork,
    CardWork,
    DeliveryClaim,
    LetterWork,
    MailWork,
    NoteWork,
    Work,
)
from core.ports.second_looks import SecondLook
from storage.deliveries import RATE_LIMITED
from storage.delivery_queue import ALL, MAIL, POST, UPDATE, VIEW, WITHOUT_CARD
from storage.lanes import channel_lane, mail_lane, person_lane
from storage.repeats import AFTER
from storage.timing import Timing
from tests.fakes.outward import none_stands, posted_afresh
from tests.fakes.tables import Lane, StoredCard, Tables, Tries, Waiting
from tests.fakes.transactions import FakeTransactions

Item: TypeAlias = StoredCard | Waiting


class FakeDeliveries:
    def __init__(self, transactions: FakeTransactions, timing: Timing | None = None) -> None:
        self._transactions = transactions
        self._timing = timing or Timing()
        self._held: dict[str, datetime] = {}

    @property
    def _tables(self) -> Tables:
        return self._transactions.tables

    @property
    def _now(self) -> datetime:
        return self._transactions.clock.now()

    async def claim(self, owner: str, *, limit: int) -> tuple[DeliveryClaim, ...]:
        first: dict[str, Item] = {}
        for item in sorted(self._sendable(), key=lambda item: (not item.tries.maybe_sent, *_order(item))):
            first.setdefault(_lane_of(item), item)
        free = [(key, item) for key, item in first.items() if self._is_free(key)]
        urgent: dict[str, tuple[int, datetime]] = {}
        for item in self._sendable():
            key = _lane_of(item)
            urgent[key] = min(urgent.get(key, _order(item)[:2]), _order(item)[:2])
        free.sort(key=lambda pair: (urgent[pair[0]], pair[0]))
        return tuple(self._take(key, item) for key, item in free[:limit])

    async def intend(self, claim: DeliveryClaim) -> bool:
        lane, item = self._lane(claim.lane), self._item(claim)
        if lane.fence != claim.fence:
            return False
        if item is None or lane.lease_until < self._now + self._timing.call:
            self._release(claim, {})
            return False
        next_at = self._now + self._timing.settled
        self._tables.lanes[claim.lane] = replace(lane, next_at=next_at, sent_at=self._now)
        tried = replace(
            item.tries,
            maybe_sent=True,
            attempts=item.tries.attempts + 1,
            first_sent_at=item.tries.first_sent_at or self._now,
            last_sent_at=self._now,
            negative_probes=0,
            repeated_since=item.tries.repeated_since
            or (item.tries.first_sent_at if item.tries.maybe_sent else None),
        )
        self._put(replace(item, tries=tried))
        return True

    async def settle_card(self, claim: DeliveryClaim, *, ts: str, revision: int) -> None:
        def shown(card: Any) -> Any:
            if card.copy.ts is None:
                self._note_repeat(claim, card.tries, ts)
            copy = replace(card.copy, ts=ts, shown_revision=revision)
            return replace(card, copy=copy, redraw=0 if card.redraw == 2 else card.redraw, tries=Tries())

        self._end(claim, shown)

    async def settle_sent(self, claim: DeliveryClaim, *, ts: str | None) -> None:
        def sent(item: Any) -> Any:
            self._note_repeat(claim, item.tries, ts)
            return replace(item, state="sent")

        self._end(claim, sent)

    async def retry(self, claim: DeliveryClaim, *, in_s: float, maybe_sent: bool, reason: str) -> None:
        def again(item: Any) -> Any:
            doubtful = replace(item.tries, maybe_sent=True, error=reason)
            return replace(item, tries=doubtful if maybe_sent else item.tries.refused(reason))

        self._end(claim, again, in_s=in_s, settling=maybe_sent, slow=reason in RATE_LIMITED)

    async def probed(self, claim: DeliveryClaim, *, in_s: float) -> None:
        def count(item: Any) -> Any:
            tries = replace(item.tries, negative_probes=item.tries.negative_probes + 1)
            return replace(item, tries=tries)

        self._end(claim, count, in_s=in_s)

    async def remember(self, claim: DeliveryClaim, progress: str) -> bool:
        item = self._item(claim)
        if self._lane(claim.lane).fence != claim.fence or not isinstance(item, Waiting):
            return False
        self._put(replace(item, progress=progress))
        return True

    async def lost(self, claim: DeliveryClaim) -> None:
        def afresh(card: Any) -> Any:
            none_stands(self._tables, card.copy)
            return posted_afresh(card, self._transactions.ids.new())

        self._end(claim, afresh)

    async def park(self, claim: DeliveryClaim, *, reason: str) -> None:
        self._end(claim, lambda item: replace(item, tries=item.tries.refused(reason)), parked=reason)

    async def dead(self, claim: DeliveryClaim, *, reason: str) -> None:
        def given_up(item: Any) -> Any:
            tries = item.tries.refused(reason)
            if isinstance(item, Waiting):
                return replace(item, state="dead", tries=tries)
            return replace(item, gave_up_revision=item.wanted_revision, redraw=0, tries=tries)

        self._end(claim, given_up)

    async def hold_method(self, method: str, *, seconds: float) -> None:
        until = self._now + timedelta(seconds=seconds)
        self._held[method] = max(self._held.get(method, until), until)

    async def reopen(self, channel_id: str) -> int:
        keys = {channel_lane(channel_id), person_lane(channel_id), mail_lane(channel_id)}
        shut = [key for key, lane in self._tables.lanes.items() if key in keys and lane.parked]
        for key in shut:
            self._tables.lanes[key] = replace(self._lane(key), parked=None, next_at=self._now)
        return len(shut)

    async def parked(self) -> tuple[tuple[str, str], ...]:
        lanes = sorted(self._tables.lanes.items())
        return tuple((key, lane.parked) for key, lane in lanes if lane.parked is not None)

    async def waiting(self) -> int:
        cards = sum(card.behind for card in self._tables.cards.values())
        return cards + sum(each.state == "waiting" for each in self._tables.waiting.values())

    def _sendable(self) -> list[Item]:
        held = {method for method, until in self._held.items() if until > self._now}
        held |= {POST, UPDATE, VIEW} if ALL in held else set()
        cards: list[Item] = [card for card in self._tables.cards.values() if card.behind]
        notes = (each for each in self._tables.waiting.values() if each.state == "waiting")
        ready = [each for each in notes if self._may_go(each)]
        return [item for item in (*cards, *ready) if item.tries.maybe_sent or _method(item) not in held]

    def _may_go(self, each: Waiting) -> bool:
        free = each.kind in ("channel", "answer", "letter") or each.case_id is None
        long_enough = each.kind != "thread" and each.at <= self._now - WITHOUT_CARD
        return free or long_enough or self._home_ts(each.case_id) is not None

    def _home_ts(self, case_id: str | None) -> str | None:
        copies = (card.copy for card in self._tables.cards.values())
        return next((copy.ts for copy in copies if copy.case_id == case_id and copy.home), None)

    def _is_free(self, key: str) -> bool:
        lane = self._lane(key)
        return lane.parked is None and max(lane.lease_until, lane.next_at) <= self._now

    def _take(self, key: str, item: Item) -> DeliveryClaim:
        until = self._now + self._timing.lease
        lane = replace(self._lane(key), fence=self._lane(key).fence + 1, lease_until=until)
        self._tables.lanes[key] = lane
        if isinstance(item, StoredCard) and item.redraw == 1:
            self._put(replace(item, redraw=2))
        names = ("attempts", "maybe_sent", "first_sent_at", "last_sent_at", "negative_probes")
        tries = {name: getattr(item.tries, name) for name in names}
        return DeliveryClaim(lane=key, fence=lane.fence, lease_until=until, work=self._work(item), **tries)

    def _work(self, item: Item) -> Work:
        if isinstance(item, StoredCard):
            copy = item.copy
            place = {"case_id": copy.case_id, "channel_id": copy.channel_id, "locale": copy.locale}
            return CardWork(
                delivery_id=item.delivery_id, ts=copy.ts, shown_revision=copy.shown_revision, **place
            )
        name = {"delivery_id": item.id, "locale": item.locale}
        if item.kind == "letter":
            content: dict[str, Any] = dict(item.letter)
            content["references"] = tuple(content.pop("references", "").split())
            return LetterWork(**{"case_id": item.case_id or "", **name, **content})
        assert item.notice is not None
        if item.kind == "mail":
            return MailWork(notice=item.notice, member_id=item.member_id or "", **name)
        if item.kind == "answer":
            asked = {"attempt_id": item.attempt_id or "", "member_id": item.member_id or ""}
            return AnswerWork(notice=item.notice, **name, **asked)
        return NoteWork(
            **name,
            notice=item.notice,
            channel_id=item.channel_id,
            thread_ts=self._home_ts(item.case_id) if item.kind == "thread" else None,
            member_id=item.member_id,
            case_id=item.case_id,
            progress=item.progress,
        )

    def _end(
        self,
        claim: DeliveryClaim,
        change: Callable[[Any], Any],
        *,
        in_s: float = 0,
        settling: bool = False,
        slow: bool = False,
        parked: str | None = None,
    ) -> None:
        lane, now = self._lane(claim.lane), self._now
        if lane.fence != claim.fence:
            return
        next_at = max(now + timedelta(seconds=in_s), self._paced(claim, lane))
        if settling and lane.sent_at is not None:
            next_at = max(next_at, lane.sent_at + self._timing.settled)
        slow_until = now + timedelta(seconds=self._timing.slow_for_s) if slow else lane.slow_until
        self._release(claim, {"next_at": next_at, "slow_until": slow_until, "parked": parked})
        item = self._item(claim)
        if item is not None:
            self._put(change(item))

    def _paced(self, claim: DeliveryClaim, lane: Lane) -> datetime:
        if claim.lane.startswith("mail:") or lane.sent_at is None:
            return self._now
        slow = lane.slow_until is not None and lane.slow_until > self._now
        return (self._now if slow else lane.sent_at) + self._timing.pace

    def _release(self, claim: DeliveryClaim, change: dict[str, Any]) -> None:
        lane = self._lane(claim.lane)
        self._tables.lanes[claim.lane] = replace(lane, fence=lane.fence + 1, lease_until=self._now, **change)

    def _lane(self, key: str) -> Lane:
        return self._tables.lanes.get(key, Lane())

    def _note_repeat(self, claim: DeliveryClaim, tries: Tries, ts: str | None) -> None:
        work, sent_at = claim.work, self._lane(claim.lane).sent_at
        if tries.repeated_since is None or ts is None or not isinstance(work, CardWork | NoteWork):
            return
        place, thread_ts = work.channel_id or "", None
        if isinstance(work, NoteWork):
            place, thread_ts = work.member_id or place, work.thread_ts
        self._tables.looks[work.delivery_id] = SecondLook(
            delivery_id=work.delivery_id,
            place=place,
            thread_ts=thread_ts,
            kept_ts=ts,
            since=tries.repeated_since,
            due_at=(sent_at or self._now) + AFTER,
        )

    def _item(self, claim: DeliveryClaim) -> Item | None:
        work = claim.work
        if isinstance(work, CardWork):
            card = self._tables.cards[work.case_id, work.channel_id]
            return card if card.delivery_id == work.delivery_id else None
        each = self._tables.waiting[work.delivery_id]
        return each if each.state == "waiting" else None

    def _put(self, item: Item) -> None:
        if isinstance(item, StoredCard):
            self._tables.cards[item.copy.case_id, item.copy.channel_id] = item
        else:
            self._tables.waiting[item.id] = item


def _order(item: Item) -> tuple[int, datetime, str]:
    if isinstance(item, StoredCard):
        return item.urgency, item.queued_at, item.delivery_id
    return item.urgency, item.at, item.id


def _lane_of(item: Item) -> str:
    if isinstance(item, StoredCard):
        return channel_lane(item.copy.channel_id)
    if item.kind in ("letter", "mail"):
        return mail_lane(item.letter["to_address"])
    return channel_lane(item.channel_id) if item.channel_id else person_lane(item.member_id or "")


def _method(item: Item) -> str:
    if isinstance(item, StoredCard):
        return UPDATE if item.copy.ts else POST
    return {"letter": MAIL, "mail": MAIL, "answer": VIEW}.get(item.kind, POST)
