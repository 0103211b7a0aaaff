"""What happened to a case, newest first: who, when, and what."""

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import form_modal, kit
from bot.blocks.kit import Block, Mrkdwn
from bot.blocks.people import ANDON
from bot.routes import HistoryModal
from bot.words import Say
from core.domain.past import ClosedBeforeAndon, NoteImported
from core.ports.rows import HistoryRow
from core.views import CaseCard

MOST = 80
"""Rows that are shown. A view holds 100 blocks and 250 KB (SLACK 1.1)."""

DETAIL_CHARS = 300


def render(card: CaseCard, rows: Sequence[HistoryRow], route: HistoryModal, say: Say) -> Block:
    shown = [kit.section(_line(row, say)) for row in sorted(rows, key=lambda r: -r.seq)[:MOST]]
    left = len(rows) - len(shown)
    blocks = [
        *form_modal.opening("history", card, say),
        *(shown or [kit.section(say("history.empty"))]),
        *([kit.context(kit.said_n(say, "history.left", left))] if left else []),
    ]
    return form_modal.view("history", card, route, say, blocks)


def _line(row: HistoryRow, say: Say) -> Mrkdwn:
    """Names, not mentions: reading a history calls nobody."""
    key = f"event.{row.event}"
    known = row.event.isidentifier() and say.has(key)
    what = kit.said(say, key) if known else kit.escaped(row.event, limit=60)
    wrote = str(row.facts.get("author") or row.actor_name)
    who = say("people.andon") if row.actor_id == ANDON else kit.escaped(wrote, limit=60)
    return kit.lines(
        kit.dotted(kit.said(say, "detail.at", at=_when(row)), kit.bold(what), who), _detail(row, say)
    )


def _when(row: HistoryRow) -> datetime:
    """Of what was imported, when it was written or ended there; else when it was written here."""
    told = row.facts.get(_ELSEWHERE.get(row.event, ""))
    return datetime.fromisoformat(str(told)) if told else row.at


def _detail(row: HistoryRow, say: Say) -> Mrkdwn | None:
    """Somebody's own words, else the choice that was made."""
    helpful = row.facts.get("helpful")
    if isinstance(helpful, bool):
        return kit.said(say, "history.helpful" if helpful else "history.not_helpful")
    own = next((str(row.facts[f]) for f in SAID if row.facts.get(f)), None)
    if own is not None:
        return kit.quoted(kit.escaped(own, limit=DETAIL_CHARS, multiline=True))
    chosen = [f for f in CHOSEN if row.facts.get(f) not in (None, "", row.actor_id)]
    return kit.dotted(*(_choice(row, name, say) for name in chosen)) or None


def _choice(row: HistoryRow, name: str, say: Say) -> Mrkdwn:
    """In words where there are any; a number, a rule or a name as it stands."""
    value = str(row.facts[name])
    key = f"{WORDS.get((row.event, name), '')}.{value}"
    known = (row.event, name) in WORDS and value.isidentifier() and say.has(key)
    return kit.said(say, key) if known else kit.code(value[:100])


SAID = ("text", "question", "reason", "why", "error")
CHOSEN = (
    *("kind", "choice", "cause", "severity", "rule", "outcome", "number", "to", "run_id", "step", "what"),
    "source",
)
"""Facts of events worth showing, by name; see core/domain/*_events.py."""

_ELSEWHERE = {NoteImported.__name__: "written_at", ClosedBeforeAndon.__name__: "ended_at"}
"""What came with a moment of its own, and the fact that holds it."""

WORDS = {
    ("AccountDecided", "choice"): "choice",
    ("CauseSet", "cause"): "cause",
    ("Containing", "kind"): "containment",
    ("ContactLogged", "outcome"): "contact_outcome",
    ("Held", "kind"): "hold",
    ("IncidentEnded", "outcome"): "parcel.ended",
    ("PrioritySet", "severity"): "severity",
    ("SolutionGiven", "resolution"): "resolution",
    ("SupportClosed", "outcome"): "support_outcome",
    ("TicketClosed", "outcome"): "outcome",
    ("TicketOpened", "cause"): "cause",
}
"""Event and fact -> the family of words that its values have."""
