"""What a member wants to hear of themselves, whatever channels hear of."""

from dataclasses import dataclass, replace
from typing import ClassVar

from core.command import Command
from core.domain.member import Role
from core.domain.own_subscription import MOST_SUBSCRIPTIONS, Occasion, OwnSubscription
from core.domain.subscription import Filters, Topic
from core.errors import Invalid, NotFound
from core.ports.unit_of_work import UnitOfWork
from core.services.subscriptions import check_filters


@dataclass(frozen=True, kw_only=True)
class SubscribeMe(Command[OwnSubscription]):
    """One more, or the one that is the same already. No occasion named means that a case opens. Raises Invalid
    for no topic, a filter that is none, or one too many."""

    NEEDS: ClassVar[Role] = Role.VIEWER
    topics: frozenset[Topic]
    filters: Filters
    occasions: frozenset[Occasion] = frozenset()


@dataclass(frozen=True, kw_only=True)
class UnsubscribeMe(Command[tuple[OwnSubscription, ...]]):
    """Takes the topics named out of each of theirs, or away the one with that id; nothing named means all. What
    is left. Raises Invalid where nothing was taken away."""

    NEEDS: ClassVar[Role] = Role.VIEWER
    topics: frozenset[Topic] = frozenset()
    subscription_id: str | None = None


def subscribe_me(cmd: SubscribeMe, uow: UnitOfWork) -> OwnSubscription:
    check_filters(cmd.filters)
    if not cmd.topics:
        raise Invalid("error.no_topic", field="topics", topics=", ".join(Topic))
    if uow.members.get(uow.actor.id) is None:
        raise NotFound(f"member {uow.actor.id}")
    mine = uow.subscriptions.of_member(uow.actor.id)
    wanted = OwnSubscription(
        id=uow.ids.new(),
        team_id=uow.workspace.team_id,
        member_id=uow.actor.id,
        topics=cmd.topics,
        filters=cmd.filters,
        created_at=uow.now,
        occasions=cmd.occasions or frozenset({Occasion.OPENED}),
    )
    same = next((s for s in mine if _meaning(s) == _meaning(wanted)), None)
    if same is not None:
        return same
    if len(mine) >= MOST_SUBSCRIPTIONS:
        raise Invalid("error.too_many_subscriptions", field="topics", most=MOST_SUBSCRIPTIONS)
    uow.subscriptions.keep_own(wanted)
    return wanted


def unsubscribe_me(cmd: UnsubscribeMe, uow: UnitOfWork) -> tuple[OwnSubscription, ...]:
    mine = uow.subscriptions.of_member(uow.actor.id)
    left: list[OwnSubscription] = []
    for each in mine:
        kept = each.topics - cmd.topics if cmd.topics else frozenset[Topic]()
        if cmd.subscription_id is not None:
            kept = frozenset() if each.id == cmd.subscription_id else each.topics
        if not kept:
            uow.subscriptions.drop_own(each.id)
            continue
        left.append(each if kept == each.topics else replace(each, topics=kept))
        uow.subscriptions.keep_own(left[-1])
    if tuple(left) == mine:
        raise Invalid("error.not_subscribed", field="topics")
    return tuple(left)


def _meaning(subscription: OwnSubscription) -> tuple[object, ...]:
    filters = subscription.filters
    return (
        subscription.topics,
        subscription.occasions,
        filters.severity_at_least,
        dict(filters.wanted),
        dict(filters.unwanted),
    )


SERVICES = (SubscribeMe.served_by(subscribe_me), UnsubscribeMe.served_by(unsubscribe_me))
