"""The closing modal once the closing was granted: by which rule, and on which proof."""

from bot.blocks import form_modal, kit
from bot.blocks.kit import Block
from bot.blocks.proof import proof_blocks
from bot.routes import DetailModal
from bot.words import Say
from core.views import JobTicketCard


def render(card: JobTicketCard, say: Say) -> Block:
    route = DetailModal(case_id=card.case_id, version=card.version)
    blocks = [
        *form_modal.opening("closed", card, say),
        *proof_blocks(card, say),
        kit.context(kit.said(say, "closed.what_now")),
    ]
    return form_modal.view("closed", card, route, say, blocks)
