"""Name another case that belongs to this one."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import LinkForm
from bot.routes import LinkModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: LinkModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(LinkForm, card, route, say, draft=draft)
