"""Where no platform can be asked, a member states the run they saw succeed (E16)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import StateRunForm
from bot.routes import StateRunModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: StateRunModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(StateRunForm, card, route, say, draft=draft)
