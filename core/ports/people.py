"""Books about people: their user groups, what channels and members subscribed to, and what members were told."""

from datetime import datetime
from typing import Protocol

from core.domain.member import Member
from core.domain.own_subscription import News, OwnSubscription
from core.domain.subscription import Subscription
from core.domain.user_group import UserGroup


class MembersRead(Protocol):
    def get(self, member_id: str) -> Member | None: ...

    def having(self, role: int) -> tuple[Member, ...]:
        """Those with at least that role, to tell who can."""

    def groups(self) -> tuple[UserGroup, ...]:
        """Every user group as last read, by id."""


class MemberBook(MembersRead, Protocol):
    def keep(self, member: Member) -> None: ...

    def keep_group(self, group: UserGroup) -> None:
        """Replaces what was read of it earlier."""


class SubscriptionsRead(Protocol):
    def all(self) -> tuple[Subscription, ...]:
        """Those of channels."""

    def of(self, channel_id: str) -> Subscription | None: ...

    def of_members(self) -> tuple[OwnSubscription, ...]:
        """Those of everybody, oldest first."""

    def of_member(self, member_id: str) -> tuple[OwnSubscription, ...]:
        """Theirs, oldest first."""


class SubscriptionBook(SubscriptionsRead, Protocol):
    def keep(self, subscription: Subscription) -> None:
        """One per channel: replaces the earlier one."""

    def drop(self, channel_id: str) -> None: ...

    def keep_own(self, subscription: OwnSubscription) -> None:
        """By its id: replaces the earlier one."""

    def drop_own(self, subscription_id: str) -> None: ...


class NewsBook(Protocol):
    """What members were told lately, and what waits to be told together."""

    def told(self, member_id: str, at: datetime) -> None:
        """Count a message to them."""

    def told_since(self, member_id: str, since: datetime) -> int:
        """How many messages they were sent after that."""

    def gather(self, news: News) -> None:
        """Keep it until it is taken."""

    def gathering(self, member_id: str) -> bool:
        """Whether something waits for them."""

    def ripe(self, before: datetime) -> tuple[str, ...]:
        """The members for whom something waits since *before* or longer."""

    def take(self, member_id: str) -> tuple[News, ...]:
        """All that waits for them, oldest first; it waits no longer. Of two who ask at once, one gets it."""
