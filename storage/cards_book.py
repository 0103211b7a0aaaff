"""Posted copies of cases, as a unit sees them: wanted, lost, drawn again. Nothing is sent from here."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.case import Case
from core.domain.case_parts import Severity
from core.ports.rows import CardCopy
from storage.hot import Hot
from storage.lanes import channel_lane, open_lane
from storage.repeats import none_stands
from storage.scope import Scope
from storage.tables import BEHIND, card, case_table, delivery, lane
from storage.urgency import UPDATE, first_post
from storage.urgency import update as update_urgency

_C = card.c
_COPIES = (
    select(
        _C.case_id,
        _C.channel_id,
        _C.locale,
        _C.home,
        _C.ts,
        _C.shown_revision,
        func.coalesce(lane.c.parked, _C.error).label("parked"),
    )
    .join_from(card, lane, lane.c.key == _C.lane, isouter=True)
    .where(_C.team_id == bindparam("team"))
)
_OF = _COPIES.where(_C.case_id == bindparam("wanted_case")).order_by(_C.home.desc(), _C.queued_at, _C.id)
_AT = _COPIES.where(_C.channel_id == bindparam("channel"), _C.ts == bindparam("message_ts"))

_CHANGED = Hot(
    update(card)
    .where(_C.case_id == bindparam("changed_case"))
    .values(
        wanted_revision=bindparam("new_revision"),
        queued_at=case((BEHIND, _C.queued_at), else_=bindparam("at", type_=_C.queued_at.type)),
        urgency=case(
            (and_(_C.ts.is_(None), _C.home), bindparam("as_home")),
            (_C.ts.is_(None), bindparam("as_copy")),
            (and_(BEHIND, _C.urgency < bindparam("as_update")), _C.urgency),
            else_=bindparam("as_update"),
        ),
    )
)
_REDRAW = (
    update(card)
    .where(_C.case_id == bindparam("changed_case"))
    .values(
        redraw=1,
        gave_up_revision=0,
        queued_at=case((BEHIND, _C.queued_at), else_=bindparam("at", type_=_C.queued_at.type)),
        urgency=case((or_(BEHIND, _C.ts.is_(None)), _C.urgency), else_=UPDATE),
    )
)

FRESH = {
    "ts": None,
    "shown_revision": 0,
    "gave_up_revision": 0,
    "attempts": 0,
    "maybe_sent": False,
    "first_sent_at": None,
    "last_sent_at": None,
    "negative_probes": 0,
    "repeated_since": None,
    "error": None,
}
"""A copy that stands nowhere yet."""


class SqlCardsRead:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def of(self, case_id: str) -> tuple[CardCopy, ...]:
        return tuple(_copy(row) for row in self._rows(_OF, wanted_case=case_id))

    def at(self, channel_id: str, ts: str) -> CardCopy | None:
        rows = self._rows(_AT, channel=channel_id, message_ts=ts)
        return _copy(rows[0]) if rows else None

    def _rows(self, asked: Select[Any], **wanted: object) -> Sequence[Row[Any]]:
        return self._scope.conn.execute(asked, {"team": self._scope.team_id, **wanted}).all()


class SqlCardBook(SqlCardsRead):
    def want(self, case_id: str, channel_id: str, locale: str) -> None:
        scope = self._scope
        is_home = not self.of(case_id)
        key = channel_lane(channel_id)
        open_lane(scope.conn, key)
        now_at = select(case_table.c.revision).where(case_table.c.id == case_id).scalar_subquery()
        wanted = {
            "id": scope.ids.new(),
            "team_id": scope.team_id,
            "case_id": case_id,
            "channel_id": channel_id,
            "lane": key,
            "locale": locale,
            "home": is_home,
            "urgency": first_post(self._severity(case_id), home=is_home),
            "queued_at": scope.now,
            "delivery_id": scope.ids.new(),
            "wanted_revision": func.coalesce(now_at, literal(1)),
        }
        added = insert(card).values(**wanted).on_conflict_do_nothing().returning(_C.id)
        if scope.conn.execute(added).first() is None:
            return
        scope.wakes = True
        if is_home:
            self._lead_notes(case_id, channel_id, locale)

    def lost(self, channel_id: str, ts: str) -> None:
        copy = self.at(channel_id, ts)
        if copy is None:
            return
        again = {
            **FRESH,
            "delivery_id": self._scope.ids.new(),
            "queued_at": self._scope.now,
            "urgency": first_post(self._severity(copy.case_id), home=copy.home),
        }
        here = (_C.case_id == copy.case_id, _C.channel_id == channel_id)
        self._scope.conn.execute(update(card).where(*here).values(**again))
        none_stands(self._scope.conn, channel_id, ts)
        self._scope.wakes = True

    def redraw(self, case_id: str) -> None:
        if self._scope.conn.execute(_REDRAW, {"changed_case": case_id, "at": self._scope.now}).rowcount:
            self._scope.wakes = True

    def behind(self, changed: Case) -> None:
        """The case changed: every copy shall show it."""
        urgency = {
            "as_home": first_post(changed.severity, home=True),
            "as_copy": first_post(changed.severity, home=False),
            "as_update": update_urgency(self._scope.actor),
        }
        which = {"changed_case": changed.id, "new_revision": changed.revision, "at": self._scope.now}
        if _CHANGED.count(self._scope.conn, urgency | which):
            self._scope.wakes = True

    def _lead_notes(self, case_id: str, channel_id: str, locale: str) -> None:
        """Notes that were written before the case had a home go into its thread."""
        waiting = (delivery.c.case_id == case_id, delivery.c.kind == "thread", delivery.c.lane.is_(None))
        home = {"lane": channel_lane(channel_id), "channel_id": channel_id, "locale": locale}
        self._scope.conn.execute(update(delivery).where(*waiting).values(**home))

    def _severity(self, case_id: str) -> str:
        """Of a case that this very unit adds it is not known yet; `behind` puts that right at the end."""
        found = self._scope.conn.execute(select(case_table.c.severity).where(case_table.c.id == case_id))
        return found.scalar_one_or_none() or Severity.NORMAL


def _copy(row: Row[Any]) -> CardCopy:
    return CardCopy(**row._mapping)
