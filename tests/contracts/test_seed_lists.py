"""Lists over the seed set, on every store: what is asked for comes, page after page, and nothing else."""

from dataclasses import replace
from datetime import timedelta

from api.import_rows import read_row
from core.dispatch import make_ask, make_dispatch
from core.domain.case_parts import Kind
from core.domain.past import Past
from core.ports.unit_of_work import CaseFilter
from core.services.importing import ImportCase
from core.services.reading import CountCases, ListCards
from core.views import CaseCard
from sandbox.seed import seed_rows
from tests.contracts.world import World
from tests.core.services.office import ADA, ANA
from tests.fakes.clock import MONDAY_MORNING

PASTS: tuple[Past, ...] = tuple(read_row(row).past() for row in seed_rows(MONDAY_MORNING))
ALL = CaseFilter(group="all")


async def seeded(world: World) -> World:
    dispatch = make_dispatch(world.transactions)
    for past in PASTS:
        await dispatch(ImportCase(past=past), by=ADA)
    return world


async def listed(world: World, wanted: CaseFilter, *, limit: int = 9) -> list[CaseCard]:
    """Every page, until one is empty."""
    ask = make_ask(world.transactions)
    cards: list[CaseCard] = []
    while True:
        page = await ask(ListCards(wanted=wanted, limit=limit, offset=len(cards)), by=ANA)
        cards += page.cards
        if not page.cards:
            assert page.total == len(cards)
            return cards


async def found_by(world: World, text: str) -> set[str]:
    cases = await world.read(lambda unit: unit.cases.find(replace(ALL, text=text), limit=50))
    return {case.source.external_id for case in cases}


async def test_every_page_together_is_everything_once_and_newest_first(world: World) -> None:
    await seeded(world)
    cards = await listed(world, ALL)
    assert len({card.number for card in cards}) == len(cards) == len(PASTS)
    assert [card.created_at for card in cards] == sorted((p.opened_at for p in PASTS), reverse=True)


async def test_each_group_and_filter_has_its_share(world: World) -> None:
    await seeded(world)
    groups = {name: await listed(world, CaseFilter(group=name)) for name in ("open", "closed", "archived")}
    assert sum(map(len, groups.values())) == len(PASTS)
    ended = [past for past in PASTS if past.closed_at is not None and past.archived_at is None]
    assert len(groups["closed"]) == len(ended) > 10
    held = await listed(world, CaseFilter(group="held"))
    assert len(held) == sum(past.state == "on_hold" for past in PASTS) >= 4
    for kind in Kind:
        of_kind = await listed(world, replace(ALL, kinds=(kind,)))
        assert len(of_kind) == sum(past.KIND is kind for past in PASTS)
    french = await listed(world, replace(ALL, accounts=("Atelier Brume",), kinds=(Kind.SUPPORT_TICKET,)))
    assert len(french) == 5 and {card.account for card in french} == {"Atelier Brume"}
    refused = await listed(world, replace(ALL, codes=("refused",), kinds=(Kind.DELIVERY_INCIDENT,)))
    assert len(refused) == 4


async def test_a_search_finds_by_number_order_title_and_job_in_any_language(world: World) -> None:
    await seeded(world)
    assert await found_by(world, "FR-5466") == {"HD-5301"}
    assert await found_by(world, "vase CASSÉ") == {"HD-5301"}
    assert await found_by(world, "notação") == {"TO-2303"}
    assert await found_by(world, "pedidos miravia") == {"FD-9101"}
    assert await found_by(world, "es-10144") == {"INC-70014"}
    newest = (await listed(world, ALL))[0]
    by_number = await world.read(
        lambda unit: unit.cases.find(replace(ALL, text=f"#{newest.number}"), limit=5)
    )
    assert [case.number for case in by_number] == [newest.number]
    assert await found_by(world, "nothing of the kind") == set()


async def test_the_counters_agree_with_the_lists(world: World) -> None:
    await seeded(world)
    counted = await make_ask(world.transactions)(CountCases(), by=ANA)
    assert counted.total == len(PASTS)
    assert counted.open == len(await listed(world, CaseFilter(group="open")))
    late = await listed(world, CaseFilter(group="overdue"))
    assert counted.overdue == len(late) > 0 and all(card.overdue for card in late)


async def test_a_list_since_a_moment_leaves_the_older_ones_out(world: World) -> None:
    await seeded(world)
    since = MONDAY_MORNING - timedelta(days=7)
    cases = await world.read(lambda unit: unit.cases.find(replace(ALL, created_after=since), limit=50))
    assert len(cases) == sum(past.opened_at > since for past in PASTS) > 20
