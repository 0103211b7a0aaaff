"""Into which ticket this one is merged."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import MergeForm
from bot.routes import MergeModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: MergeModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(MergeForm, card, route, say, draft=draft)
