"""Cases in memory. They go through the same JSON as on a disk: nothing survives here that would not there."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.case import Case
from core.domain.member import Actor
from core.errors import NotFound, Stale
from core.ports.rows import HistoryRow
from core.ports.unit_of_work import CaseFilter
from storage.case_search import UnknownGroup, search_text, search_words
from storage.chain import GENESIS, Link, private_digest
from storage.codec import dump_case, facts_as_stored, load_case, split_facts
from tests.fakes.tables import StoredCase, Tables

NO_SALT = b""

GROUPS = ("open", "overdue", "held", "closed", "archived", "all")


@dataclass
class Loaded:
    case: Case
    revision: int
    body: str


class FakeCases:
    def __init__(self, tables: Tables, now: datetime, actor: Actor) -> None:
        self._tables, self._now, self._actor = tables, now, actor
        self._loaded: dict[str, Loaded] = {}

    @property
    def touched(self) -> tuple[Case, ...]:
        return tuple(known.case for known in self._loaded.values())

    def add(self, case: Case) -> None:
        self._loaded[case.id] = Loaded(case=case, revision=0, body="")

    def next_number(self, year: int) -> int:
        self._tables.numbers[year] = self._tables.numbers.get(year, 0) + 1
        return int(f"{year}{self._tables.numbers[year]:04d}")

    def get(self, case_id: str) -> Case:
        if case_id not in self._loaded:
            stored = self._tables.cases.get(case_id)
            if stored is None:
                raise NotFound(f"case {case_id}")
            case = load_case(stored.kind, stored.body)
            self._loaded[case_id] = Loaded(case=case, revision=stored.revision, body=stored.body)
        return self._loaded[case_id].case

    def by_number(self, number: int) -> Case:
        for case in self._newest_first():
            if case.number == number:
                return self.get(case.id)
        raise NotFound(f"case #{number}")

    def newest_with_key(self, dedup_key: str) -> Case | None:
        return next((self.get(c.id) for c in self._newest_first() if c.dedup_key == dedup_key), None)

    def of_job(self, platform_id: str, job_id: str) -> Case | None:
        wanted = (platform_id, job_id)
        of_job = (
            c for c in self._newest_first() if (c.source.connector, getattr(c, "job_id", None)) == wanted
        )
        return next((self.get(case.id) for case in of_job), None)

    def find(self, wanted: CaseFilter, *, limit: int, offset: int = 0) -> tuple[Case, ...]:
        _check(wanted)
        found = [case for case in self._newest_first() if _matches(case, wanted)]
        return tuple(self.get(case.id) for case in found[offset : offset + limit])

    def count(self, wanted: CaseFilter) -> int:
        _check(wanted)
        return sum(_matches(case, wanted) for case in self._newest_first())

    def channels(self, accounts: frozenset[str] | None = None) -> tuple[str, ...]:
        seen = (case for case in self._newest_first() if accounts is None or case.account in accounts)
        return tuple(sorted({case.channel for case in seen if case.channel is not None}))

    def flush(self) -> list[Case]:
        return [known.case for known in self._loaded.values() if self._write(known)]

    def _newest_first(self) -> list[Case]:
        """As committed, and as added here: what changed in this unit is not searched for before its end."""
        stored = [load_case(row.kind, row.body) for row in self._tables.cases.values()]
        added = [known.case for known in self._loaded.values() if known.revision == 0]
        return sorted((*stored, *added), key=lambda case: (case.created_at, case.id), reverse=True)

    def _write(self, known: Loaded) -> bool:
        case, body = known.case, dump_case(known.case)
        if body == known.body and not case.recorded:
            return False
        if case.revision == known.revision:
            case.revision += 1
            body = dump_case(case)
        stored = self._tables.cases.get(case.id)
        if (stored.revision if stored else 0) != known.revision:
            raise Stale(f"case {case.id} moved past revision {known.revision}")
        self._tables.cases[case.id] = StoredCase(kind=case.KIND, body=body, revision=case.revision)
        self._write_history(case)
        return True

    def _write_history(self, case: Case) -> None:
        rows = list(self._tables.history.get(case.id, ()))
        for recorded in case.recorded:
            public, private = split_facts(recorded.event)
            link = Link(
                case_id=case.id,
                seq=len(rows) + 1,
                at=self._now,
                actor_id=self._actor.id,
                path=str(self._actor.path),
                event=type(recorded.event).__name__,
                action=recorded.action,
                from_state=str(recorded.from_state),
                to_state=str(recorded.to_state),
                facts=facts_as_stored(public),
                private_digest=private_digest(NO_SALT, facts_as_stored(private)),
            )
            said = {name: value for name, value in vars(link).items() if name != "private_digest"}
            said["facts"] = link.facts | facts_as_stored(private)
            head = link.hash_after(rows[-1].hash if rows else GENESIS)
            rows.append(HistoryRow(**said, actor_name=self._actor.name, hash=head))
        self._tables.history[case.id] = tuple(rows)
        case.recorded.clear()


def _matches(case: Case, wanted: CaseFilter) -> bool:
    chosen = (
        (wanted.kinds, case.KIND),
        (wanted.severities, case.severity),
        (wanted.codes, case.code),
        (wanted.accounts, case.account),
        (wanted.channels, case.channel),
        (wanted.states, case.state),
        (wanted.tabs, case.tab),
    )
    return (
        _in_group(case, wanted)
        and all(not values or value in values for values, value in chosen)
        and (wanted.visible_accounts is None or case.account in wanted.visible_accounts)
        and wanted.owner in (None, case.owner)
        and wanted.subject_id in (None, case.subject.id)
        and (wanted.created_after is None or case.created_at > wanted.created_after)
        and (wanted.updated_after is None or case.updated_at > wanted.updated_after)
        and all(word in search_text(case) for word in search_words(wanted.text))
    )


def _in_group(case: Case, wanted: CaseFilter) -> bool:
    is_open = not case.ended and not case.archived
    late = case.due_at is not None and wanted.due_before is not None and case.due_at < wanted.due_before
    return {
        "open": is_open,
        "overdue": is_open and case.hold is None and late,
        "held": is_open and case.hold is not None,
        "closed": case.ended and not case.archived,
        "archived": case.archived,
        "all": True,
    }[wanted.group]


def _check(wanted: CaseFilter) -> None:
    if wanted.group not in GROUPS:
        raise UnknownGroup(f"no group is called {wanted.group!r}")
