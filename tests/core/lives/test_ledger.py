"""The ledger finds what it is there for: each fault is made by hand, past the door."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from core.domain.case import Case
from core.domain.job_ticket import JobTicket, Proof
from core.services.cases import TakeCase
from tests.core.lives.ledger import Look, broken_chain, look, torn
from tests.core.lives.proof import closed_now
from tests.core.services.office import ANDON, Office


async def after(change: Callable[[Case], Any]) -> tuple[Look, Look, Office]:
    """A ticket is taken, and then changed past the door."""
    office = await Office().open()
    card = await office.fails()
    await office.act(TakeCase, card)
    before = await look(office.store)
    await office.store.run(lambda uow: change(uow.cases.get(card.case_id)), ANDON)
    return before, await look(office.store), office


def moved(case: Case) -> None:
    case.state, case.version = "contained", case.version + 1


def into_nowhere(case: Case) -> None:
    case.state = "lost"


def given_away(case: Case) -> None:
    case.owner = "U0LUIS"


def grown(case: Case) -> None:
    case.version += 1


def said_and_grown(case: Case) -> None:
    case.comment("twice", by="U0ANA", at=case.updated_at)
    case.version += 1


FAULTS: dict[str, Callable[[Case], None]] = {
    "and its history does not say so": moved,
    "which is no state": into_nowhere,
    "changed without a line": given_away,
    "1 versions for 0 acts": grown,
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_change_past_the_history_is_found(fault: str) -> None:
    before, now, _ = await after(FAULTS[fault])

    assert any(fault in problem for problem in torn(before, now))


async def test_a_comment_that_makes_buttons_stale_is_found() -> None:
    before, now, _ = await after(said_and_grown)

    assert any("1 versions for 0 acts" in problem for problem in torn(before, now))


async def test_an_act_leaves_nothing_to_be_found() -> None:
    before, now, office = await after(lambda case: case.acknowledge(by="U0ANA", at=case.updated_at))

    assert (torn(before, now), await broken_chain(office.store, now)) == ([], [])


async def test_a_closing_past_the_policy_is_seen() -> None:
    def close(case: Case) -> None:
        assert isinstance(case, JobTicket)
        proof = Proof(rule="R1", outcome="technically_verified", checked_at=case.updated_at)
        case.close(proof, by="U0ANA", at=case.updated_at)

    before, now, _ = await after(close)

    assert [ticket.state for ticket in closed_now(before, now)] == ["open"]


async def test_a_forged_line_breaks_the_chain() -> None:
    _, now, office = await after(lambda case: case.comment("all is well", by="U0ANA", at=case.updated_at))
    (rows,) = now.rows.values()
    forged = (rows[0], replace(rows[1], actor_id="U0LUIS"), *rows[2:])

    broken = replace(now, rows=dict.fromkeys(now.rows, forged))
    assert len(await broken_chain(office.store, broken)) == 1
