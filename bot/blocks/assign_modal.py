"""Give a case to somebody, or give it back."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import AssignForm
from bot.routes import AssignModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: AssignModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(AssignForm, card, route, say, draft=draft, kept={"to": card.owner})
