"""Provide a solution: what the carrier should do, in the words agreed with the customer."""

from bot.blocks import form_modal, kit
from bot.blocks.fields import choices
from bot.blocks.incident_card import facts_lines, reason_line
from bot.blocks.kit import Block
from bot.form_fields import fields_of
from bot.forms import SolutionForm
from bot.routes import SolutionModal
from bot.words import Say
from core.domain.delivery_incident_table import Resolution
from core.domain.draft import Draft
from core.views import IncidentCard

ADDRESS = ("street", "line_2", "postal_code", "city", "country")


def render(card: IncidentCard, route: SolutionModal, say: Say, draft: Draft | None = None) -> Block:
    """The fields of an address only where the carrier takes one."""
    told = kit.lines(reason_line(card, say), *facts_lines(card, say), _tip(card, say))
    moves = Resolution.CHANGE_ADDRESS in card.offers
    return form_modal.render(
        SolutionForm,
        card,
        route,
        say,
        kept={"resolution": card.offers[0]} if card.offers else {},
        options={"resolution": choices("resolution", card.offers, say)},
        only=[name for name in fields_of(SolutionForm) if moves or name not in ADDRESS],
        before=[kit.section(told)],
        draft=draft,
    )


def _tip(card: IncidentCard, say: Say) -> str | None:
    return kit.words(":bulb:", say(card.tip)) if card.tip else None
