"""Step 3: what becomes of the account (J14)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import DecideForm
from bot.routes import DecideModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: DecideModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(DecideForm, card, route, say, draft=draft)
