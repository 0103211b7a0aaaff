"""The card of a support ticket: who asks, from where, about which order, and the last word said.

The customer's address and telephone never stand here: see customer_modal.
"""

from bot.blocks import kit
from bot.blocks.buttons import card_row
from bot.blocks.carriers import carrier_words
from bot.blocks.case_facts import QUOTE_CHARS, fallback, links_line, strip, title_line
from bot.blocks.headline import place
from bot.blocks.kit import Mrkdwn
from bot.blocks.letter_trouble import letter_line
from bot.blocks.message import Message, message
from bot.blocks.people import mentioned
from bot.words import Say
from core.domain.support_ticket_table import Outcome
from core.views import SupportCard

NAME_CHARS = 60


def render(card: SupportCard, say: Say) -> Message:
    words = kit.lines(
        title_line(card, say),
        who_line(card, say),
        last_word(card, say),
        claim_line(card, say),
        letter_line(card, say),
        _held(card, say),
        links_line(card, say),
    )
    owner = None
    if card.owner is not None and card.owner != card.needs_member:
        owner = kit.said(say, "card.owned", owner=mentioned(card.owner, say))
    return message(
        fallback(card, say),
        [kit.section(words), card_row(card, say)],
        [strip(card, say, owner, ended(card, say))],
    )


def who_line(card: SupportCard, say: Say) -> Mrkdwn:
    """`Joana Reis, Amazon, order 403-118`, and whose shop it is where that is another word."""
    order = card.order_number[:NAME_CHARS]
    channel = kit.escaped(card.channel or "", limit=NAME_CHARS)
    shop = place(card)
    return kit.dotted(
        kit.escaped(card.requester.name, limit=NAME_CHARS),
        channel or None,
        shop if shop and shop != channel else None,
        kit.link(card.subject.url, kit.said(say, "support.order", order=order)) if order else None,
    )


def last_word(card: SupportCard, say: Say) -> Mrkdwn:
    """The newest of the conversation, else what the customer came with."""
    last = card.messages[-1] if card.messages else None
    said = (last.text if last else card.description) or say("support.no_words")
    key = "support.we_said" if last is not None and last.by is not None else "support.customer_said"
    return kit.said(say, key, text=kit.escaped(" ".join(said.split()), limit=QUOTE_CHARS))


def claim_line(card: SupportCard, say: Say) -> Mrkdwn | None:
    """Until when the carrier takes the claim: its own deadline, whatever the ticket waits for."""
    if card.claim_by is None or card.closed_at is not None:
        return None
    if not card.carrier:
        return kit.said(say, "support.claim_by", at=card.claim_by)
    return kit.said(say, "support.claim_with", carrier=carrier_words(card.carrier), at=card.claim_by)


def ended(card: SupportCard, say: Say) -> Mrkdwn | None:
    if card.closed_at is None:
        return None
    known = card.close_outcome if card.close_outcome in set(Outcome) else Outcome.SOLVED
    reference = None
    if card.close_reference:
        reference = kit.said(say, "support.reference", reference=card.close_reference[:NAME_CHARS])
    outcome = say(f"support_outcome.{known}")
    return kit.dotted(kit.said(say, "support.ended", outcome=outcome, at=card.closed_at), reference)


def _held(card: SupportCard, say: Say) -> Mrkdwn | None:
    if card.hold is None:
        return None
    reason = kit.escaped(" ".join(card.hold.reason.split()), limit=QUOTE_CHARS)
    return kit.said(say, "card.waits_for", whom=say(f"hold.{card.hold.kind}"), reason=reason)
