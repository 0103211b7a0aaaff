"""The closing modal: what it is, the live checklist, the outcome, the evidence, and Close.

Light at once, drawn from the record; the platform's word replaces it a moment later under the same ids, so
nothing typed is lost. A refused closing comes back as this modal, with what had been filled in.
"""

from functools import partial

from bot.blocks import form_modal, kit
from bot.blocks.fields import NOTHING_KEPT, inputs
from bot.blocks.kit import Block
from bot.blocks.ticks import PENDING, tick_block
from bot.form_drafts import brought_back
from bot.forms import ClosingForm as TypedForm
from bot.routes import CheckAgainButton, CloseModal
from bot.words import Say
from core.domain.close_attempt import Claim, ClosingForm
from core.domain.draft import Draft
from core.domain.job_ticket_table import Choice, State
from core.views import Checklist, JobTicketCard

FIRST = ("claim", "screenshot")
CONFIRMATION = ("confirmation_text", "confirmation_author", "confirmation_said")


def render(
    checklist: Checklist,
    route: CloseModal,
    say: Say,
    *,
    filled: ClosingForm | None = None,
    draft: Draft | None = None,
) -> Block:
    card = checklist.card
    if card.state == State.CLOSED:
        return form_modal.view(
            "close", card, route, say, [kit.section(kit.said(say, "closing.already_closed"))]
        )
    kept = {**_kept(card, filled), **brought_back(TypedForm, draft)}
    fields = partial(inputs, TypedForm, say, kept=kept, action_id=form_modal.field_id(route))
    blocks = [
        *form_modal.opening("close", card, say),
        *([kit.section(kit.said(say, "closing.refused"))] if filled is not None else []),
        *form_modal.draft_line(TypedForm, card, draft, say),
        *_checklist(checklist, route, say),
        kit.divider(),
        *fields(only=FIRST),
        kit.context(kit.said(say, "closing.mind_secrets")),
        *_pictures(checklist, say),
        *fields(only=("note",)),
        kit.divider(),
        kit.context(kit.said(say, "closing.if_duplicate")),
        *fields(only=("duplicate_of",)),
        kit.context(kit.said(say, "closing.if_confirmed")),
        *fields(only=CONFIRMATION),
    ]
    return form_modal.view("close", card, route, say, blocks, submit=True)


def _checklist(checklist: Checklist, route: CloseModal, say: Say) -> list[Block]:
    card = checklist.card
    again = CheckAgainButton(case_id=card.case_id, version=card.version, afresh=route.afresh)
    looked = (
        kit.said(say, "closing.checked_at", at=checklist.checked_at)
        if checklist.checked_at is not None
        else kit.said(say, "closing.from_record")
    )
    missing = any(not tick.ok and tick.reason != PENDING for tick in checklist.ticks)
    return [
        kit.section(looked, accessory=kit.button(say("closing.check_again"), again.element())),
        *(tick_block(tick, card, say) for tick in checklist.ticks),
        kit.context(kit.said(say, "closing.assumptions" if missing else "closing.complete")),
    ]


def _pictures(checklist: Checklist, say: Say) -> list[Block]:
    """Pictures kept from an earlier try need not be attached again."""
    held = len(checklist.pictures)
    return [kit.context(kit.said_n(say, "closing.pictures_held", held))] if held else []


def _kept(card: JobTicketCard, filled: ClosingForm | None) -> dict[str, object]:
    if filled is None:
        claim = Claim.REMOVED if card.decision == Choice.REMOVE else Claim.WORKS_AGAIN
        return {**NOTHING_KEPT, "claim": claim}
    return {name: getattr(filled, name) for name in ("claim", "note", "duplicate_of", *CONFIRMATION)}
