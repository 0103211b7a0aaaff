"""What a channel hears of, in the form it was understood: after subscribing, on asking, and beforehand."""

from collections.abc import Iterable, Sequence

from bot.blocks import case_line, kit
from bot.blocks.kit import Block, Mrkdwn
from bot.blocks.message import Message, message, note
from bot.words import Say
from core.domain.subscription import Filters, Subscription, Topic
from core.views import CaseCard

MOST = 30
"""Channels or cases that one answer lists."""

VALUES_CHARS = 200


def render(found: Sequence[Subscription], uncovered: Sequence[Topic], say: Say) -> Message:
    head = kit.said_n(say, "subscriptions.head", len(found))
    warning = _uncovered(uncovered, say)
    if not found:
        return message(head, [kit.section(head), kit.context(kit.said(say, "subscriptions.how")), *warning])
    rows = [kit.section(_row(s, say)) for s in found[:MOST]]
    left = len(found) - len(rows)
    more = [kit.context(kit.said_n(say, "list.more", left))] if left else []
    return message(head, [kit.section(kit.bold(head)), *rows, *more, *warning])


def subscribed(kept: Subscription, say: Say) -> Message:
    """The whole subscription as it stands now: what was understood is shown, never assumed."""
    where = kit.channel_ref(kept.channel_id)
    return note(
        kit.said(say, "subscriptions.done", channel=where, what=understood(kept.topics, kept.filters, say)),
        kit.context(kit.said(say, "subscriptions.belongs")),
    )


def unsubscribed(left: Subscription | None, say: Say) -> Message:
    if left is None:
        return note(kit.said(say, "subscriptions.none_left"))
    what = understood(left.topics, left.filters, say)
    return note(kit.said(say, "subscriptions.left", channel=kit.channel_ref(left.channel_id), what=what))


def preview(topics: Iterable[Topic], filters: Filters, cards: Sequence[CaseCard], say: Say) -> Message:
    """What it would have posted in the last seven days: the same match as routing."""
    what = understood(frozenset(topics) or frozenset(Topic), filters, say)
    head = kit.said_n(say, "subscriptions.preview", len(cards), what=what)
    rows = [kit.section(case_line.render(card, say)) for card in cards[:MOST]]
    left = len(cards) - len(rows)
    more = [kit.context(kit.said_n(say, "list.more", left))] if left else []
    return message(head, [kit.section(head), *rows, *more])


def understood(topics: Iterable[Topic], filters: Filters, say: Say) -> Mrkdwn:
    """`job tickets and orders, severity from high, connection: eBay AU, not code: low_stock`."""
    asked = set(topics)
    named = say.listed([say(f"topic.{topic}") for topic in Topic if topic in asked])
    least = filters.severity_at_least
    parts = [
        kit.bold(named),
        kit.said(say, "filter.severity", severity=say(f"severity.{least}")) if least else None,
        *(_values("filter.only", field, values, say) for field, values in filters.wanted.items()),
        *(_values("filter.but_not", field, values, say) for field, values in filters.unwanted.items()),
    ]
    return Mrkdwn(", ").join(part for part in parts if part)


def _values(key: str, field: str, values: Sequence[str], say: Say) -> Mrkdwn:
    listed = kit.escaped(", ".join(values), limit=VALUES_CHARS)
    only = key == "filter.only"
    facts = {"field": field[:40], "values": listed}
    return kit.said(say, "filter.only", **facts) if only else kit.said(say, "filter.but_not", **facts)


def _row(subscription: Subscription, say: Say) -> Mrkdwn:
    what = understood(subscription.topics, subscription.filters, say)
    return kit.lines(kit.channel_ref(subscription.channel_id), what)


def _uncovered(uncovered: Sequence[Topic], say: Say) -> list[Block]:
    if not uncovered:
        return []
    topics = say.listed([say(f"topic.{topic}") for topic in uncovered])
    return [kit.context(kit.words(":warning:", kit.said(say, "home.uncovered", topics=topics)))]
