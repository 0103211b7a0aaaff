"""How the customer is reached: read by one person, never posted."""

from bot.blocks import form_modal, kit
from bot.blocks.kit import Block
from bot.blocks.support_card import who_line
from bot.routes import CustomerModal
from bot.words import Say
from core.views import SupportCard


def render(card: SupportCard, route: CustomerModal, say: Say) -> Block:
    customer = card.requester
    ways = kit.lines(
        kit.said(say, "support.email", email=customer.email[:254]) if customer.email else None,
        kit.said(say, "support.phone", phone=customer.phone[:100]) if customer.phone else None,
    )
    blocks = [
        *form_modal.opening("customer", card, say),
        kit.section(who_line(card, say)),
        kit.section(ways or kit.said(say, "support.no_contact")),
        kit.context(kit.said(say, "support.looked")),
    ]
    return form_modal.view("customer", card, route, say, blocks)
