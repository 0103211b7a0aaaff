"""The claims of the delivery loop: a lane at a time, with a fence that dies when the lane is let go.

Whatever is written about a claim is written only while its fence is the lane's. So a holder who was thought dead
and comes back late changes nothing; who holds the lane by then finds what was sent by its metadata.

The time at which a lane may be claimed again carries the rest: it is moved to "by then it must have settled"
before each call, and put right afterwards. A crash in between needs no clean-up.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, case, func, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ports.deliveries import CardWork, DeliveryClaim
from storage.cards_book import FRESH
from storage.delivery_queue import Next, claimed, held_methods, lanes_with_work, next_in, work_of
from storage.lanes import channel_lane, mail_lane, person_lane
from storage.repeats import look_again, none_stands
from storage.tables import BEHIND, WAITING, card, delivery, lane, method_hold
from storage.timing import Timing
from storage.transactions import SqlTransactions
from storage.urgency import FIRST_COPY, FIRST_POST

A = TypeVar("A")

RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
"""Reasons that slow a lane down: https://docs.slack.dev/reference/methods/chat.postMessage#errors"""

UNREADABLE = "unreadable"

_L = lane.c
_TAKE = (
    update(lane)
    .where(
        _L.key == bindparam("lane_key"),
        _L.parked.is_(None),
        _L.lease_until <= bindparam("at", type_=_L.lease_until.type),
        _L.next_at <= bindparam("at", type_=_L.next_at.type),
    )
    .values(fence=_L.fence + 1, owner=bindparam("new_owner"), lease_until=bindparam("until"))
    .returning(_L.fence)
)
_CERTAINLY_NOT_SENT: Mapping[str, Any] = {
    "maybe_sent": False,
    "first_sent_at": None,
    "last_sent_at": None,
    "negative_probes": 0,
}


