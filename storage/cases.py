"""Cases in a unit: each loaded once, written at the end if it changed, and only if nobody else changed it."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from core.domain.case import Case
from core.errors import NotFound, Stale
from core.ports.unit_of_work import CaseFilter
from storage.case_search import columns, conditions
from storage.chain import GENESIS
from storage.codec import dump_case, load_case
from storage.history import NewRows, rows_of_recorded
from storage.hot import Hot
from storage.scope import Scope
from storage.tables import case_table, number_sequence

LEAST_DIGITS = 4
"""Of the sequence in a number: 2026 and 2010 make 20262010."""

LARGEST_NUMBER = 2**63 - 1
"""What an integer column of either database holds; people can type more."""

_C = case_table.c
_ROW = select(_C.id, _C.kind, _C.body, _C.revision, _C.history_seq, _C.history_hash)
_MINE = _ROW.where(_C.team_id == bindparam("team"))
_BY_ID = _MINE.where(_C.id == bindparam("wanted"))
_BY_NUMBER = _MINE.where(_C.number == bindparam("wanted"))
_NEWEST_FIRST = (_C.created_at.desc(), _C.id.desc())
_BY_KEY = _MINE.where(_C.dedup_key == bindparam("wanted")).order_by(*_NEWEST_FIRST).limit(1)
_BY_JOB = (
    _MINE.where(_C.platform_id == bindparam("platform"), _C.job_id == bindparam("job"))
    .order_by(*_NEWEST_FIRST)
    .limit(1)
)
_CHANNELS = select(_C.channel).where(_C.team_id == bindparam("team"), _C.channel.is_not(None)).distinct()
_ONE = {asked: Hot(asked) for asked in (_BY_ID, _BY_NUMBER, _BY_KEY, _BY_JOB)}
_LOCKED = {asked: Hot(asked.with_for_update()) for asked in _ONE}
_INSERT = Hot(insert(case_table))
_NEXT_NUMBER = (
    upsert(number_sequence)
    .values(team_id=bindparam("team"), year=bindparam("in_year"), last=1)
    .on_conflict_do_update(
        index_elements=[number_sequence.c.team_id, number_sequence.c.year],
        set_={"last": number_sequence.c.last + 1},
    )
    .returning(number_sequence.c.last)
)


class Clash(Stale):
    """Two units changed the same case. The work may be run again from the start."""


@dataclass
class _Loaded:
    """A case as it was found. `revision` 0: not yet in the table."""

    case: Case
    revision: int
    seq: int
    head: str
    body: str
    columns: dict[str, Any] = field(default_factory=dict)
    """As they are in the table; known where they may have to be written."""


class SqlCasesRead:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._loaded: dict[str, _Loaded] = {}
        self._changed: dict[str, Case] = {}

    @property
    def touched(self) -> tuple[Case, ...]:
        return tuple(known.case for known in self._loaded.values())

    def get(self, case_id: str) -> Case:
        known = self._loaded.get(case_id)
        return known.case if known else self._one(_BY_ID, f"case {case_id}", wanted=case_id)

    def by_number(self, number: int) -> Case:
        if not 0 < number <= LARGEST_NUMBER:
            raise NotFound(f"case #{number}")
        return self._one(_BY_NUMBER, f"case #{number}", wanted=number)

    def newest_with_key(self, dedup_key: str) -> Case | None:
        return self._first(_BY_KEY, wanted=dedup_key)

    def of_job(self, platform_id: str, job_id: str) -> Case | None:
        return self._first(_BY_JOB, platform=platform_id, job=job_id)

    def find(self, wanted: CaseFilter, *, limit: int, offset: int = 0) -> tuple[Case, ...]:
        asked = _ROW.where(*conditions(self._scope.team_id, wanted)).order_by(*_NEWEST_FIRST)
        self._before_query()
        return tuple(self._take(row) for row in self._scope.conn.execute(asked.limit(limit).offset(offset)))

    def count(self, wanted: CaseFilter) -> int:
        asked = select(func.count()).select_from(case_table).where(*conditions(self._scope.team_id, wanted))
        self._before_query()
        return self._scope.conn.execute(asked).scalar_one()

    def channels(self, accounts: frozenset[str] | None = None) -> tuple[str, ...]:
        self._before_query()
        asked = _CHANNELS if accounts is None else _CHANNELS.where(_C.account.in_(sorted(accounts)))
        found = self._scope.conn.execute(asked, {"team": self._scope.team_id}).scalars()
        return tuple(sorted(channel for channel in found if channel is not None))

    def _before_query(self) -> None:
        """A unit that writes puts its new cases into the table first, so that queries see them."""

    def _one(self, asked: Select[Any], what: str, **wanted: object) -> Case:
        case = self._first(asked, **wanted)
        if case is None:
            raise NotFound(what)
        return case

    def _first(self, asked: Select[Any], **wanted: object) -> Case | None:
        self._before_query()
        rows = self._hot(asked).rows(self._scope.conn, {"team": self._scope.team_id, **wanted})
        return self._take(rows[0]) if rows else None

    def _hot(self, asked: Select[Any]) -> Hot[Select[Any]]:
        return _ONE[asked]

    def _take(self, row: Any) -> Case:
        known = self._loaded.get(row.id)
        if known is None:
            known = _Loaded(
                case=load_case(row.kind, row.body),
                revision=row.revision,
                seq=row.history_seq,
                head=row.history_hash,
                body=row.body,
            )
            self._loaded[row.id] = known
        return known.case


class SqlCases(SqlCasesRead):
    """A single case is locked as it is loaded, where the database lets others write meanwhile."""

    def _hot(self, asked: Select[Any]) -> Hot[Select[Any]]:
        return _LOCKED[asked]

    def _take(self, row: Any) -> Case:
        case = super()._take(row)
        known = self._loaded[case.id]
        known.columns = known.columns or columns(case)
        return case

    def add(self, case: Case) -> None:
        self._loaded[case.id] = _Loaded(case=case, revision=0, seq=0, head=GENESIS, body="")

    def next_number(self, year: int) -> int:
        """<year><sequence>. The row stays locked until the unit ends, so no two units draw the same."""
        parameters = {"team": self._scope.team_id, "in_year": year}
        last = self._scope.conn.execute(_NEXT_NUMBER, parameters).scalar_one()
        return int(f"{year}{last:0{LEAST_DIGITS}d}")

    def flush(self) -> list[Case]:
        """Write what changed and the facts of it; returns the changed cases. Raises Clash."""
        for known in self._loaded.values():
            self._write(known)
        return list(self._changed.values())

    def _before_query(self) -> None:
        for known in self._loaded.values():
            if known.revision == 0:
                self._insert(known, 0, GENESIS)  # its facts stay on it until the end: the door reads them

    def _write(self, known: _Loaded) -> None:
        case = known.case
        if known.revision == 0:
            new = rows_of_recorded(self._scope, case, 0, GENESIS)
            self._insert(known, new.seq, new.head)
            self._record(case, new)
            return
        body = dump_case(case)
        if body == known.body and not case.recorded:
            return
        if body != known.body and case.revision == known.revision:
            case.revision += 1  # a field was set without an act: it is stored, and cards are behind
            body = dump_case(case)
        new = rows_of_recorded(self._scope, case, known.seq, known.head)
        changed = {name: value for name, value in columns(case).items() if value != known.columns[name]}
        changed |= {"history_seq": new.seq, "history_hash": new.head, "body": body}
        which = {"row_id": case.id, "loaded_revision": known.revision}
        if _update_of(tuple(changed)).count(self._scope.conn, changed | which) != 1:
            raise Clash(f"case {case.id} moved past revision {known.revision}", state=str(case.state))
        self._written(known, new.seq, new.head, body)
        self._record(case, new)

    def _record(self, case: Case, new: NewRows) -> None:
        new.write(self._scope.conn)
        case.recorded.clear()

    def _insert(self, known: _Loaded, seq: int, head: str) -> None:
        case, body = known.case, dump_case(known.case)
        place = {"id": case.id, "team_id": case.team_id, "history_seq": seq, "history_hash": head}
        _INSERT.count(self._scope.conn, columns(case) | place | {"body": body})
        self._written(known, seq, head, body)

    def _written(self, known: _Loaded, seq: int, head: str, body: str) -> None:
        self._changed[known.case.id] = known.case
        known.revision, known.seq, known.head, known.body = known.case.revision, seq, head, body
        known.columns = columns(known.case)


@cache
def _update_of(names: tuple[str, ...]) -> Hot[Update]:
    """Only what changed: a database writes every index of a column that is set, even to what it was, and the
    table has eight. It makes 13 pages of 20 in the commit of a click, and 0.8 of its time. The names come in the
    order of `columns`, in a few dozen sets."""
    values = {name: bindparam(name, type_=_C[name].type) for name in names}
    mine = (_C.id == bindparam("row_id"), _C.revision == bindparam("loaded_revision"))
    return Hot(update(case_table).where(*mine).values(values))
