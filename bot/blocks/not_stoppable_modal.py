"""Step 1 cannot be done on our side: say why (J9)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import NotStoppableForm
from bot.routes import NotStoppableModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: NotStoppableModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(NotStoppableForm, card, route, say, draft=draft)
