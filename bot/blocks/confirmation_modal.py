"""Put the retailer's written word on record: what they wrote, who, how, and what it says (W1, W2)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import ConfirmationForm
from bot.routes import ConfirmationModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: ConfirmationModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(ConfirmationForm, card, route, say, draft=draft, kept={"medium": "pasted"})
