"""Telling the retailer: written, previewed, sent. Nothing leaves before the preview was seen."""

from bot.blocks import notify_modal, notify_preview
from bot.forms import NothingTyped, NotifyForm
from bot.handlers.acting import act, load_ticket
from bot.handlers.binding import bind_form, bind_opener
from bot.handlers.click import Answer, Click, Open
from bot.handlers.opening import FormOpener, begins_empty, draft_for
from bot.routes import CaseRoute, NotifyButton, NotifyModal, NotifyPreviewModal
from core.domain.workspace import Contact
from core.errors import Invalid
from core.services.contacts import ContactsOf
from core.services.job_tickets import NotifyRetailer
from core.views import JobTicketCard

LETTER_LIMIT = 2500
"""Characters of a letter's parts together: what fits a view's private_metadata beside the rest."""


async def ask_notify(route: CaseRoute, click: Click) -> Open:
    return await notify_view(await load_ticket(route, click), click, afresh=begins_empty(route))


async def notify_view(card: JobTicketCard, click: Click, *, afresh: bool = False) -> Open:
    contacts = await click.house.ask(ContactsOf(case_id=card.case_id), by=click.actor)
    modal, typed = await draft_for(NotifyModal, NotifyForm, card, click, afresh=afresh)
    return Open(view=notify_modal.render(card, contacts, modal, click.house.words, click.say, typed))


async def preview(route: NotifyModal, form: NotifyForm, click: Click) -> Answer:
    """The letter as it will go out, on top of the form; [Send] there is the act."""
    card = await load_ticket(route, click)
    contact = await _contact(route.case_id, form.to, click)
    letter = NotifyPreviewModal(
        case_id=route.case_id,
        version=route.version,
        place=route.place,
        to=contact.email,
        subject=form.subject,
        issue=form.issue,
        actions=form.actions,
        next_steps=form.next_steps,
    )
    try:
        view = notify_preview.render(card, contact, letter, click.say)
    except ValueError:
        # A view carries 3,000 characters from the form to [Send]; a longer letter is for a mail program.
        raise Invalid("error.letter_too_long", field="issue", limit=LETTER_LIMIT) from None
    return Open(view=view)


async def send(route: NotifyPreviewModal, form: NothingTyped, click: Click) -> Answer:
    """The act itself: the letter is committed with the step, delivery takes it from there."""
    contact = await _contact(route.case_id, route.to, click)
    return await act(
        NotifyRetailer,
        route,
        click,
        to_name=contact.name,
        to_address=contact.email,
        subject=route.subject,
        issue=route.issue,
        actions=route.actions,
        next_steps=route.next_steps,
        locale=contact.locale,
    )


async def _contact(case_id: str, email: str, click: Click) -> Contact:
    contacts = await click.house.ask(ContactsOf(case_id=case_id), by=click.actor)
    found = next((c for c in contacts if c.email == email), None)
    if found is None:
        raise Invalid("error.unknown_contact", field="to", address=email)
    return found


BINDINGS = (
    bind_opener(NotifyButton, FormOpener(NotifyForm, ask_notify)),
    bind_form(NotifyModal, NotifyForm, preview, pending=True),
    bind_form(NotifyPreviewModal, NothingTyped, send, completes=NotifyForm),
)
