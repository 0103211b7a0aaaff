"""What an act did to a case, in one word."""

from core.domain.case import Case
from core.errors import CoreError, TransitionRefused
from core.ports.rows import HistoryRow
from core.views import CaseCard
from tests.core.products.acts import Act
from tests.core.products.ways import ARCHIVED
from tests.core.services.office import ANDON, Office

NOTHING, SAID, ACTED, OPENS, REFUSED = ".", "~", "=", "+", "x"
"""Unchanged; a line of history and the same version; a new version in the same state; another case was opened."""


async def outcome(office: Office, card: CaseCard, act: Act) -> str:
    """`.`, `~`, `=`, or the state it moved to; `+` behind it where another case was opened. `x`: the state machine
    has no such arrow; any other refusal is `!` and its code. Whatever it was, nothing is torn: see
    `_hold_together`."""
    before, rows, cases = await office.case(card.case_id), await _rows(office, card), _cases(office)
    try:
        await act(office, card)
    except CoreError as refused:
        assert (await office.case(card.case_id), await _rows(office, card)) == (before, rows)
        return (
            REFUSED if isinstance(refused, TransitionRefused) else "!" + refused.code.removeprefix("error.")
        )
    after, lines = await office.case(card.case_id), await _rows(office, card)
    new = lines[len(rows) :]
    assert lines[: len(rows)] == rows
    _hold_together([(r.from_state, r.to_state) for r in new], before.state, after.state)
    opened = OPENS if _cases(office) > cases else ""
    if (before.state, before.archived) != (after.state, after.archived):
        assert after.version > before.version
        return _place(before, after) + opened
    if after.version > before.version:
        assert new, "a new version without a line of history"
        return ACTED + opened
    return (SAID if new else NOTHING) + opened


def _hold_together(moves: list[tuple[str, str]], before: str, after: str) -> None:
    """Each line begins where the one before ended."""
    state = before
    for from_state, to_state in moves:
        assert from_state == state
        state = to_state
    assert state == after


def _place(before: Case, after: Case) -> str:
    """The column it is in now; what moves while it is put away says so."""
    if not after.archived:
        return after.state
    return f"{ARCHIVED}/{after.state}" if before.archived else ARCHIVED


def _cases(office: Office) -> int:
    return len(office.store.tables.cases)


async def _rows(office: Office, card: CaseCard) -> list[HistoryRow]:
    return await office.store.read(lambda unit: list(unit.history.of(card.case_id)), ANDON)
