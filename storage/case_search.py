"""A CaseFilter as SQL conditions, and the columns that they need from a case."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, not_

from core.domain.case import Case
from core.domain.job_ticket import JobTicket
from core.ports.unit_of_work import CaseFilter
from storage.tables import case_table

MOST_WORDS = 8
LONGEST_WORD = 100
"""A search is typed by a person; what is longer is cut, since each word costs a scan."""

_C = case_table.c
_SHOWN = not_(_C.archived)
_OPEN = and_(not_(_C.ended), _SHOWN)


class UnknownGroup(ValueError):
    """A CaseFilter names a group that does not exist."""


def conditions(team_id: str, wanted: CaseFilter) -> list[ColumnElement[bool]]:
    return [_C.team_id == team_id, *_group(wanted), *_lists(wanted), *_single(wanted), *_words(wanted.text)]


def search_text(case: Case) -> str:
    """What a search looks through: casefolded, one part a line so that no word spans two of them."""
    parts = [str(case.number), case.title, case.subject.id, case.subject.label, case.source.external_id]
    if isinstance(case, JobTicket):
        parts += [case.job_name, case.retailer or "", case.connection_name or ""]
    return "\n".join(parts).casefold()


def search_words(text: str | None) -> tuple[str, ...]:
    """The words that all have to be found; the hash of "#20262010" is how people write numbers."""
    words = (word.lstrip("#")[:LONGEST_WORD] for word in (text or "").casefold().split())
    return tuple(word for word in words if word)[:MOST_WORDS]


def columns(case: Case) -> dict[str, Any]:
    """What lists filter by, taken from the aggregate at every write."""
    return {
        "number": case.number,
        "kind": str(case.KIND),
        "code": case.code,
        "state": str(case.state),
        "tab": str(case.tab),
        "ended": case.ended,
        "archived": case.archived,
        "held": case.hold is not None,
        "severity": str(case.severity),
        "account": case.account,
        "channel": case.channel,
        "subject_id": case.subject.id,
        "search": search_text(case),
        "dedup_key": case.dedup_key,
        "platform_id": case.source.connector,
        "job_id": case.job_id if isinstance(case, JobTicket) else None,
        "owner": case.owner,
        "due_at": case.due_at,
        "snoozed_until": case.snoozed_until,
        "hold_until": case.hold.until if case.hold else None,
        "created_at": case.created_at,
        "updated_at": case.updated_at,
        "version": case.version,
        "revision": case.revision,
    }


def _group(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    match wanted.group:
        case "open":
            yield _OPEN
        case "overdue":
            yield _OPEN
            yield not_(_C.held)  # the clock stops on hold (S3)
            yield _C.due_at < wanted.due_before
        case "held":
            yield and_(_OPEN, _C.held)
        case "closed":
            yield and_(_C.ended, _SHOWN)
        case "archived":
            yield _C.archived
        case "all":
            pass
        case _:
            raise UnknownGroup(f"no group is called {wanted.group!r}")


def _lists(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    for column, values in (
        (_C.kind, tuple(str(kind) for kind in wanted.kinds)),
        (_C.severity, wanted.severities),
        (_C.code, wanted.codes),
        (_C.account, wanted.accounts),
        (_C.channel, wanted.channels),
        (_C.state, wanted.states),
        (_C.tab, wanted.tabs),
    ):
        if values:
            yield column.in_(values)
    if wanted.visible_accounts is not None:
        yield _C.account.in_(sorted(wanted.visible_accounts))


def _single(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.owner is not None:
        yield _C.owner == wanted.owner
    if wanted.subject_id is not None:
        yield _C.subject_id == wanted.subject_id
    if wanted.created_after is not None:
        yield _C.created_at > wanted.created_after
    if wanted.updated_after is not None:
        yield _C.updated_at > wanted.updated_after


def _words(text: str | None) -> Iterator[ColumnElement[bool]]:
    for word in search_words(text):
        yield _C.search.contains(word, autoescape=True)
