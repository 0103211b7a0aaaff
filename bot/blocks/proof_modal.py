"""Show the proof: everything that a closing rests on."""

from collections.abc import Sequence

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.blocks.proof import Removed, evidence_blocks, proof_blocks
from bot.routes import DetailModal
from bot.words import Say
from core.domain.evidence import Evidence
from core.views import JobTicketCard


def render(
    card: JobTicketCard, evidence: Sequence[Evidence], removed: Removed, route: DetailModal, say: Say
) -> Block:
    blocks = [
        *form_modal.opening("proof", card, say),
        *proof_blocks(card, say),
        *evidence_blocks(card, evidence, removed, say),
    ]
    return form_modal.view("proof", card, route, say, blocks)
