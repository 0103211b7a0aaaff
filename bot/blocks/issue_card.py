"""The card of an issue: what it is about, how often, what to open, and what can be done."""

from bot.blocks import kit
from bot.blocks.buttons import card_row
from bot.blocks.case_facts import QUOTE_CHARS, fallback, links_line, seen_line, strip, title_line
from bot.blocks.headline import place, place_and_role
from bot.blocks.kit import Mrkdwn
from bot.blocks.message import Message, message
from bot.blocks.people import mentioned
from bot.words import Say
from core.views import IssueCard


def render(card: IssueCard, say: Say) -> Message:
    words = kit.lines(
        title_line(card, say),
        kit.dotted(place_and_role(card, say), _channel(card), _amount(card, say), seen_line(card, say)),
        links_line(card, say, _item(card, say)),
        _trouble(card, say),
    )
    snoozed = kit.said(say, "card.snoozed") if card.snoozed_until else None
    return message(
        fallback(card, say),
        [kit.section(words), card_row(card, say)],
        [strip(card, say, _owner(card, say), snoozed, _ended(card, say))],
    )


def _item(card: IssueCard, say: Say) -> Mrkdwn:
    """`Open order 1001-A`, as a link where there is a page."""
    label = card.subject.label or card.subject.id
    url = kit.safe_url(card.subject.url)
    kind = say(f"subject.{card.subject.type}" if card.subject.type in SUBJECTS else "subject.other")
    if label.casefold().startswith(kind.casefold()):  # "Order 1002-B" says itself that it is an order
        return kit.link(url, kit.said(say, "card.open_thing", label=label[:60]) if url else label[:60])
    return kit.link(url, kit.said(say, "card.open_item" if url else "card.item", kind=kind, label=label[:60]))


def _channel(card: IssueCard) -> Mrkdwn | None:
    """The sales channel, unless it is the same word as the place before it."""
    shown = kit.escaped(card.channel or "", limit=60)
    return shown if shown and shown != place(card) else None


def _amount(card: IssueCard, say: Say) -> str | None:
    return say.money(card.amount.value[:40], card.amount.currency[:8]) if card.amount else None


def _trouble(card: IssueCard, say: Say) -> Mrkdwn | None:
    """Why the last try failed, a copy that exists already, and when the next try can work."""
    found = []
    if card.unread_write:
        found.append(kit.said(say, "card.retry_unread"))
    if card.duplicate_at is not None:
        found.append(kit.said(say, "card.duplicate_at", place=kit.escaped(card.duplicate_at, limit=60)))
    elif card.retry_error is not None:
        found.append(kit.said(say, "card.retry_failed", error=_error(card.retry_error, say)))
    if card.retry_after is not None:
        found.append(kit.said(say, "card.retry_after", at=card.retry_after))
    return kit.words(":warning:", kit.dotted(*found)) if found else None


def _error(error: str, say: Say) -> str:
    key = f"problem.{error}"
    known = error.isidentifier() and say.has(key)
    return say(key) if known else kit.escaped(error, limit=QUOTE_CHARS)


def _owner(card: IssueCard, say: Say) -> Mrkdwn | None:
    if card.owner is None or card.owner == card.needs_member:
        return None
    return kit.said(say, "card.owned", owner=mentioned(card.owner, say))


def _ended(card: IssueCard, say: Say) -> Mrkdwn | None:
    if card.closed_at is None:
        return None
    key = f"outcome.{card.close_outcome}" if card.close_outcome in ("retried", "cleared") else "outcome.ended"
    return kit.said(say, key, at=card.closed_at)


SUBJECTS = ("order", "invoice", "product", "inventory", "connection", "job", "shipment", "file")
"""Subject types with a word of their own (core/domain/case_parts.py)."""
