"""Open a support ticket for this case: who the customer is, and what they want (C10, D12)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import SendToSupportForm
from bot.routes import SendToSupportModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: SendToSupportModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(SendToSupportForm, card, route, say, draft=draft)
