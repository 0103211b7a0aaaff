"""Step 1 by another way: choose what is stopped. The smallest that stops the job stands first (J11)."""

from bot.blocks import form_modal, kit
from bot.blocks.fields import choices
from bot.blocks.kit import Block
from bot.forms import ContainForm
from bot.routes import ContainModal
from bot.words import Say
from core.domain.draft import Draft
from core.views import JobTicketCard


def render(card: JobTicketCard, route: ContainModal, say: Say, draft: Draft | None = None) -> Block:
    if not card.containments:
        return form_modal.view("contain", card, route, say, [kit.section(say("modal.contain.none"))])
    kinds = choices("containment", card.containments, say)
    return form_modal.render(
        ContainForm,
        card,
        route,
        say,
        kept={"kind": card.containments[0], "cancel_inflight": True},
        options={"kind": kinds},
        draft=draft,
    )
