"""Each state times each command and each event, for every kind of case, through the door.

A row of a table: the act, what it does in most states, and after that the states where it does something else
(`closed archived -> x; open -> acknowledged`; a long row goes on in the next line, indented). The words:

    x          the state machine has no such arrow
    !word      refused, and why
    .          nothing about the case changes
    ~          a line of history and the same version: everybody's buttons stay alive
    =          a new version in the same state
    a state    it moves there; archived/resolved: it moves, and stays put away
    +          behind any of these: another case was opened

`archived` stands beside the states, since what is put away takes less.
"""

from itertools import chain

import pytest

from core.dispatch import SERVICES
from core.domain import delivery_incident_table as incidents
from core.domain import issue as issues
from core.domain import job_ticket_table as tickets
from core.domain import support_ticket_table as support
from tests.core.products import of_deliveries, of_issues, of_job_tickets, of_support
from tests.core.products.outcome import outcome
from tests.core.products.ways import ARCHIVED, WAYS
from tests.core.products.words import OF_NO_CASE, WORD_OF_A_PLATFORM, acts_of
from tests.core.services.office import Office

TABLES = {
    "issue": of_issues.TABLE,
    "job_ticket": of_job_tickets.TABLE,
    "delivery_incident": of_deliveries.TABLE,
    "support_ticket": of_support.TABLE,
}
STATES = {
    "issue": issues.State,
    "job_ticket": tickets.State,
    "delivery_incident": incidents.State,
    "support_ticket": support.State,
}
SECONDS_LATER = 20
"""Within those in which an undo is real."""


def rows_of(table: str) -> dict[str, dict[str, str]]:
    """Act -> state -> what it does there; "" for every state that is not named."""
    rows: dict[str, dict[str, str]] = {}
    for line in table.strip().replace("\n        ", "  ").splitlines():
        name, usual, *exceptions = (part.strip() for part in line.split("  ") if part.strip())
        assert name not in rows, f"{name} has two rows"
        rows[name] = {"": usual}
        for exception in " ".join(exceptions).split(";") if exceptions else ():
            states, what = exception.split("->")
            rows[name] |= dict.fromkeys(states.split(), what.strip())
    return rows


ROWS = {kind: rows_of(table) for kind, table in TABLES.items()}


@pytest.mark.parametrize(("kind", "act"), [(kind, act) for kind in ROWS for act in ROWS[kind]])
async def test_an_act_does_in_each_state_what_the_table_says(kind: str, act: str) -> None:
    row = ROWS[kind][act]
    expected = {state: row.get(state, row[""]) for state in WAYS[kind]}

    assert {state: await tried(kind, state, act) for state in WAYS[kind]} == expected


async def tried(kind: str, state: str, act: str) -> str:
    """A case comes into *state*, and the act is done to it."""
    office = await Office().open()
    card = await WAYS[kind][state](office)
    office.clock.advance(SECONDS_LATER)
    now = await office.case(card.case_id)
    assert (ARCHIVED if now.archived else now.state, now.KIND) == (state, kind)
    return await outcome(office, card, acts_of(kind)[act])


@pytest.mark.parametrize("kind", ROWS)
def test_every_state_has_its_column_and_every_act_its_row(kind: str) -> None:
    assert set(WAYS[kind]) == {*map(str, STATES[kind]), ARCHIVED}
    assert set(ROWS[kind]) == set(acts_of(kind))
    named = set(chain.from_iterable(ROWS[kind].values())) - {""}
    assert named <= set(WAYS[kind]), "a row names a state that there is not"


@pytest.mark.parametrize("kind", ROWS)
def test_every_command_of_the_registry_has_a_row_or_concerns_no_case(kind: str) -> None:
    """A new command is named here until all four tables say what it does."""
    told_of_others = {
        act.split()[0] for other, acts in WORD_OF_A_PLATFORM.items() if other != kind for act in acts
    }
    commands = {command.__name__ for command in SERVICES}
    with_rows = {act.split()[0] for act in ROWS[kind]}

    assert commands - with_rows - told_of_others - OF_NO_CASE == set()
    assert with_rows <= commands
    assert commands >= OF_NO_CASE
    assert not with_rows & OF_NO_CASE
