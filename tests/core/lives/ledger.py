"""What is on record, looked at before and after each step, and what must never be found between two looks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from core.domain import delivery_incident_table as incidents
from core.domain import issue as issues
from core.domain import job_ticket_table as tickets
from core.domain import support_ticket_table as support
from core.domain.case import Case
from core.domain.event import Event
from core.domain.evidence import Evidence
from core.domain.operation import LIVE, Operation
from core.ports.rows import HistoryRow
from core.ports.unit_of_work import CaseFilter, ReadUnit
from storage.chain import GENESIS, Link, private_digest
from storage.codec import facts_as_stored
from storage.history import verify_history
from storage.transactions import SqlTransactions
from tests.core.services.office import ANDON
from tests.fakes.cases import NO_SALT
from tests.fakes.transactions import FakeTransactions

Store = FakeTransactions | SqlTransactions

MANY = 500

STATES: Mapping[str, frozenset[str]] = {
    "issue": frozenset(issues.State),
    "job_ticket": frozenset(tickets.State),
    "delivery_incident": frozenset(incidents.State),
    "support_ticket": frozenset(support.State),
}

SAID_ONLY = frozenset(
    {
        *("comment", "add_evidence", "ask_help", "delete_picture", "rate_runbook"),
        *("repeat", "fail_again", "scanned", "message", "show_customer"),
    }
)
"""Lines after which everybody's buttons still work: no new version, unless the state moved."""

NO_FACT = frozenset({"revision", "recorded", "reminders", "daily_check_at"})
"""What may change without a line: that a card has to be drawn, that a reminder went out, that a check found
nothing wrong."""


@dataclass(frozen=True, kw_only=True)
class Look:
    cases: Mapping[str, Case]
    rows: Mapping[str, tuple[HistoryRow, ...]]
    evidence: Mapping[str, tuple[Evidence, ...]]
    operations: Mapping[str, tuple[Operation, ...]]

    def live(self) -> list[Operation]:
        return [o for each in self.operations.values() for o in each if o.state in LIVE]

    def numbered(self, number: int) -> Case | None:
        return next((case for case in self.cases.values() if case.number == number), None)


async def look(store: Store) -> Look:
    def read(unit: ReadUnit) -> Look:
        found = {case.id: case for case in unit.cases.find(CaseFilter(group="all"), limit=MANY)}
        return Look(
            cases=found,
            rows={case_id: tuple(unit.history.of(case_id)) for case_id in found},
            evidence={case_id: tuple(unit.evidence.of(case_id)) for case_id in found},
            operations={case_id: tuple(unit.operations.of(case_id)) for case_id in found},
        )

    return await store.read(read, ANDON)


def torn(before: Look, after: Look) -> list[str]:
    """In plain words; empty when every change of a case stands in its history, in its order, once."""
    found = [f"case {case_id} is gone" for case_id in before.cases if case_id not in after.cases]
    numbers = [case.number for case in after.cases.values()]
    found += [f"two cases are {number}" for number in numbers if numbers.count(number) > 1]
    targets = [(o.kind, o.target) for o in after.live()]
    found += [f"two writes of {target} are under way" for target in targets if targets.count(target) > 1]
    for case_id in after.cases:
        found += _of_one(before, after, case_id)
    return found


def _of_one(before: Look, after: Look, case_id: str) -> Iterator[str]:
    case, was = after.cases[case_id], before.cases.get(case_id)
    old, rows = before.rows.get(case_id, ()), after.rows[case_id]
    new = rows[len(old) :]
    if case.state not in STATES[case.KIND]:
        yield f"{case.number} is {case.state}, which is no state"
    if rows[: len(old)] != old:
        yield f"the history of {case.number} was rewritten"
    if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
        yield f"the history of {case.number} has a hole"
    if not rows or rows[-1].to_state != case.state:
        yield f"{case.number} is {case.state}, and its history does not say so"
    yield from _broken_path(rows, case)
    acted = [row for row in new if row.action not in SAID_ONLY or row.from_state != row.to_state]
    grown = case.version - (was.version if was else 0)
    if grown != len(acted):
        yield f"{case.number}: {grown} versions for {len(acted)} acts"
    if was is not None and not new and (changed := _changed(was, case)):
        yield f"{case.number}: {changed} changed without a line"


def _broken_path(rows: tuple[HistoryRow, ...], case: Case) -> Iterator[str]:
    state = ""
    for row in rows:
        if row.from_state != state:
            yield f"{case.number}: line {row.seq} begins at {row.from_state or 'nothing'}, not at {state}"
        state = row.to_state


def _changed(was: Case, now: Case) -> list[str]:
    names = [each.name for each in fields(now) if each.name not in NO_FACT]
    return [name for name in names if getattr(was, name) != getattr(now, name)]


async def broken_chain(store: Store, seen: Look) -> list[str]:
    """Every hash once more, from the first line on."""
    if isinstance(store, FakeTransactions):
        return [f"line {row.seq} of {case_id}" for case_id in seen.rows for row in _off(seen.rows[case_id])]
    problems: list[str] = []
    for case_id in seen.cases:
        problems += await store.look(lambda conn, wanted=case_id: verify_history(conn, wanted))  # type: ignore[misc]
    return problems


def _off(rows: tuple[HistoryRow, ...]) -> Iterator[HistoryRow]:
    head = GENESIS
    for row in rows:
        private_names = _private_names(row.event)
        private = {name: value for name, value in row.facts.items() if name in private_names}
        said = {name: getattr(row, name) for name in Link.__dataclass_fields__ if hasattr(row, name)}
        said["facts"] = {name: value for name, value in row.facts.items() if name not in private_names}
        link = Link(**said, private_digest=private_digest(NO_SALT, facts_as_stored(private)))
        if link.hash_after(head) != row.hash:
            yield row
        head = row.hash


def _private_names(event: str) -> frozenset[str]:
    return next((kind.PRIVATE for kind in _events(Event) if kind.__name__ == event), frozenset())


def _events(kind: type[Event]) -> Iterator[type[Event]]:
    for each in kind.__subclasses__():
        yield each
        yield from _events(each)
