"""App Home: what a press on its filters, pages and rows does."""

from bot.blocks import menu_modal
from bot.handlers.acting import case_modal, load
from bot.handlers.binding import bind
from bot.handlers.cases import view as view_case
from bot.handlers.click import Answer, Click, Open, ShowHome
from bot.handlers.closing import close_any
from bot.handlers.home_view import draw
from bot.routes import HomeFilterButton, HomeRowMenu, MenuModal, ViewButton
from core.views import JobTicketCard, SupportCard


async def show(route: HomeFilterButton, click: Click) -> Answer:
    return ShowHome(view=await draw(route, click))


async def row(route: HomeRowMenu, click: Click) -> Answer:
    """The three dots of a row."""
    if route.act == "close":
        card = await load(route, click)
        if isinstance(card, JobTicketCard | SupportCard):
            return await close_any(card, click)
    if route.act == "menu":
        return Open(view=await _menu(route, click))
    return await view_case(ViewButton(case_id=route.case_id, version=route.version), click)


async def _menu(route: HomeRowMenu, click: Click) -> dict[str, object]:
    card = await load(route, click)
    return menu_modal.render(card, case_modal(MenuModal, card, click), click.say)


BINDINGS = (bind(HomeFilterButton, show), bind(HomeRowMenu, row))
