"""Managing with the customer: what came of trying to reach them."""

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import ContactForm
from bot.routes import ContactModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard


def render(card: CaseCard, route: ContactModal, say: Say, draft: Draft | None = None) -> Block:
    return form_modal.render(ContactForm, card, route, say, draft=draft)
