"""How a support ticket ends (S19)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import CloseSupportForm
from bot.routes import CloseSupportModal
from bot.words import Say
from core.views import CaseCard


def render(card: CaseCard, route: CloseSupportModal, say: Say) -> Block:
    return form_modal.render(CloseSupportForm, card, route, say)
