"""What the handlers share: the card behind a route, the modal about it, and an act through the door."""

from typing import Any, TypeVar

from bot.blocks import answers, menu_modal
from bot.handlers.click import Answer, Click, CloseAll, Done, Redraw
from bot.routes import CaseModal, CaseRoute, MenuModal
from core.errors import Invalid
from core.services.acting import CaseCommand
from core.services.reading import GetCard
from core.views import CaseCard, IncidentCard, JobTicketCard

M = TypeVar("M", bound=CaseModal)


async def load(route: CaseRoute | CaseModal, click: Click) -> CaseCard:
    """The card as it stands now, whatever version the button was drawn for."""
    return await click.house.ask(GetCard(case_id=route.case_id), by=click.actor)


async def load_ticket(route: CaseRoute | CaseModal, click: Click) -> JobTicketCard:
    """Raises Invalid for another kind of case."""
    return ticket_of(await load(route, click))


async def load_incident(route: CaseRoute | CaseModal, click: Click) -> IncidentCard:
    """Raises Invalid for another kind of case."""
    return incident_of(await load(route, click))


def ticket_of(card: CaseCard) -> JobTicketCard:
    """Raises Invalid for another kind of case."""
    if not isinstance(card, JobTicketCard):
        raise Invalid("error.not_closable", number=card.number)
    return card


def incident_of(card: CaseCard) -> IncidentCard:
    """Raises Invalid for another kind of case."""
    if not isinstance(card, IncidentCard):
        raise Invalid("error.not_an_incident", number=card.number)
    return card


def case_modal(kind: type[M], card: CaseCard, click: Click, *, afresh: bool = False) -> M:
    """A modal drawn from *card* acts on that version; it remembers where it was opened."""
    return kind(case_id=card.case_id, version=card.version, place=click.place, afresh=afresh)


async def act(
    command: type[CaseCommand], route: CaseRoute | CaseModal, click: Click, /, **arguments: Any
) -> Answer:
    """Send the command for what the person saw. The card in the channel shows what came of it."""
    wish = command(key=click.key, case_id=route.case_id, seen_version=route.version, **arguments)
    card = await click.house.dispatch(wish, by=click.actor)
    return acted(card, click)


def acted(card: CaseCard, click: Click) -> Answer:
    """From a message the card answers. From the menu the menu is drawn afresh; from a form it closes, and
    with it the menu below, which shows an older state."""
    if click.view_type == "modal" and click.trigger_id is not None and not _submitted(click):
        return Redraw(view=menu_modal.render(card, case_modal(MenuModal, card, click), click.say))
    if _submitted(click):
        return CloseAll(message=answers.undoable(card, click.say, click.actor.id))
    return Done()


def _submitted(click: Click) -> bool:
    return click.key.startswith("submit:")