class SqlDeliveries:
    """The port Deliveries, on either database."""

    def __init__(self, transactions: SqlTransactions, timing: Timing | None = None) -> None:
        self._transactions = transactions
        self._timing = timing or Timing()

    async def claim(self, owner: str, *, limit: int) -> tuple[DeliveryClaim, ...]:
        def work(conn: Connection, now: datetime) -> tuple[DeliveryClaim, ...]:
            held = held_methods(conn, now)
            keys = lanes_with_work(conn, now, held, limit=limit)
            claims = (self._take(conn, key, owner, now, held) for key in keys)
            return tuple(claim for claim in claims if claim is not None)

        return await self._transactions.write(work)

    async def intend(self, claim: DeliveryClaim) -> bool:
        def work(conn: Connection, now: datetime) -> bool:
            outlives = _L.lease_until >= now + self._timing.call
            intended = update(lane).where(*_ours(claim), outlives)
            times = {"next_at": now + self._timing.settled, "sent_at": now}
            if conn.execute(intended.values(**times)).rowcount == 1 and self._intend(conn, claim, now):
                return True
            self._let_go(conn, claim, now)
            return False

        return await self._transactions.write(work)

    async def settle_card(self, claim: DeliveryClaim, *, ts: str, revision: int) -> None:
        shown = {
            **_CERTAINLY_NOT_SENT,
            "ts": ts,
            "shown_revision": revision,
            "redraw": case((card.c.redraw == 2, 0), else_=card.c.redraw),
            "attempts": 0,
            "repeated_since": None,
            "error": None,
        }
        await self._end(claim, lambda now: shown, also=partial(look_again, claim, ts))

    async def settle_sent(self, claim: DeliveryClaim, *, ts: str | None) -> None:
        sent = {"state": "sent", "ts": ts, "maybe_sent": False}
        await self._end(claim, lambda now: {**sent, "settled_at": now}, also=partial(look_again, claim, ts))

    async def retry(self, claim: DeliveryClaim, *, in_s: float, maybe_sent: bool, reason: str) -> None:
        known = {"maybe_sent": True} if maybe_sent else _CERTAINLY_NOT_SENT
        await self._end(
            claim,
            lambda now: {**known, "error": reason},
            again_in=timedelta(seconds=in_s),
            settling=maybe_sent,
            slow=reason in RATE_LIMITED,
        )

    async def probed(self, claim: DeliveryClaim, *, in_s: float) -> None:
        counted = {"negative_probes": _table(claim).c.negative_probes + 1}
        await self._end(claim, lambda now: counted, again_in=timedelta(seconds=in_s))

    async def remember(self, claim: DeliveryClaim, progress: str) -> bool:
        def work(conn: Connection, now: datetime) -> bool:
            held = select(_L.key).where(*_ours(claim)).with_for_update()
            if conn.execute(held).first() is None or isinstance(claim.work, CardWork):
                return False
            return _change(conn, claim, {"progress": progress})

        return await self._transactions.write(work)

    async def lost(self, claim: DeliveryClaim) -> None:
        fresh = {
            **FRESH,
            "delivery_id": self._transactions.ids.new(),
            "urgency": case((card.c.home, FIRST_POST), else_=FIRST_COPY),
        }

        def whatever_is_left(conn: Connection, _: datetime) -> None:
            if isinstance(claim.work, CardWork):
                none_stands(conn, claim.work.channel_id, claim.work.ts or "")

        await self._end(claim, lambda now: fresh, also=whatever_is_left)

    async def park(self, claim: DeliveryClaim, *, reason: str) -> None:
        await self._end(claim, lambda now: {**_CERTAINLY_NOT_SENT, "error": reason}, parked=reason)

    async def dead(self, claim: DeliveryClaim, *, reason: str) -> None:
        await self._end(claim, lambda now: _given_up(claim, reason, now))

    async def hold_method(self, method: str, *, seconds: float) -> None:
        def work(conn: Connection, now: datetime) -> None:
            until = now + timedelta(seconds=seconds)
            held = insert(method_hold).values(method=method, until=until)
            longer = method_hold.c.until < held.excluded.until
            again = held.on_conflict_do_update(
                index_elements=[method_hold.c.method], set_={"until": until}, where=longer
            )
            conn.execute(again)

        await self._transactions.write(work)

    async def reopen(self, channel_id: str) -> int:
        keys = (channel_lane(channel_id), person_lane(channel_id), mail_lane(channel_id))

        def work(conn: Connection, now: datetime) -> int:
            shut = update(lane).where(_L.key.in_(keys), _L.parked.is_not(None))
            return conn.execute(shut.values(parked=None, next_at=now)).rowcount

        return await self._transactions.write(work, wakes=True)

    async def parked(self) -> tuple[tuple[str, str], ...]:
        asked = select(_L.key, _L.parked).where(_L.parked.is_not(None)).order_by(_L.key)
        return await self._transactions.look(
            lambda conn: tuple((row.key, row.parked) for row in conn.execute(asked))
        )

    async def waiting(self) -> int:
        cards = select(func.count()).select_from(card).where(BEHIND)
        others = select(func.count()).select_from(delivery).where(WAITING)
        return await self._transactions.look(
            lambda conn: conn.execute(cards).scalar_one() + conn.execute(others).scalar_one()
        )

    def _take(
        self, conn: Connection, key: str, owner: str, now: datetime, held: tuple[str, ...]
    ) -> DeliveryClaim | None:
        """Hold the lane, then look again what is next: somebody may have sent it a moment ago."""
        until = now + self._timing.lease
        lease = {"lane_key": key, "at": now, "new_owner": owner, "until": until}
        fence = conn.execute(_TAKE, lease).scalar_one_or_none()
        if fence is None:
            return None
        while (found := next_in(conn, key, now, held)) is not None:
            work = work_of(found)
            if work is not None:
                return claimed(conn, found, work, key, fence, until)
            _bury(conn, found, now)
        conn.execute(update(lane).where(_L.key == key, _L.fence == fence).values(lease_until=now))
        return None

    def _intend(self, conn: Connection, claim: DeliveryClaim, now: datetime) -> bool:
        c = _table(claim).c
        tried = {
            "maybe_sent": True,
            "attempts": c.attempts + 1,
            "first_sent_at": func.coalesce(
                c.first_sent_at, bindparam("sent_at", now, type_=c.first_sent_at.type)
            ),
            "last_sent_at": now,
            "negative_probes": 0,
            "repeated_since": case(
                (c.maybe_sent, func.coalesce(c.repeated_since, c.first_sent_at)), else_=c.repeated_since
            ),
        }
        return _change(conn, claim, tried)

    def _let_go(self, conn: Connection, claim: DeliveryClaim, now: datetime) -> None:
        conn.execute(
            update(lane).where(*_ours(claim)).values(fence=_L.fence + 1, owner=None, lease_until=now)
        )

    async def _end(
        self,
        claim: DeliveryClaim,
        change: Callable[[datetime], Mapping[str, Any]],
        *,
        again_in: timedelta = timedelta(0),
        settling: bool = False,
        slow: bool = False,
        parked: str | None = None,
        also: Callable[[Connection, datetime], None] | None = None,
    ) -> None:
        """Let the lane go and write what became of the thing in it; with a stale fence, neither. *also* comes
        before that, with the moment of the last send."""

        def work(conn: Connection, now: datetime) -> None:
            held = select(_L.sent_at, _L.slow_until).where(*_ours(claim)).with_for_update()
            times = conn.execute(held).one_or_none()
            if times is None:
                return
            free_at = self._free_at(claim, now, times.sent_at, times.slow_until)
            if settling and times.sent_at is not None:
                free_at = max(free_at, times.sent_at + self._timing.settled)
            released: dict[str, Any] = {"lease_until": now, "next_at": max(free_at, now + again_in)}
            if slow:
                released["slow_until"] = now + timedelta(seconds=self._timing.slow_for_s)
            if parked is not None:
                released["parked"] = parked
            conn.execute(update(lane).where(*_ours(claim)).values(fence=_L.fence + 1, owner=None, **released))
            if also is not None:
                also(conn, times.sent_at or now)
            _change(conn, claim, change(now))

        await self._transactions.write(work)

    def _free_at(
        self, claim: DeliveryClaim, now: datetime, sent_at: datetime | None, slow_until: datetime | None
    ) -> datetime:
        """When the place may be sent to again: paced from the send, or from now where it was refused before."""
        if claim.lane.startswith("mail:") or sent_at is None:
            return now
        if slow_until is not None and slow_until > now:
            return now + self._timing.pace
        return max(now, sent_at + self._timing.pace)


