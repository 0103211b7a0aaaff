"""Clicks that every kind of case knows, and the small modals behind some of them."""

from bot.blocks import (
    archive_modal,
    ask_support_modal,
    assign_modal,
    comment_modal,
    history_modal,
    link_modal,
    menu_modal,
    priority_modal,
    snooze_modal,
)
from bot.forms import ArchiveForm, AskSupportForm, AssignForm, CommentForm, LinkForm, PriorityForm, SnoozeForm
from bot.handlers.acting import act, case_modal, load
from bot.handlers.binding import bind, bind_form, bind_opener
from bot.handlers.click import Answer, Click, Done, Open
from bot.handlers.details import details
from bot.handlers.opening import opens, opens_form
from bot.routes import (
    AcknowledgeButton,
    ArchiveButton,
    ArchiveModal,
    AskSupportButton,
    AskSupportModal,
    AssignButton,
    AssignModal,
    CaseRoute,
    CommentButton,
    CommentModal,
    HistoryButton,
    HistoryModal,
    LinkButton,
    LinkModal,
    MenuModal,
    MoreButton,
    OpenLinkButton,
    PriorityButton,
    PriorityModal,
    Route,
    RunbookLinkButton,
    SnoozeButton,
    SnoozeModal,
    TakeButton,
    UnarchiveButton,
    UndoButton,
    ViewButton,
    WasDoneButton,
    WasNotDoneButton,
)
from core.domain.case_parts import Severity
from core.services.cases import (
    AcknowledgeCase,
    ArchiveCase,
    AskSupport,
    AssignCase,
    CommentOnCase,
    LinkCases,
    SetPriority,
    SnoozeCase,
    TakeCase,
    UnarchiveCase,
    UndoLast,
)
from core.services.operations import SayOutcome
from core.services.reading import GetHistory


async def take(route: TakeButton, click: Click) -> Answer:
    return await act(TakeCase, route, click)


async def acknowledge(route: AcknowledgeButton, click: Click) -> Answer:
    return await act(AcknowledgeCase, route, click)


async def unarchive(route: UnarchiveButton, click: Click) -> Answer:
    return await act(UnarchiveCase, route, click)


async def undo(route: UndoButton, click: Click) -> Answer:
    return await act(UndoLast, route, click)


async def view(route: ViewButton, click: Click) -> Answer:
    card = await load(route, click)
    return Open(view=await details(card, click))


async def history(route: HistoryButton, click: Click) -> Answer:
    card = await load(route, click)
    rows = await click.house.ask(GetHistory(case_id=card.case_id), by=click.actor)
    return Open(view=history_modal.render(card, rows, case_modal(HistoryModal, card, click), click.say))


async def archive(route: ArchiveModal, form: ArchiveForm, click: Click) -> Answer:
    return await act(ArchiveCase, route, click, reason=form.reason)


async def assign(route: AssignModal, form: AssignForm, click: Click) -> Answer:
    if form.to is not None:
        await click.house.people.member(form.to)  # somebody never seen before may be given a case
    return await act(AssignCase, route, click, to=form.to)


async def comment(route: CommentModal, form: CommentForm, click: Click) -> Answer:
    return await act(CommentOnCase, route, click, text=form.text)


async def snooze(route: SnoozeModal, form: SnoozeForm, click: Click) -> Answer:
    return await act(SnoozeCase, route, click, until=form.until)


async def set_priority(route: PriorityModal, form: PriorityForm, click: Click) -> Answer:
    return await act(SetPriority, route, click, severity=Severity(form.severity))


async def ask_support(route: AskSupportModal, form: AskSupportForm, click: Click) -> Answer:
    return await act(AskSupport, route, click, question=form.question)


async def link(route: LinkModal, form: LinkForm, click: Click) -> Answer:
    return await act(LinkCases, route, click, to_number=form.to_number)


async def opened(route: Route, click: Click) -> Answer:
    """Slack tells of a click on a link too; the browser has it already."""
    return Done()


async def nothing(route: CaseRoute, click: Click) -> Answer:
    return Done()


async def was_done(route: WasDoneButton, click: Click) -> Answer:
    return await act(SayOutcome, route, click, was_done=True)


async def was_not_done(route: WasNotDoneButton, click: Click) -> Answer:
    return await act(SayOutcome, route, click, was_done=False)


BINDINGS = (
    bind(WasDoneButton, was_done),
    bind(WasNotDoneButton, was_not_done),
    bind(TakeButton, take),
    bind(AcknowledgeButton, acknowledge),
    bind(UnarchiveButton, unarchive),
    bind(UndoButton, undo),
    bind(MoreButton, opens(menu_modal.render, MenuModal)),
    bind(ViewButton, view),
    bind(HistoryButton, history),
    bind_opener(ArchiveButton, opens_form(archive_modal.render, ArchiveModal, ArchiveForm)),
    bind_opener(AssignButton, opens_form(assign_modal.render, AssignModal, AssignForm)),
    bind_opener(CommentButton, opens_form(comment_modal.render, CommentModal, CommentForm)),
    bind_opener(SnoozeButton, opens_form(snooze_modal.render, SnoozeModal, SnoozeForm)),
    bind_opener(PriorityButton, opens_form(priority_modal.render, PriorityModal, PriorityForm)),
    bind_opener(AskSupportButton, opens_form(ask_support_modal.render, AskSupportModal, AskSupportForm)),
    bind_opener(LinkButton, opens_form(link_modal.render, LinkModal, LinkForm)),
    bind(OpenLinkButton, opened),
    bind(RunbookLinkButton, opened),
    bind_form(ArchiveModal, ArchiveForm, archive),
    bind_form(AssignModal, AssignForm, assign),
    bind_form(CommentModal, CommentForm, comment),
    bind_form(SnoozeModal, SnoozeForm, snooze),
    bind_form(PriorityModal, PriorityForm, set_priority),
    bind_form(AskSupportModal, AskSupportForm, ask_support),
    bind_form(LinkModal, LinkForm, link),
)
