"""The letter to the customer as it will be sent. Nothing leaves before somebody has seen it."""

from bot.blocks import form_modal, kit
from bot.blocks.kit import Block
from bot.routes import ReplyPreviewModal
from bot.words import Say
from core.views import SupportCard


def render(card: SupportCard, route: ReplyPreviewModal, say: Say) -> Block:
    """Raises ValueError when the letter is too long to wait in a view's private_metadata."""
    blocks = [
        kit.section(
            kit.said(say, "preview.to", name=card.requester.name[:100], address=card.requester.email[:254])
        ),
        kit.divider(),
        kit.section(kit.quoted(route.text)),
        kit.divider(),
        kit.context(kit.said(say, "support.preview")),
    ]
    return form_modal.view("reply_preview", card, route, say, blocks, submit=True)
