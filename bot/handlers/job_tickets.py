"""Clicks on a job ticket, and the modals of its four steps."""

from dataclasses import replace

from bot.blocks import (
    cause_modal,
    confirmation_modal,
    contain_modal,
    decide_modal,
    hold_modal,
    not_stoppable_modal,
    remove_modal,
    reopen_modal,
    skip_notify_modal,
)
from bot.forms import (
    CauseForm,
    ConfirmationForm,
    ContainForm,
    DecideForm,
    HoldForm,
    NotStoppableForm,
    RemoveForm,
    ReopenForm,
    SkipNotifyForm,
)
from bot.handlers.acting import act, load_ticket
from bot.handlers.binding import bind, bind_form, bind_opener
from bot.handlers.click import Answer, Click, Open
from bot.handlers.opening import FormOpener, begins_empty, draft_for, opens_form, opens_ticket_form
from bot.routes import (
    CardTooOld,
    CaseRoute,
    CauseButton,
    CauseModal,
    ConfirmationButton,
    ConfirmationModal,
    ContainModal,
    DecideButton,
    DecideModal,
    HoldButton,
    HoldModal,
    NotStoppableButton,
    NotStoppableModal,
    PauseButton,
    ReactivateButton,
    RemoveConnectionButton,
    RemoveModal,
    ReopenButton,
    ReopenModal,
    ResumeButton,
    SkipNotifyButton,
    SkipNotifyModal,
    VerifyButton,
)
from core.domain.case_parts import HoldKind
from core.domain.job_ticket_table import Choice, ContainmentKind
from core.services.holding import HoldTicket, ReopenTicket, ResumeWork
from core.services.job_tickets import (
    ContainJob,
    DecideAccount,
    MarkNotStoppable,
    Reactivate,
    RemoveConnection,
    RunVerification,
    SetCause,
    SkipNotify,
)
from core.services.mail_in import NewestAnswer
from core.services.statements import AddConfirmation

CHOOSE = "choose"
"""`kind` of a PauseButton that asks which containment."""


choose = opens_ticket_form(contain_modal.render, ContainModal, ContainForm)
"""Which containment."""


async def pause(route: PauseButton, click: Click) -> Answer:
    if route.kind == CHOOSE:
        return await choose(route, click)
    try:
        kind = ContainmentKind(route.kind) if route.kind else None
    except ValueError:
        raise CardTooOld(route.name) from None
    return await act(ContainJob, route, click, kind=kind)


async def contain(route: ContainModal, form: ContainForm, click: Click) -> Answer:
    kind = ContainmentKind(form.kind)
    return await act(ContainJob, route, click, kind=kind, cancel_inflight=form.cancel_inflight)


async def not_stoppable(route: NotStoppableModal, form: NotStoppableForm, click: Click) -> Answer:
    return await act(MarkNotStoppable, route, click, reason=form.reason)


async def skip_notify(route: SkipNotifyModal, form: SkipNotifyForm, click: Click) -> Answer:
    return await act(SkipNotify, route, click, reason=form.reason)


async def decide(route: DecideModal, form: DecideForm, click: Click) -> Answer:
    return await act(DecideAccount, route, click, choice=Choice(form.choice))


async def hold(route: HoldModal, form: HoldForm, click: Click) -> Answer:
    return await act(
        HoldTicket,
        route,
        click,
        kind=HoldKind(form.kind),
        reason=form.reason,
        until=form.until,
        wake_on=form.wake_on,
    )


async def resume(route: ResumeButton, click: Click) -> Answer:
    return await act(ResumeWork, route, click)


async def reactivate(route: ReactivateButton, click: Click) -> Answer:
    return await act(Reactivate, route, click)


async def verify(route: VerifyButton, click: Click) -> Answer:
    return await act(RunVerification, route, click)


async def remove(route: RemoveModal, form: RemoveForm, click: Click) -> Answer:
    return await act(RemoveConnection, route, click)


async def set_cause(route: CauseModal, form: CauseForm, click: Click) -> Answer:
    return await act(SetCause, route, click, cause=form.cause)


async def add_confirmation(route: ConfirmationModal, form: ConfirmationForm, click: Click) -> Answer:
    return await act(
        AddConfirmation,
        route,
        click,
        text=form.text,
        author=form.author,
        said=form.said,
        medium=form.medium,
        written_at=form.written_at,
    )


async def open_confirmation(route: CaseRoute, click: Click) -> Open:
    """Begun from what the retailer answered by mail, where they did."""
    card = await load_ticket(route, click)
    modal, draft = await draft_for(
        ConfirmationModal, ConfirmationForm, card, click, afresh=begins_empty(route)
    )
    answer = await click.house.ask(NewestAnswer(case_id=card.case_id), by=click.actor)
    return Open(view=confirmation_modal.render(card, modal, click.say, draft, answer))


async def reopen(route: ReopenModal, form: ReopenForm, click: Click) -> Answer:
    return await act(ReopenTicket, route, click, reason=form.reason)


BINDINGS = (
    replace(bind(PauseButton, pause), opens=choose),
    bind_opener(
        NotStoppableButton, opens_ticket_form(not_stoppable_modal.render, NotStoppableModal, NotStoppableForm)
    ),
    bind_opener(
        SkipNotifyButton, opens_ticket_form(skip_notify_modal.render, SkipNotifyModal, SkipNotifyForm)
    ),
    bind_opener(DecideButton, opens_ticket_form(decide_modal.render, DecideModal, DecideForm)),
    bind_opener(HoldButton, opens_form(hold_modal.render, HoldModal, HoldForm)),
    bind(ResumeButton, resume),
    bind(ReactivateButton, reactivate),
    bind(VerifyButton, verify),
    bind_opener(RemoveConnectionButton, opens_ticket_form(remove_modal.render, RemoveModal, RemoveForm)),
    bind_opener(CauseButton, opens_ticket_form(cause_modal.render, CauseModal, CauseForm)),
    bind_opener(ConfirmationButton, FormOpener(ConfirmationForm, open_confirmation)),
    bind_opener(ReopenButton, opens_form(reopen_modal.render, ReopenModal, ReopenForm)),
    bind_form(ContainModal, ContainForm, contain),
    bind_form(NotStoppableModal, NotStoppableForm, not_stoppable),
    bind_form(SkipNotifyModal, SkipNotifyForm, skip_notify),
    bind_form(DecideModal, DecideForm, decide),
    bind_form(HoldModal, HoldForm, hold),
    bind_form(RemoveModal, RemoveForm, remove),
    bind_form(CauseModal, CauseForm, set_cause),
    bind_form(ConfirmationModal, ConfirmationForm, add_confirmation),
    bind_form(ReopenModal, ReopenForm, reopen),
)
