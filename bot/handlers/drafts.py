"""[Start empty] beside a draft: the form without it, in the same window."""

from collections.abc import Iterable, Mapping

from bot.handlers.binding import Binding, bind
from bot.handlers.click import Answer, Click, Redraw
from bot.handlers.opening import FormOpener
from bot.routes import CardTooOld, StartEmptyButton
from core.services.drafts import ForgetDraft


def bindings_for(others: Iterable[Binding]) -> tuple[Binding, ...]:
    """Over the forms that the other bindings open."""
    openers = {b.opens.form.name: b.opens for b in others if b.opens is not None}

    async def start_empty(route: StartEmptyButton, click: Click) -> Answer:
        return await _start_empty(openers, route, click)

    return (bind(StartEmptyButton, start_empty),)


async def _start_empty(openers: Mapping[str, FormOpener], route: StartEmptyButton, click: Click) -> Answer:
    opener = openers.get(route.form)
    if opener is None:
        raise CardTooOld(route.name)
    await click.house.dispatch(ForgetDraft(case_id=route.case_id, form=route.form), by=click.actor)
    opened = await opener(route, click)
    return Redraw(view=opened.view, then=opened.then)
