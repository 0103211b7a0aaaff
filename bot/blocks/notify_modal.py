"""Step 2: the letter to the retailer, filled in from the template of its cause; every word can be changed."""

from collections.abc import Mapping, Sequence

from bot.blocks import form_modal, kit
from bot.blocks.headline import place
from bot.blocks.kit import Block
from bot.blocks.letter import draft
from bot.forms import NotifyForm
from bot.routes import NotifyModal
from bot.words import Say, negotiate
from core.domain.draft import Draft
from core.domain.workspace import Contact
from core.views import JobTicketCard

ADDRESS_CHARS = 150
"""An option's value holds no more (SLACK 1.2); a longer address cannot be chosen here."""


MOST = 100
"""Options that one menu holds (SLACK 1.2)."""


def render(
    card: JobTicketCard,
    contacts: Sequence[Contact],
    route: NotifyModal,
    words: Mapping[str, Say],
    say: Say,
    typed: Draft | None = None,
) -> Block:
    reachable = [c for c in contacts if 0 < len(c.email) <= ADDRESS_CHARS][:MOST]
    if not reachable:
        return _nobody(card, route, say)
    first = reachable[0]
    letter = words.get(negotiate(first.locale, say.language)) or say
    kept = {**draft(card, first.name, letter), "to": first.email}
    options = {"to": [_option(c, say) for c in reachable]}
    return form_modal.render(NotifyForm, card, route, say, kept=kept, options=options, draft=typed)


def _option(contact: Contact, say: Say) -> Block:
    may = say("contact.may_confirm") if contact.may_confirm else None
    return kit.option(f"{contact.name} ({contact.email})", contact.email, description=may)


def _nobody(card: JobTicketCard, route: NotifyModal, say: Say) -> Block:
    """No contact on record: the words say who can add one, and what can be done meanwhile."""
    missing = kit.said(say, "modal.notify.nobody", retailer=place(card) or say("card.the_retailer"))
    return form_modal.view("notify", card, route, say, [kit.section(missing)])
