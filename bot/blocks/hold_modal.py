"""Put a ticket on hold: for whom it waits, why, and until when."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import HoldForm
from bot.routes import HoldModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: HoldModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(HoldForm, card, route, say, draft=draft)
