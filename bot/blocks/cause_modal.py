"""Correct why a job fails. The cause was guessed from the error; the letter to the retailer follows it."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import CauseForm
from bot.routes import CauseModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: CauseModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(CauseForm, card, route, say, draft=draft, kept={"cause": card.code})
