"""The history shows what was imported under the name and the moment it was written with."""

from datetime import UTC, datetime
from typing import Any

from bot.blocks import history_modal
from bot.blocks.examples import CARDS
from bot.routes import HistoryModal
from bot.words import load
from core.ports.rows import HistoryRow

SAY = load(strict=True)["en"]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def shown(event: str, **facts: Any) -> str:
    row = HistoryRow(
        case_id="c",
        seq=1,
        at=NOW,
        actor_id="api:import",
        actor_name="import (ops)",
        path="cli",
        event=event,
        action="",
        from_state="",
        to_state="open",
        facts=facts,
        hash="",
    )
    card = CARDS["job_ticket.closed_before_andon"]
    drawn = history_modal.render(card, [row], HistoryModal(case_id=card.case_id, version=card.version), SAY)
    return str(drawn["blocks"][-1]["text"]["text"])


def stamp(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def test_an_imported_note_has_its_own_author_and_moment() -> None:
    written = datetime(2026, 10, 3, 8, 15, tzinfo=UTC)
    said = shown("NoteImported", text="nadie en casa", author="Marta", written_at=written.isoformat())
    assert "Imported note" in said and "nadie en casa" in said and "Marta" in said
    assert stamp(written) in said and stamp(NOW) not in said


def test_a_note_whose_words_were_erased_still_says_who_brought_it() -> None:
    written = datetime(2026, 10, 3, 8, 15, tzinfo=UTC)
    assert "import (ops)" in shown("NoteImported", written_at=written.isoformat())


def test_a_closing_from_before_says_so_at_the_moment_it_was() -> None:
    ended = datetime(2026, 10, 5, tzinfo=UTC)
    said = shown("ClosedBeforeAndon", outcome="before_andon", ended_at=ended.isoformat())
    assert "Closed before Andon, by import" in said and stamp(ended) in said


def test_the_import_itself_stands_at_the_moment_of_the_import() -> None:
    said = shown(
        "CaseImported", source="freshdesk", external_id="8841", opened_at="2026-10-01T00:00:00+00:00"
    )
    assert "Imported" in said and "freshdesk" in said and stamp(NOW) in said
