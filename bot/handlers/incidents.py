"""Clicks on a delivery incident: the customer was tried, a solution goes out, an answer was read."""

from typing import Any

from bot.blocks import contact_modal, solution_modal
from bot.forms import ContactForm, SolutionForm
from bot.handlers.acting import act
from bot.handlers.binding import bind, bind_form, bind_opener
from bot.handlers.click import Answer, Click, FieldErrors
from bot.handlers.opening import opens_form, opens_incident_form
from bot.routes import ContactButton, ContactModal, ReviewedButton, SolutionButton, SolutionModal
from core.domain.delivery_incident import Address
from core.domain.delivery_incident_table import ContactOutcome, Resolution
from core.errors import GuardRefused, Invalid
from core.services.incidents import LogContact, MarkReviewed, ProvideSolution

WARNED = "error.solution_warning"


async def contacted(route: ContactModal, form: ContactForm, click: Click) -> Answer:
    return await act(
        LogContact,
        route,
        click,
        outcome=ContactOutcome(form.outcome),
        note=form.note,
        call_back_at=form.call_back_at,
    )


async def solved(route: SolutionModal, form: SolutionForm, click: Click) -> Answer:
    """What Andon warns of is said at the text, which stays as it was typed; the tick below sends it."""
    try:
        return await act(
            ProvideSolution,
            route,
            click,
            resolution=Resolution(form.resolution),
            text=form.text,
            delivery_date=form.delivery_date,
            time_window=form.time_window,
            address=_address(form),
            warnings_seen=form.send_anyway,
        )
    except Invalid as wrong:
        if wrong.field != "address":
            raise
        return FieldErrors(errors={"street": click.say(wrong.code)})
    except GuardRefused as asked:
        if asked.code != WARNED:
            raise
        return FieldErrors(errors={"text": _warning(asked.facts, click)})


async def reviewed(route: ReviewedButton, click: Click) -> Answer:
    return await act(MarkReviewed, route, click)


def _address(form: SolutionForm) -> Address | None:
    """Whole or not at all: a street without a city reaches nobody."""
    if not (form.street and form.postal_code and form.city):
        return None
    return Address(
        street=form.street,
        line_2=form.line_2,
        postal_code=form.postal_code,
        city=form.city,
        country=form.country or "ES",
    )


def _warning(facts: Any, click: Click) -> str:
    said = [click.say(f"warn.{warning}") for warning in facts.get("warnings", ())]
    return " ".join([*said, click.say("warn.tick")])


BINDINGS = (
    bind_opener(ContactButton, opens_form(contact_modal.render, ContactModal, ContactForm)),
    bind_opener(SolutionButton, opens_incident_form(solution_modal.render, SolutionModal, SolutionForm)),
    bind(ReviewedButton, reviewed),
    bind_form(ContactModal, ContactForm, contacted),
    bind_form(SolutionModal, SolutionForm, solved),
)