def _ours(claim: DeliveryClaim) -> tuple[Any, ...]:
    return (_L.key == claim.lane, _L.fence == claim.fence)


def _table(claim: DeliveryClaim) -> Any:
    return card if isinstance(claim.work, CardWork) else delivery


def _change(conn: Connection, claim: DeliveryClaim, values: Mapping[str, Any]) -> bool:
    """False when it is not there any more: settled, or the copy was posted afresh meanwhile."""
    work = claim.work
    if isinstance(work, CardWork):
        here = (card.c.case_id == work.case_id, card.c.channel_id == work.channel_id)
        changed = update(card).where(*here, card.c.delivery_id == work.delivery_id)
    else:
        changed = update(delivery).where(delivery.c.id == work.delivery_id, delivery.c.state == "waiting")
    return conn.execute(changed.values(**values)).rowcount == 1


def _given_up(claim: DeliveryClaim, reason: str, now: datetime) -> Mapping[str, Any]:
    if isinstance(claim.work, CardWork):
        tried = {"gave_up_revision": card.c.wanted_revision, "redraw": 0}
        return {**_CERTAINLY_NOT_SENT, **tried, "error": reason}
    return {"state": "dead", "error": reason, "settled_at": now}


def _bury(conn: Connection, found: Next, now: datetime) -> None:
    unreadable = {"state": "dead", "error": UNREADABLE, "settled_at": now}
    conn.execute(update(delivery).where(delivery.c.id == found.row.id).values(**unreadable))
