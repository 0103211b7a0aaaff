"""A half-written form comes back to the last character, one for each member, case and form."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from core.domain.draft import Draft, Typed
from core.ports.unit_of_work import UnitOfWork
from storage.housekeeping import DRAFTS_KEPT, prune
from storage.transactions import SqlTransactions
from tests.contracts.test_books import HOSTILE
from tests.contracts.world import World, later
from tests.fakes.clock import SetClock

VALUES: Mapping[str, Typed] = {"reason": HOSTILE, "kind": "retailer", "until": 1_800_000_000, "note": None}


def draft(**more: object) -> Draft:
    whole = Draft(member_id="U0ANA", case_id="case-1", form="hold", values=VALUES, kept_at=later(0))
    return replace(whole, **more)  # type: ignore[arg-type] # of its fields


async def kept(world: World, member_id: str = "U0ANA", case_id: str = "case-1", form: str = "hold") -> object:
    return await world.read(lambda unit: unit.drafts.get(member_id, case_id, form))


async def test_a_draft_comes_back_whole(world: World) -> None:
    assert await kept(world) is None
    await world.run(lambda uow: uow.drafts.keep(draft()))
    assert await kept(world) == draft()


async def test_a_newer_draft_takes_the_place_of_the_older(world: World) -> None:
    newer = draft(values={"reason": "x" * 20_000}, kept_at=later(5))
    await world.run(lambda uow: uow.drafts.keep(draft()))
    await world.run(lambda uow: uow.drafts.keep(newer))
    assert await kept(world) == newer


@pytest.mark.parametrize("other", [{"member_id": "U0BO"}, {"case_id": "case-2"}, {"form": "close"}])
async def test_member_case_and_form_tell_drafts_apart(world: World, other: dict[str, str]) -> None:
    def keep_both(uow: UnitOfWork) -> None:
        uow.drafts.keep(draft())
        uow.drafts.keep(draft(**other, values={"reason": "another"}))

    await world.run(keep_both)
    assert await kept(world) == draft()
    assert await kept(world, **other) == draft(**other, values={"reason": "another"})
    await world.run(lambda uow: uow.drafts.forget("U0ANA", "case-1", "hold"))
    assert await kept(world) is None
    assert await kept(world, **other) is not None


async def test_forgetting_what_is_not_there_is_harmless(world: World) -> None:
    await world.run(lambda uow: uow.drafts.forget(HOSTILE, HOSTILE, HOSTILE))
    assert await kept(world, HOSTILE, HOSTILE, HOSTILE) is None


async def test_a_draft_that_was_undone_was_never_kept(world: World) -> None:
    def keep_and_fail(uow: UnitOfWork) -> None:
        uow.drafts.keep(draft())
        raise LookupError

    with pytest.raises(LookupError):
        await world.run(keep_and_fail)
    assert await kept(world) is None


async def test_a_draft_is_offered_for_a_week(database: SqlTransactions, clock: SetClock) -> None:
    real = World(database, clock)
    await real.run(lambda uow: uow.drafts.keep(draft(kept_at=uow.now)))
    clock.advance(DRAFTS_KEPT.total_seconds())
    assert await prune(database) == 0
    clock.advance(1)
    assert await prune(database) == 1
    assert await kept(real) is None
