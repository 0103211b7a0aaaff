"""Which channels hear of a case: a pure match of subscriptions against facts."""

from collections.abc import Iterable

from core.domain.case import Case
from core.domain.case_parts import SEVERITY_ORDER, Severity
from core.domain.delivery_incident import DeliveryIncident
from core.domain.issue import Issue, IssueType
from core.domain.job_ticket import JobTicket
from core.domain.own_subscription import OwnSubscription
from core.domain.subscription import Filters, Subscription, Topic
from core.domain.support_ticket import SupportTicket

FILTER_FIELDS = (
    "severity",
    "code",
    "account",
    "connection",
    "channel",
    "retailer",
    "kind",
    "courier",
    "category",
)
"""What `/andon subscribe` takes before the colon."""

_TOPIC_OF_ISSUE = {
    IssueType.ORDER: Topic.ORDERS,
    IssueType.INVOICE: Topic.INVOICES,
    IssueType.INVENTORY: Topic.INVENTORY,
    IssueType.PLATFORM: Topic.PLATFORM,
}


def topics_of(case: Case) -> frozenset[Topic]:
    """What a case counts as: an order issue is both an issue and an order matter."""
    if isinstance(case, Issue):
        return frozenset({Topic.ISSUES, _TOPIC_OF_ISSUE[case.issue_type]})
    if isinstance(case, DeliveryIncident):
        return frozenset({Topic.DELIVERY})
    if isinstance(case, SupportTicket):
        return frozenset({Topic.SUPPORT})
    return frozenset({Topic.JOBS})


def takes(subscription: Subscription | OwnSubscription, case: Case) -> bool:
    return bool(subscription.topics & topics_of(case)) and matches(subscription.filters, case)


def channels_for(case: Case, subscriptions: Iterable[Subscription]) -> tuple[Subscription, ...]:
    """Those that take it, oldest first: the first one's copy is home."""
    return tuple(s for s in sorted(subscriptions, key=lambda s: s.created_at) if takes(s, case))


def matches(filters: Filters, case: Case) -> bool:
    least = filters.severity_at_least
    if least is not None and SEVERITY_ORDER.index(case.severity) < SEVERITY_ORDER.index(Severity(least)):
        return False
    facts = _facts(case)
    if any(not facts.get(f, set()) & _folded(values) for f, values in filters.wanted.items()):
        return False
    return not any(facts.get(f, set()) & _folded(values) for f, values in filters.unwanted.items())


def _facts(case: Case) -> dict[str, set[str]]:
    """Every value a filter may name, folded. A code may be named with or without its family."""
    facts: dict[str, tuple[str | None, ...]] = {
        "code": (case.code, case.code.rpartition(".")[2]),
        "severity": (case.severity,),
        "account": (case.account,),
        "channel": (case.channel,),
        "kind": (case.KIND,),
    }
    if isinstance(case, JobTicket):
        facts["connection"] = (case.connection_id, case.connection_name)
        facts["retailer"] = (case.retailer,)
    else:
        facts["connection"] = (case.channel,)
        facts["retailer"] = (case.account,)
    if isinstance(case, SupportTicket):
        facts["category"] = (case.code,)
    if isinstance(case, DeliveryIncident):
        facts["courier"] = (case.carrier,)
        facts["code"] = (case.code, case.carrier_code)
    return {field: _folded(v for v in values if v) for field, values in facts.items()}


def _folded(values: Iterable[str]) -> set[str]:
    return {v.casefold() for v in values}
