"""Which channel hears of what."""

from dataclasses import dataclass, replace
from datetime import timedelta

from core.command import Command, Query
from core.domain.case import Case
from core.domain.case_parts import Severity
from core.domain.subscription import Filters, Subscription, Topic
from core.errors import Invalid, NotFound
from core.policies.routing import FILTER_FIELDS, takes
from core.ports.unit_of_work import CaseFilter, ReadUnit, UnitOfWork
from core.services.acting import drawn
from core.views import CaseCard

NO_ISSUES = frozenset({Topic.JOBS, Topic.DELIVERY, Topic.SUPPORT})
"""Topics that "issues" does not stand for."""

PREVIEW_SPAN = timedelta(days=7)
PREVIEW_LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class Subscribe(Command[Subscription]):
    """Adds only what is named: topics join those of the channel, a filter field replaces that field."""

    channel_id: str
    channel_name: str
    topics: frozenset[Topic]
    filters: Filters
    locale: str | None = None


@dataclass(frozen=True, kw_only=True)
class Unsubscribe(Command[Subscription | None]):
    """Takes away the topics named; none named means all. None when nothing is left."""

    channel_id: str
    topics: frozenset[Topic] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Subscriptions(Query[tuple[Subscription, ...]]):
    """All, or those of one channel."""

    channel_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class PreviewSubscription(Query[tuple[CaseCard, ...]]):
    """What it would have posted in the last seven days: the same match as routing."""

    topics: frozenset[Topic]
    filters: Filters


@dataclass(frozen=True, kw_only=True)
class UncoveredTopics(Query[tuple[Topic, ...]]):
    """Topics that no channel takes (C15)."""


def subscribe(cmd: Subscribe, uow: UnitOfWork) -> Subscription:
    check_filters(cmd.filters)
    if not cmd.topics:
        raise Invalid("error.no_topic", field="topics", topics=", ".join(Topic))
    known = uow.subscriptions.of(cmd.channel_id)
    if known is None:
        kept = Subscription(
            id=uow.ids.new(),
            team_id=uow.workspace.team_id,
            channel_id=cmd.channel_id,
            channel_name=cmd.channel_name,
            topics=cmd.topics,
            filters=cmd.filters,
            created_by=uow.actor.id,
            created_at=uow.now,
            locale=cmd.locale or uow.workspace.locale,
        )
    else:
        kept = replace(
            known,
            channel_name=cmd.channel_name,
            topics=known.topics | cmd.topics,
            filters=_merged(known.filters, cmd.filters),
            locale=cmd.locale or known.locale,
        )
    uow.subscriptions.keep(kept)
    return kept


def unsubscribe(cmd: Unsubscribe, uow: UnitOfWork) -> Subscription | None:
    known = uow.subscriptions.of(cmd.channel_id)
    if known is None:
        raise NotFound("no subscription", channel=cmd.channel_id)
    left = known.topics - cmd.topics if cmd.topics else frozenset[Topic]()
    if not left:
        uow.subscriptions.drop(cmd.channel_id)
        return None
    kept = replace(known, topics=left)
    uow.subscriptions.keep(kept)
    return kept


def subscriptions(query: Subscriptions, unit: ReadUnit) -> tuple[Subscription, ...]:
    if query.channel_id is None:
        return unit.subscriptions.all()
    one = unit.subscriptions.of(query.channel_id)
    return (one,) if one else ()


def preview_subscription(query: PreviewSubscription, unit: ReadUnit) -> tuple[CaseCard, ...]:
    check_filters(query.filters)
    asked = Subscription(
        id="",
        team_id=unit.workspace.team_id,
        channel_id="",
        channel_name="",
        topics=query.topics,
        filters=query.filters,
        created_by=unit.actor.id,
        created_at=unit.now,
    )
    wanted = CaseFilter(
        group="all", created_after=unit.now - PREVIEW_SPAN, visible_accounts=unit.actor.accounts
    )
    cases: tuple[Case, ...] = unit.cases.find(wanted, limit=PREVIEW_LIMIT)
    return tuple(drawn(c, unit) for c in cases if takes(asked, c))


def uncovered_topics(query: UncoveredTopics, unit: ReadUnit) -> tuple[Topic, ...]:
    taken = frozenset[Topic]().union(*(s.topics for s in unit.subscriptions.all()))
    covered = taken | (set(Topic) - NO_ISSUES if Topic.ISSUES in taken else set())
    if {Topic.ORDERS, Topic.INVOICES, Topic.INVENTORY, Topic.PLATFORM} <= taken:
        covered |= {Topic.ISSUES}
    return tuple(t for t in Topic if t not in covered)


def check_filters(filters: Filters) -> None:
    """Raises Invalid naming the field or the value that is not one."""
    for name in (*filters.wanted, *filters.unwanted):
        if name not in FILTER_FIELDS:
            raise Invalid("error.unknown_filter", field=name, fields=", ".join(FILTER_FIELDS))
    least = filters.severity_at_least
    if least is not None and least not in set(Severity):
        raise Invalid("error.unknown_severity", field="severity", value=least, severities=", ".join(Severity))


def _merged(old: Filters, new: Filters) -> Filters:
    return Filters(
        severity_at_least=new.severity_at_least or old.severity_at_least,
        wanted={**old.wanted, **new.wanted},
        unwanted={**old.unwanted, **new.unwanted},
    )


SERVICES = (Subscribe.served_by(subscribe), Unsubscribe.served_by(unsubscribe))
ANSWERS = (
    Subscriptions.answered_by(subscriptions),
    PreviewSubscription.answered_by(preview_subscription),
    UncoveredTopics.answered_by(uncovered_topics),
)
