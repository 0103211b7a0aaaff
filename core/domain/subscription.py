"""Which channel wants to hear of what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What can be subscribed to."""

    ISSUES = "issues"
    ORDERS = "orders"
    INVOICES = "invoices"
    INVENTORY = "inventory"
    PLATFORM = "platform"
    JOBS = "jobs"
    DELIVERY = "delivery"
    SUPPORT = "support"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Conditions on a case; an empty one takes everything.

    `wanted` maps a field (code, account, connection, channel, retailer, kind) to the values that match (any
    of them); `unwanted` to values that must not. Values are compared without regard to case.
    """

    severity_at_least: str | None = None
    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unwanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """It belongs to the channel, not to the person who typed it."""

    id: str
    team_id: str
    channel_id: str
    channel_name: str
    topics: frozenset[Topic]
    filters: Filters
    created_by: str
    created_at: datetime
    locale: str = "en"
    digest: bool = True
    """Whether the channel wants an overview every working morning."""
