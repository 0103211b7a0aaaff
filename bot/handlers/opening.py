"""Opening a modal about a case. A form comes back with what its reader typed before and did not send."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from bot.form_fields import Form
from bot.handlers.acting import case_modal, load, load_incident, load_ticket
from bot.handlers.click import Click, Open
from bot.handlers.drafting import own_draft
from bot.routes import CaseModal, CaseRoute, StartEmptyButton
from bot.words import Say
from core.domain.draft import Draft
from core.views import CaseCard, IncidentCard, JobTicketCard

M = TypeVar("M", bound=CaseModal)
C = TypeVar("C", bound=CaseCard)

DrawsForm: TypeAlias = Callable[[C, M, Say, Draft | None], dict[str, Any]]


@dataclass(frozen=True)
class FormOpener:
    """How a form is opened from a button of its case; from StartEmptyButton without the draft."""

    form: type[Form]
    ask: Callable[[CaseRoute, Click], Awaitable[Open]]

    async def __call__(self, route: CaseRoute, click: Click) -> Open:
        return await self.ask(route, click)


def opens(
    render: Callable[[CaseCard, M, Say], dict[str, Any]], kind: type[M]
) -> Callable[[CaseRoute, Click], Awaitable[Open]]:
    """A handler that opens a modal about the case behind the button."""

    async def show(route: CaseRoute, click: Click) -> Open:
        card = await load(route, click)
        return Open(view=render(card, case_modal(kind, card, click), click.say))

    return show


def opens_form(render: DrawsForm[CaseCard, M], kind: type[M], form: type[Form]) -> FormOpener:
    """The same for a form."""

    return _opens_form(load, render, kind, form)


def opens_ticket_form(render: DrawsForm[JobTicketCard, M], kind: type[M], form: type[Form]) -> FormOpener:
    """The same, for what only a job ticket has."""

    return _opens_form(load_ticket, render, kind, form)


def opens_incident_form(render: DrawsForm[IncidentCard, M], kind: type[M], form: type[Form]) -> FormOpener:
    """The same, for what only a delivery incident has."""

    return _opens_form(load_incident, render, kind, form)


def begins_empty(route: CaseRoute) -> bool:
    return isinstance(route, StartEmptyButton)


async def draft_for(
    kind: type[M], form: type[Form], card: CaseCard, click: Click, *, afresh: bool
) -> tuple[M, Draft | None]:
    """The modal to draw and what was typed into it before. `afresh`: nothing, and its fields get other ids, since
    under the old ones Slack would keep what stood there."""
    modal = case_modal(kind, card, click, afresh=afresh)
    return modal, None if afresh else await own_draft(form, card.case_id, click)


def _opens_form(
    find: Callable[[CaseRoute, Click], Awaitable[C]], render: DrawsForm[C, M], kind: type[M], form: type[Form]
) -> FormOpener:
    async def ask(route: CaseRoute, click: Click) -> Open:
        card = await find(route, click)
        modal, draft = await draft_for(kind, form, card, click, afresh=begins_empty(route))
        return Open(view=render(card, modal, click.say, draft))

    return FormOpener(form, ask)
