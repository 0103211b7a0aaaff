"""The bare /andon menu: each line does what its command does."""

from bot.blocks import answers, case_list, help_text, subscriptions_list
from bot.grammar import Typed
from bot.handlers.binding import bind
from bot.handlers.click import Answer, Click, Whisper
from bot.handlers.slash_lists import LIST_ROWS, job_check
from bot.routes import MenuButton
from core.ports.unit_of_work import CaseFilter
from core.services.reading import ListCards
from core.services.subscriptions import Subscriptions, UncoveredTopics


async def chosen(route: MenuButton, click: Click) -> Answer:
    if route.what in ("open", "overdue", "mine"):
        mine = route.what == "mine"
        wanted = CaseFilter(group="open" if mine else route.what, owner=click.actor.id if mine else None)
        page = await click.house.ask(ListCards(wanted=wanted, limit=LIST_ROWS), by=click.actor)
        return Whisper(message=case_list.render(page, route.what, click.say))
    if route.what == "subscriptions":
        found = await click.house.ask(Subscriptions(), by=click.actor)
        uncovered = await click.house.ask(UncoveredTopics(), by=click.actor)
        return Whisper(message=subscriptions_list.render(found, uncovered, click.say))
    if route.what == "jobcheck":
        return await job_check(Typed(verb="jobcheck"), click)
    if route.what == "help":
        return Whisper(message=help_text.render(None, click.say))
    return Whisper(message=answers.mention_help(click.say))


BINDINGS = (bind(MenuButton, chosen),)
