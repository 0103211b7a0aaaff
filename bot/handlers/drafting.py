"""What was typed into a form and not sent, on its way to and from the record."""

import logging

from bot.form_drafts import kept_fields, left_in
from bot.form_fields import Form
from bot.handlers.click import Click
from bot.handlers.payloads import Payload
from core.domain.draft import Draft
from core.services.drafts import ForgetDraft, GetDraft, KeepDraft

log = logging.getLogger(__name__)


async def own_draft(form: type[Form], case_id: str, click: Click) -> Draft | None:
    """What this person typed here last time; one look-up by key."""
    if not kept_fields(form):
        return None
    return await click.house.ask(GetDraft(case_id=case_id, form=form.name), by=click.actor)


async def keep(form: type[Form], payload: Payload, click: Click) -> bool:
    """Whether what stands in the view is on record as a draft now. Never raises: it comes beside an answer that
    matters more, or where nobody waits for one."""
    left, case_id = left_in(form, payload.state_values, payload.blocks), payload.case_id
    if left is None or case_id is None:
        return False
    try:
        wish = KeepDraft(case_id=case_id, form=form.name, values=left)
        return await click.house.dispatch(wish, by=click.actor) is not None
    except Exception as error:  # a border: a draft is a kindness, not worth a second piece of bad news
        log.warning("a draft was not kept: %s", error)
        return False


async def forget(form: type[Form], case_id: str, click: Click) -> None:
    if kept_fields(form):
        await click.house.dispatch(ForgetDraft(case_id=case_id, form=form.name), by=click.actor)
