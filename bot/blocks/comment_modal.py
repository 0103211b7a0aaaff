"""Write something into the case's thread and history."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import CommentForm
from bot.routes import CommentModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: CommentModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(CommentForm, card, route, say, draft=draft)
