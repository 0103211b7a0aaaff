"""The letter as it will be sent. Nothing leaves before somebody has seen it (EXPERIENCE, Threads)."""

from bot.blocks import form_modal, kit
from bot.blocks.kit import Block
from bot.routes import NotifyPreviewModal
from bot.words import Say
from core.domain.workspace import Contact
from core.views import CaseCard


def render(card: CaseCard, contact: Contact, route: NotifyPreviewModal, say: Say) -> Block:
    """Raises ValueError when the letter is too long to wait in a view's private_metadata."""
    blocks = [
        kit.section(
            kit.lines(
                kit.said(say, "preview.to", name=contact.name, address=contact.email),
                kit.said(say, "preview.subject", subject=route.subject),
            )
        ),
        kit.divider(),
        *(kit.section(kit.quoted(part)) for part in (route.issue, route.actions, route.next_steps)),
        kit.divider(),
        kit.context(kit.said(say, "preview.what_happens")),
    ]
    return form_modal.view("notify_preview", card, route, say, blocks, submit=True)
