"""Say how much a case matters."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import PriorityForm
from bot.routes import PriorityModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: PriorityModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(PriorityForm, card, route, say, draft=draft, kept={"severity": card.severity})
