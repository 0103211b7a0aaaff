"""Send an order again that may already stand at its destination: look there first (C22)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import RetryForm
from bot.routes import RetryModal
from bot.words import Say
from core.views import CaseCard


def render(card: CaseCard, route: RetryModal, say: Say) -> Block:
    return form_modal.render(RetryForm, card, route, say)
