"""Unsure? Ask the support team (C10)."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import AskSupportForm
from bot.routes import AskSupportModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: AskSupportModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(AskSupportForm, card, route, say, draft=draft)
