"""What a member wants to hear of, and what they were told or will be."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.member import DigestChoice, Means
from core.domain.subscription import Filters, Topic

MOST_SUBSCRIPTIONS = 10
"""Of one member. Ours: a form shows them all, and each is looked at whenever a case opens."""


class Occasion(StrEnum):
    """What of a case a member hears of."""

    OPENED = "opened"
    REOPENED = "reopened"
    ESCALATED = "escalated"
    """Support was asked, or somebody made it critical."""


@dataclass(frozen=True, kw_only=True)
class OwnSubscription:
    """It belongs to one member, beside those of channels. A member has several, each with its own filters."""

    id: str
    team_id: str
    member_id: str
    topics: frozenset[Topic]
    filters: Filters
    created_at: datetime
    occasions: frozenset[Occasion] = frozenset({Occasion.OPENED})


@dataclass(frozen=True, kw_only=True)
class MyNotifications:
    """What a member has chosen, and what of it the workspace keeps from working.

    `address` is where mail goes, `address_is_slacks` that it cannot be typed. `weekly_day` is the ISO weekday that
    counts, their own or the workspace's.
    """

    means: Means
    address: str | None
    address_is_slacks: bool
    digest: DigestChoice
    weekly_day: int
    mail: bool
    mornings_off: bool
    weeks_off: bool
    subscriptions: tuple[OwnSubscription, ...] = ()

    @property
    def silent(self) -> bool:
        """They hear of nothing: what they subscribed to waits for overviews that do not come."""
        hears = (self.digest.mornings and not self.mornings_off) or (self.digest.weeks and not self.weeks_off)
        return self.means is Means.DIGEST and not hears


@dataclass(frozen=True, kw_only=True)
class News:
    """A case that a member hears of, as it was when that happened. `account` is for who may see it."""

    id: str
    member_id: str
    case_id: str
    version: int
    number: int
    kind: str
    title: str
    severity: str
    account: str | None
    occasion: Occasion
    at: datetime
