"""The details of a case, and whether its runbook helped (C18)."""

from typing import Any

from bot.blocks import detail_modal
from bot.handlers.acting import case_modal
from bot.handlers.binding import bind
from bot.handlers.click import Answer, Click, Redraw
from bot.handlers.pictures import evidence_of
from bot.routes import CaseRoute, DetailModal, RunbookHelpfulButton, RunbookNotHelpfulButton
from core.services.reading import GetPlan
from core.services.runbooks import MyRunbookRating, RateRunbook
from core.views import CaseCard, RunbookRating


async def details(card: CaseCard, click: Click) -> dict[str, Any]:
    evidence, removed = await evidence_of(card, click)
    modal = case_modal(DetailModal, card, click)
    rating = await _rating(card, click)
    steps = await click.house.ask(GetPlan(case_id=card.case_id), by=click.actor)
    return detail_modal.render(card, evidence, removed, modal, click.say, rating=rating, steps=steps)


async def _rating(card: CaseCard, click: Click) -> RunbookRating | None:
    """Whoever may only look is not asked: their answer would be refused."""
    if card.runbook_url is None or click.actor.role < RateRunbook.NEEDS:
        return None
    return await click.house.ask(MyRunbookRating(case_id=card.case_id), by=click.actor)


async def helpful(route: RunbookHelpfulButton, click: Click) -> Answer:
    return await _rate(route, click, helpful=True)


async def not_helpful(route: RunbookNotHelpfulButton, click: Click) -> Answer:
    return await _rate(route, click, helpful=False)


async def _rate(route: CaseRoute, click: Click, *, helpful: bool) -> Answer:
    wish = RateRunbook(key=click.key, case_id=route.case_id, seen_version=route.version, helpful=helpful)
    card = await click.house.dispatch(wish, by=click.actor)
    return Redraw(view=await details(card, click))


BINDINGS = (bind(RunbookHelpfulButton, helpful), bind(RunbookNotHelpfulButton, not_helpful))
