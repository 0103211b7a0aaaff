"""Put a case away: it was dealt with, or nothing is to be done (C11)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import ArchiveForm
from bot.routes import ArchiveModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: ArchiveModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(ArchiveForm, card, route, say, draft=draft)
