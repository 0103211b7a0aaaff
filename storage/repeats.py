"""What was sent again without an answer to the first try: noted in the same transaction that settles it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from core.ports.deliveries import CardWork, DeliveryClaim, NoteWork
from storage.tables import card, delivery, second_look

AFTER = timedelta(seconds=60)
"""From the repeat to the look: what lands later still is beyond what is promised (docs/architecture.md)."""

_S = second_look.c


def look_again(claim: DeliveryClaim, ts: str | None, conn: Connection, repeated_at: datetime) -> None:
    """To be called before the row is settled at *ts*. Nothing is noted of what was sent only once, nor of what
    cannot be found or cannot stand twice: a redraw changes what stands."""
    work = claim.work
    redraws = isinstance(work, CardWork) and work.ts is not None
    if claim.attempts == 0 or ts is None or redraws or not isinstance(work, CardWork | NoteWork):
        return  # nearly always the first: it was sent once
    since = conn.execute(_repeated_since(work)).scalar_one_or_none()
    if since is None:
        return
    place, thread_ts = work.channel_id, None
    if isinstance(work, NoteWork):
        place, thread_ts = work.member_id or place, work.thread_ts
    look = {"delivery_id": work.delivery_id, "place": place, "thread_ts": thread_ts, "kept_ts": ts}
    times = {"since": since, "due_at": repeated_at + AFTER}
    conn.execute(insert(second_look).values(**look, **times).on_conflict_do_nothing())


def none_stands(conn: Connection, channel_id: str, ts: str) -> None:
    """The copy at *ts* is gone and comes again under a new delivery id: whatever bears the old one shall go."""
    gone = update(second_look).where(_S.place == channel_id, _S.kept_ts == ts)
    conn.execute(gone.values(kept_ts=None))


def _repeated_since(work: CardWork | NoteWork) -> Select[Any]:
    if isinstance(work, NoteWork):
        return select(delivery.c.repeated_since).where(delivery.c.id == work.delivery_id)
    here = (card.c.case_id == work.case_id, card.c.channel_id == work.channel_id)
    return select(card.c.repeated_since).where(*here, card.c.delivery_id == work.delivery_id)
