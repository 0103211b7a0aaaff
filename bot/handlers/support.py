"""Clicks on a support ticket: answered by mail after a preview, sorted, merged, closed; and opened from others."""

from bot.blocks import (
    category_modal,
    close_support_modal,
    customer_modal,
    merge_modal,
    reply_modal,
    reply_preview,
    send_to_support_modal,
)
from bot.forms import (
    CategoryForm,
    CloseSupportForm,
    MergeForm,
    NothingTyped,
    ReplyForm,
    SendToSupportForm,
)
from bot.handlers.acting import act, case_modal, load
from bot.handlers.binding import bind, bind_form, bind_opener
from bot.handlers.click import Answer, Click, Open
from bot.handlers.opening import FormOpener, begins_empty, draft_for, opens_form
from bot.routes import (
    CaseModal,
    CaseRoute,
    CategoryButton,
    CategoryModal,
    CloseSupportModal,
    CustomerButton,
    CustomerModal,
    MergeButton,
    MergeModal,
    ReplyButton,
    ReplyModal,
    ReplyPreviewModal,
    SendToSupportButton,
    SendToSupportModal,
)
from core.domain.support_ticket_table import Outcome
from core.errors import Invalid
from core.services.support import (
    REPLY_LIMIT,
    CannedReplies,
    CloseSupportTicket,
    MergeTicket,
    ReplyToCustomer,
    SendToSupport,
    SetCategory,
    ShowCustomer,
)
from core.views import CaseCard, SupportCard


def support_of(card: CaseCard) -> SupportCard:
    """Raises Invalid for another kind of case."""
    if not isinstance(card, SupportCard):
        raise Invalid("error.not_a_support_ticket", number=card.number)
    return card


async def ask_reply(route: CaseRoute, click: Click) -> Open:
    return await reply_view(await _load(route, click), click, afresh=begins_empty(route))


async def reply_view(card: SupportCard, click: Click, *, afresh: bool = False) -> Open:
    canned = await click.house.ask(CannedReplies(case_id=card.case_id), by=click.actor)
    modal, typed = await draft_for(ReplyModal, ReplyForm, card, click, afresh=afresh)
    return Open(view=reply_modal.render(card, canned, modal, click.say, typed))


async def preview(route: ReplyModal, form: ReplyForm, click: Click) -> Answer:
    """The letter as it will go out, on top of the form; [Send] there is the act."""
    card = await _load(route, click)
    parts = [await _canned(route, form.canned, click), form.text.strip()]
    text = "\n\n".join(part for part in parts if part)
    if not text:
        raise Invalid("error.nothing_to_send", field="text")
    letter = ReplyPreviewModal(case_id=route.case_id, version=route.version, place=route.place, text=text)
    try:
        view = reply_preview.render(card, letter, click.say)
    except ValueError:
        # A view carries 3,000 characters from the form to [Send]; a longer letter is for a mail program.
        raise Invalid("error.text_too_long", field="text", limit=REPLY_LIMIT, length=len(text)) from None
    return Open(view=view)


async def send(route: ReplyPreviewModal, form: NothingTyped, click: Click) -> Answer:
    return await act(ReplyToCustomer, route, click, text=route.text)


async def set_category(route: CategoryModal, form: CategoryForm, click: Click) -> Answer:
    return await act(SetCategory, route, click, category=form.category)


async def merge(route: MergeModal, form: MergeForm, click: Click) -> Answer:
    return await act(MergeTicket, route, click, into_number=form.into_number)


async def show_customer(route: CustomerButton, click: Click) -> Answer:
    """Looking is an act: it leaves its line before anything is shown."""
    wish = ShowCustomer(key=click.key, case_id=route.case_id, seen_version=route.version)
    card = support_of(await click.house.dispatch(wish, by=click.actor))
    return Open(view=customer_modal.render(card, case_modal(CustomerModal, card, click), click.say))


def close_view(card: SupportCard, click: Click) -> Open:
    modal = case_modal(CloseSupportModal, card, click)
    return Open(view=close_support_modal.render(card, modal, click.say))


async def close(route: CloseSupportModal, form: CloseSupportForm, click: Click) -> Answer:
    return await act(
        CloseSupportTicket,
        route,
        click,
        outcome=Outcome(form.outcome),
        note=form.note,
        reference=form.reference,
    )


async def send_to_support(route: SendToSupportModal, form: SendToSupportForm, click: Click) -> Answer:
    return await act(
        SendToSupport,
        route,
        click,
        category=form.category,
        text=form.text,
        name=form.customer,
        email=form.email,
        phone=form.phone,
    )


async def _load(route: CaseRoute | CaseModal, click: Click) -> SupportCard:
    return support_of(await load(route, click))


async def _canned(route: ReplyModal, chosen: str | None, click: Click) -> str:
    """The text behind the option; "" where none was chosen, or the list was changed meanwhile."""
    if chosen is None or not chosen.isdecimal():
        return ""
    replies = await click.house.ask(CannedReplies(case_id=route.case_id), by=click.actor)
    return replies[int(chosen)][1] if int(chosen) < len(replies) else ""


BINDINGS = (
    bind_opener(ReplyButton, FormOpener(ReplyForm, ask_reply)),
    bind_opener(CategoryButton, opens_form(category_modal.render, CategoryModal, CategoryForm)),
    bind_opener(MergeButton, opens_form(merge_modal.render, MergeModal, MergeForm)),
    bind(CustomerButton, show_customer),
    bind_opener(
        SendToSupportButton, opens_form(send_to_support_modal.render, SendToSupportModal, SendToSupportForm)
    ),
    bind_form(ReplyModal, ReplyForm, preview, pending=True),
    bind_form(ReplyPreviewModal, NothingTyped, send, completes=ReplyForm),
    bind_form(CategoryModal, CategoryForm, set_category),
    bind_form(MergeModal, MergeForm, merge),
    bind_form(CloseSupportModal, CloseSupportForm, close),
    bind_form(SendToSupportModal, SendToSupportForm, send_to_support),
)
