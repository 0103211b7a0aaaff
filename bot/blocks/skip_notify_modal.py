"""Step 2 has nobody to tell, since the defect is our own: a lead says why."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import SkipNotifyForm
from bot.routes import SkipNotifyModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: SkipNotifyModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(SkipNotifyForm, card, route, say, draft=draft)
