"""Change what a ticket is about, in place (S15)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import CategoryForm
from bot.routes import CategoryModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: CategoryModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(CategoryForm, card, route, say, kept={"category": card.code}, draft=draft)
