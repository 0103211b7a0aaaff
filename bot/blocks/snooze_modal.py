"""Leave an issue alone until a moment; it wakes by itself."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import SnoozeForm
from bot.routes import SnoozeModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: SnoozeModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(SnoozeForm, card, route, say, draft=draft)
