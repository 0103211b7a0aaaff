"""Clicks on an issue."""

from bot.blocks import retry_modal
from bot.forms import RetryForm
from bot.handlers.acting import act, case_modal, load
from bot.handlers.binding import bind, bind_form
from bot.handlers.click import Answer, Click, Open
from bot.routes import RetryButton, RetryModal
from core.services.issues import RetryOrder
from core.views import IssueCard


async def retry(route: RetryButton, click: Click) -> Answer:
    """At once where a retry is safe; where the order may already exist, the tick is asked for first (C22)."""
    card = await load(route, click)
    if isinstance(card, IssueCard) and card.needs_duplicate_check and card.version == route.version:
        return Open(view=retry_modal.render(card, case_modal(RetryModal, card, click), click.say))
    return await act(RetryOrder, route, click)


async def retry_checked(route: RetryModal, form: RetryForm, click: Click) -> Answer:
    return await act(RetryOrder, route, click, duplicate_checked=form.duplicate_checked)


BINDINGS = (bind(RetryButton, retry), bind_form(RetryModal, RetryForm, retry_checked))
