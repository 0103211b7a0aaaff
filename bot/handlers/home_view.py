"""App Home as one person sees it: counters, lists and pages; and afresh after an act that began there."""

from dataclasses import replace

from bot.blocks import home_tab
from bot.handlers.click import Answer, Click, FieldErrors, Open, ShowHome
from bot.routes import CardTooOld, HomeFilterButton
from core.domain.case_parts import Kind
from core.ports.unit_of_work import CaseFilter
from core.services.reading import CountCases, ListCards, SalesChannels
from core.services.subscriptions import UncoveredTopics

PAGE_ROWS = 10
"""Rows of one page: a row takes two of the 100 blocks that a home tab may have, and a phone scrolls."""

QUEUE_ROWS = 5

LAST_ROW = 1_000_000
"""Where paging ends: nobody presses Older that often, and a database takes no larger number gladly."""


async def draw(route: HomeFilterButton, click: Click) -> dict[str, object]:
    """The tab as *route* wants it; the first opening is the default route."""
    known = route.kind in ("", *Kind) and route.group in home_tab.GROUPS
    known = known and route.tab in ("", *home_tab.TABS.get(route.kind, ()))
    if not known or not 0 <= route.offset <= LAST_ROW:
        raise CardTooOld(route.name)
    ask, actor = click.house.ask, click.actor
    kinds = (Kind(route.kind),) if route.kind else ()
    channels = (route.channel,) if route.channel else ()
    tabs = home_tab.UNDER.get(route.tab, (route.tab,)) if route.tab else ()
    wanted = CaseFilter(group=route.group, kinds=kinds, channels=channels, tabs=tabs)
    counters = await ask(CountCases(wanted=replace(wanted, group="open")), by=actor)
    queue = await ask(ListCards(wanted=CaseFilter(owner=actor.id), limit=QUEUE_ROWS), by=actor)
    page = await ask(ListCards(wanted=wanted, limit=PAGE_ROWS, offset=route.offset), by=actor)
    sales_channels = await ask(SalesChannels(), by=actor)
    uncovered = await ask(UncoveredTopics(), by=actor)
    return home_tab.render(
        counters=counters,
        queue=queue,
        page=page,
        shown=route,
        sales_channels=sales_channels,
        uncovered=uncovered,
        role=actor.role,
        say=click.say,
    )


def changes_home(answer: Answer, click: Click) -> bool:
    """Whether what came of the click may make the tab that it began in show something older. A tab is redrawn
    for nobody by itself: until then its rows would be refused as too late."""
    return click.place.home is not None and not isinstance(answer, Open | ShowHome | FieldErrors)


async def redraw(click: Click) -> None:
    """The tab with the filter the person left it at; a filter of another version becomes the default."""
    try:
        view = await draw(HomeFilterButton.parse(click.place.home or ""), click)
    except CardTooOld:
        view = await draw(HomeFilterButton(), click)
    await click.house.surface.publish_home(click.actor.id, view)
