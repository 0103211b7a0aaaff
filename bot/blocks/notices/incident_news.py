"""What a carrier said, or did with a solution; whoever has it in hand is called where there is something to do."""

from bot.blocks import kit
from bot.blocks.case_facts import problem_words
from bot.blocks.headline import parcel
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.incident_news import IncidentNews

NOTE_CHARS = 300


def render(notice: IncidentNews, say: Say, names: Names = NO_NAMES) -> Message:
    what = notice.what if notice.what in SIGNS else "unknown"
    words = kit.said(
        say,
        f"news.{what}",
        number=f"#{notice.number}",
        label=parcel(notice.label[:60], say),
        notes=_notes(notice, what, say),
    )
    return note(kit.words(SIGNS[what], mentioned(notice.owner, say) if notice.owner else None, words))


def _notes(notice: IncidentNews, what: str, say: Say) -> str:
    if what == "refused":
        return problem_words(notice.notes, say)
    known = notice.notes.replace("_", "").isalnum() and say.has(f"reason.{notice.notes}")
    return say(f"reason.{notice.notes}") if known else kit.escaped(notice.notes, limit=NOTE_CHARS)


SIGNS = {
    "accepted": ":large_green_circle:",
    "refused": ":x:",
    "unknown": ":grey_question:",
    "answered": ":large_yellow_circle:",
    "failed_again": ":red_circle:",
    "corrected": ":memo:",
    "delivered": ":white_check_mark:",
    "returned": ":leftwards_arrow_with_hook:",
    "destroyed": ":x:",
    "lost": ":x:",
}
"""See core/notices/incident_news.py."""
