"""An import on every store: a case of each kind comes out as it went in, and two importers make it once."""

import asyncio
from collections.abc import Callable

import pytest

from core.dispatch import make_dispatch
from core.domain.past import Past
from core.errors import Repeated
from core.ports.unit_of_work import CaseFilter
from core.services.importing import ImportCase, Imported
from core.services.past_cases import import_key
from tests.contracts.world import World
from tests.core.services.office import ADA
from tests.core.services.past_rows import days_ago, note, past_incident, past_issue, past_job, past_ticket

AWKWARD = "Ñandú 📦 «déjà» \x00 \ud800 end"


@pytest.mark.parametrize("row", [past_issue, past_incident, past_job, past_ticket], ids=lambda r: r.__name__)
async def test_a_case_of_each_kind_comes_out_as_it_went_in(world: World, row: Callable[..., Past]) -> None:
    dispatch = make_dispatch(world.transactions)
    past = row(external_id=AWKWARD, description=AWKWARD, notes=(note(AWKWARD, author=AWKWARD),))

    first = await dispatch(ImportCase(past=past), by=ADA)
    again = await dispatch(ImportCase(past=past), by=ADA)

    assert (first.found, again.found, again.number) == ("created", "exists", first.number)
    case = await world.read(lambda unit: unit.cases.by_number(first.number or 0))
    assert (case.description, case.source.external_id, case.created_at) == (AWKWARD, AWKWARD, days_ago(10))
    rows = await world.read(lambda unit: unit.history.of(case.id))
    assert (rows[1].facts["text"], rows[1].facts["author"]) == (AWKWARD, AWKWARD)
    found = await world.read(lambda unit: unit.cases.find(CaseFilter(text="ñandú"), limit=5))
    assert [each.id for each in found] == [case.id]


async def test_two_who_import_the_same_row_at_once_make_one_case(world: World) -> None:
    dispatch = make_dispatch(world.transactions)

    async def once() -> Imported | Repeated:
        past = past_issue()
        try:
            return await dispatch(ImportCase(key=import_key(past), past=past), by=ADA)
        except Repeated as repeated:
            return repeated

    done = await asyncio.gather(*(once() for _ in range(6)))

    assert sum(isinstance(each, Imported) and each.found == "created" for each in done) == 1
    assert await world.read(lambda unit: unit.cases.count(CaseFilter(group="all"))) == 1
