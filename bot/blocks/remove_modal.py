"""Remove a connection for good. The one act that nobody can take back."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import RemoveForm
from bot.routes import RemoveModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: RemoveModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(RemoveForm, card, route, say, draft=draft)
