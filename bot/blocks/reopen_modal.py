"""Open a closed ticket again, with the same number and from the first step."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import ReopenForm
from bot.routes import ReopenModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: ReopenModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(ReopenForm, card, route, say, draft=draft)
