"""What waits in the lanes: which lanes have something to send, what is next in one, and that as work."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
    update,
)

from core.ports.deliveries import (
    AnswerWork,
    CardWork,
    DeliveryClaim,
    LetterWork,
    MailWork,
    NoteWork,
    Work,
)
from storage.codec import UnknownNotice, load_notice
from storage.tables import BEHIND, WAITING, card, delivery, lane, method_hold

POST, UPDATE, VIEW, MAIL, ALL = "chat.postMessage", "chat.update", "views.update", "mail.send", "all"
"""What `hold_method` knows. ALL is everything that goes to Slack."""

WITHOUT_CARD = timedelta(seconds=60)
"""How long a message to a member waits for the card that it links to; a shut channel must not keep it back."""

log = logging.getLogger(__name__)

_HOME = card.alias("home_card")
_PARENT_STANDS = exists().where(_HOME.c.case_id == delivery.c.case_id, _HOME.c.home, _HOME.c.ts.is_not(None))
_METHOD_OF_CARD = case((card.c.ts.is_(None), POST), else_=UPDATE)
_METHOD_OF_DELIVERY = case(
    (delivery.c.kind.in_(("letter", "mail")), MAIL), (delivery.c.kind == "answer", VIEW), else_=POST
)
"""An answer is tried as a modal first."""


@dataclass(frozen=True, kw_only=True)
class Next:
    """The next thing in a lane, with what is known of earlier tries."""

    row: Row[Any]
    is_card: bool


def held_methods(conn: Connection, now: datetime) -> tuple[str, ...]:
    asked = select(method_hold.c.method).where(method_hold.c.until > now)
    held = set(conn.execute(asked).scalars())
    return tuple(sorted(held | {POST, UPDATE, VIEW} if ALL in held else held))


def lanes_with_work(conn: Connection, now: datetime, held: Sequence[str], *, limit: int) -> tuple[str, ...]:
    """Free lanes in which something may be sent, the most urgent first."""
    waiting = _waiting(held, now).subquery("waiting")
    free = (lane.c.parked.is_(None), lane.c.lease_until <= now, lane.c.next_at <= now)
    asked = (
        select(waiting.c.lane)
        .join_from(waiting, lane, lane.c.key == waiting.c.lane)
        .where(*free)
        .group_by(waiting.c.lane)
        .order_by(func.min(waiting.c.urgency), func.min(waiting.c.queued_at), waiting.c.lane)
        .limit(limit)
    )
    return tuple(conn.execute(asked).scalars())


def next_in(conn: Connection, key: str, now: datetime, held: Sequence[str]) -> Next | None:
    """What goes next in that lane: what may have been sent before all else, so that nothing overtakes it."""
    waiting = _waiting(held, now, key).subquery("waiting")
    order = (waiting.c.maybe_sent.desc(), waiting.c.urgency, waiting.c.queued_at, waiting.c.id)
    first = conn.execute(select(waiting.c.id, waiting.c.is_card).order_by(*order).limit(1)).one_or_none()
    if first is None:
        return None
    asked = _card_row(first.id) if first.is_card else _delivery_row(first.id)
    return Next(row=conn.execute(asked).one(), is_card=bool(first.is_card))


def work_of(found: Next) -> Work | None:
    """None when a stored notice cannot be read any more."""
    row = found.row
    if found.is_card:
        return CardWork(
            delivery_id=row.delivery_id,
            case_id=row.case_id,
            channel_id=row.channel_id,
            locale=row.locale,
            ts=row.ts,
            shown_revision=row.shown_revision,
        )
    try:
        return _letter(row) if row.kind == "letter" else _notice(row)
    except (UnknownNotice, ValidationError, ValueError):
        log.exception("delivery %s cannot be read", row.id)
        return None


def claimed(
    conn: Connection, found: Next, work: Work, key: str, fence: int, until: datetime
) -> DeliveryClaim:
    """*found* in the hands of whoever holds the lane."""
    row = found.row
    if found.is_card:
        asked = update(card).where(card.c.id == row.id, card.c.redraw == 1)
        conn.execute(asked.values(redraw=2))  # asked for again from here on, it is drawn once more
    return DeliveryClaim(
        lane=key,
        fence=fence,
        lease_until=until,
        work=work,
        attempts=row.attempts,
        maybe_sent=row.maybe_sent,
        first_sent_at=row.first_sent_at,
        last_sent_at=row.last_sent_at,
        negative_probes=row.negative_probes,
    )


def _waiting(held: Sequence[str], now: datetime, key: str | None = None) -> CompoundSelect[Any]:
    of_card = (BEHIND, or_(card.c.maybe_sent, not_(_METHOD_OF_CARD.in_(held))) if held else true())
    of_delivery = (
        WAITING,
        _may_go(now),
        or_(delivery.c.maybe_sent, not_(_METHOD_OF_DELIVERY.in_(held))) if held else true(),
    )
    return union_all(
        _columns(card, 1).where(and_(*of_card), card.c.lane == key if key else card.c.lane > ""),
        _columns(delivery, 0).where(
            and_(*of_delivery), delivery.c.lane == key if key else delivery.c.lane > ""
        ),
    )


def _may_go(now: datetime) -> ColumnElement[bool]:
    """A thread note waits for its parent; what links to a card waits for that, but not for ever."""
    c = delivery.c
    long_enough = and_(c.kind != "thread", c.queued_at <= now - WITHOUT_CARD)
    return or_(c.case_id.is_(None), c.kind == "answer", c.kind == "letter", _PARENT_STANDS, long_enough)


def _columns(table: Any, is_card: int) -> Select[Any]:
    c = table.c
    return select(c.id, c.lane, c.urgency, c.queued_at, c.maybe_sent, literal(is_card).label("is_card"))


def _card_row(card_id: str) -> Select[Any]:
    return select(card).where(card.c.id == card_id)


def _delivery_row(delivery_id: str) -> Select[Any]:
    """With the message that a note hangs under, as it stands now."""
    parent = and_(_HOME.c.case_id == delivery.c.case_id, _HOME.c.home, delivery.c.kind == "thread")
    return (
        select(delivery, _HOME.c.ts.label("thread_ts"))
        .join_from(delivery, _HOME, parent, isouter=True)
        .where(delivery.c.id == delivery_id)
    )


def _notice(row: Row[Any]) -> Work:
    notice = load_notice(row.body)
    if row.kind == "mail":
        return MailWork(delivery_id=row.id, notice=notice, member_id=row.member_id, locale=row.locale)
    if row.kind == "answer":
        return AnswerWork(
            delivery_id=row.id,
            attempt_id=row.attempt_id,
            notice=notice,
            member_id=row.member_id,
            locale=row.locale,
        )
    return NoteWork(
        delivery_id=row.id,
        notice=notice,
        locale=row.locale,
        channel_id=row.channel_id,
        thread_ts=row.thread_ts,
        member_id=row.member_id,
        case_id=row.case_id,
        progress=row.progress,
    )


def _letter(row: Row[Any]) -> LetterWork:
    content = json.loads(row.body)
    references = tuple(content.pop("references", "").split())
    name = {"delivery_id": row.id, "case_id": row.case_id, "locale": row.locale}
    return LetterWork(**name, **content, references=references)
