"""Questions about cases: one, many, how many, and what happened to one."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from core.command import Query
from core.domain.case_parts import Source
from core.domain.close_attempt import CloseAttempt
from core.domain.evidence import Evidence
from core.domain.member import Role
from core.errors import NotFound
from core.policies.plan import plan
from core.ports.rows import CardCopy, HistoryRow
from core.ports.unit_of_work import CaseFilter, ReadUnit
from core.services.acting import drawn, visible
from core.views import CaseCard, CasePage, Counters, PlannedStep

PAGE_LIMIT = 50
"""Rows a page may have at most; App Home holds 100 blocks (SLACK 1.1)."""


@dataclass(frozen=True, kw_only=True)
class GetCard(Query[CaseCard]):
    case_id: str


@dataclass(frozen=True, kw_only=True)
class FindCard(Query[CaseCard]):
    """By number; what a person types after a command."""

    number: int


@dataclass(frozen=True, kw_only=True)
class FindCardBySubject(Query[CaseCard]):
    """By the id or label of what it is about (order:1001), or the name of a job or its connection; the
    newest open one first."""

    text: str


@dataclass(frozen=True, kw_only=True)
class CardAt(Query[CaseCard]):
    """By a posted copy."""

    channel_id: str
    ts: str


@dataclass(frozen=True, kw_only=True)
class ListCards(Query[CasePage]):
    wanted: CaseFilter = field(default_factory=CaseFilter)
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, kw_only=True)
class CountCases(Query[Counters]):
    """The counters of App Home (S2 to S5), over what this person may see. `kinds` empty: all."""

    wanted: CaseFilter = field(default_factory=CaseFilter)


@dataclass(frozen=True, kw_only=True)
class SalesChannels(Query[tuple[str, ...]]):
    """Every sales channel that a case they may see came from, by name: what App Home filters by (S6)."""


@dataclass(frozen=True, kw_only=True)
class GetHistory(Query[tuple[HistoryRow, ...]]):
    case_id: str


@dataclass(frozen=True, kw_only=True)
class GetPlan(Query[tuple[PlannedStep, ...]]):
    """What will be said of it, and when, if nobody does anything."""

    case_id: str


@dataclass(frozen=True, kw_only=True)
class GetEvidence(Query[tuple[Evidence, ...]]):
    case_id: str


@dataclass(frozen=True, kw_only=True)
class GetCopies(Query[tuple[CardCopy, ...]]):
    case_id: str


@dataclass(frozen=True, kw_only=True)
class SourceOf(Query[Source]):
    """Which platform the case came from, and its own id for the thing."""

    case_id: str


@dataclass(frozen=True, kw_only=True)
class GetAttempt(Query[CloseAttempt]):
    NEEDS: ClassVar[Role] = Role.OPERATOR
    attempt_id: str


@dataclass(frozen=True, kw_only=True)
class NewestAttempt(Query[CloseAttempt | None]):
    """The last closing of this case that the asker sent."""

    NEEDS: ClassVar[Role] = Role.OPERATOR
    case_id: str


def get_card(query: GetCard, unit: ReadUnit) -> CaseCard:
    return drawn(visible(unit.cases.get(query.case_id), unit), unit)


def find_card(query: FindCard, unit: ReadUnit) -> CaseCard:
    return drawn(visible(unit.cases.by_number(query.number), unit), unit)


def find_card_by_subject(query: FindCardBySubject, unit: ReadUnit) -> CaseCard:
    for group in ("open", "all"):
        wanted = CaseFilter(group=group, text=query.text, visible_accounts=unit.actor.accounts)
        found = unit.cases.find(wanted, limit=1)
        if found:
            return drawn(found[0], unit)
    raise NotFound(query.text, text=query.text)


def card_at(query: CardAt, unit: ReadUnit) -> CaseCard:
    copy = unit.cards.at(query.channel_id, query.ts)
    if copy is None:
        raise NotFound("not a card of ours")
    return drawn(visible(unit.cases.get(copy.case_id), unit), unit)


def list_cards(query: ListCards, unit: ReadUnit) -> CasePage:
    wanted = scoped(query.wanted, unit)
    limit = min(query.limit, PAGE_LIMIT)
    return CasePage(
        cards=tuple(drawn(c, unit) for c in unit.cases.find(wanted, limit=limit, offset=query.offset)),
        total=unit.cases.count(wanted),
        offset=query.offset,
        limit=limit,
    )


def count_cases(query: CountCases, unit: ReadUnit) -> Counters:
    def count(group: str, owner: str | None = None) -> int:
        return unit.cases.count(replace(scoped(query.wanted, unit), group=group, owner=owner))

    return Counters(
        open=count("open"),
        overdue=count("overdue"),
        held=count("held"),
        closed=count("closed"),
        total=count("all"),
        archived=count("archived"),
        mine=count("open", unit.actor.id),
    )


def sales_channels(query: SalesChannels, unit: ReadUnit) -> tuple[str, ...]:
    return unit.cases.channels(_seen_by(unit))


def get_history(query: GetHistory, unit: ReadUnit) -> tuple[HistoryRow, ...]:
    visible(unit.cases.get(query.case_id), unit)
    return unit.history.of(query.case_id)


def get_plan(query: GetPlan, unit: ReadUnit) -> tuple[PlannedStep, ...]:
    case = visible(unit.cases.get(query.case_id), unit)
    return tuple(step for step in plan(case, unit.workspace) if step.at > unit.now)


def get_evidence(query: GetEvidence, unit: ReadUnit) -> tuple[Evidence, ...]:
    visible(unit.cases.get(query.case_id), unit)
    return unit.evidence.of(query.case_id)


def get_copies(query: GetCopies, unit: ReadUnit) -> tuple[CardCopy, ...]:
    visible(unit.cases.get(query.case_id), unit)
    return unit.cards.of(query.case_id)


def source_of(query: SourceOf, unit: ReadUnit) -> Source:
    return visible(unit.cases.get(query.case_id), unit).source


def get_attempt(query: GetAttempt, unit: ReadUnit) -> CloseAttempt:
    attempt = unit.attempts.get(query.attempt_id)
    visible(unit.cases.get(attempt.case_id), unit)
    return attempt


def newest_attempt(query: NewestAttempt, unit: ReadUnit) -> CloseAttempt | None:
    visible(unit.cases.get(query.case_id), unit)
    return unit.attempts.newest(query.case_id, unit.actor.id)


def scoped(wanted: CaseFilter, unit: ReadUnit) -> CaseFilter:
    """What this person may see, measured at this moment."""
    return replace(wanted, visible_accounts=_seen_by(unit), due_before=unit.now)


def _seen_by(unit: ReadUnit) -> frozenset[str] | None:
    return None if unit.actor.role is Role.SYSTEM else unit.actor.accounts


ANSWERS = (
    GetCard.answered_by(get_card),
    FindCard.answered_by(find_card),
    FindCardBySubject.answered_by(find_card_by_subject),
    CardAt.answered_by(card_at),
    ListCards.answered_by(list_cards),
    CountCases.answered_by(count_cases),
    SalesChannels.answered_by(sales_channels),
    GetHistory.answered_by(get_history),
    GetPlan.answered_by(get_plan),
    GetEvidence.answered_by(get_evidence),
    GetCopies.answered_by(get_copies),
    SourceOf.answered_by(source_of),
    GetAttempt.answered_by(get_attempt),
    NewestAttempt.answered_by(newest_attempt),
)
