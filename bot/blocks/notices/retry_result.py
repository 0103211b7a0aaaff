"""What became of a retried order; the owner is mentioned where there is something to do."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.retry_result import RetryResult


def render(notice: RetryResult, say: Say, names: Names = NO_NAMES) -> Message:
    outcome = notice.outcome if notice.outcome in SIGNS else "unknown"
    words = kit.said(
        say,
        f"retry.{outcome}",
        number=f"#{notice.number}",
        order=notice.order,
        error=_error(notice.error, say),
        place=notice.duplicate_at or "?",
    )
    owner = mentioned(notice.owner, say) if notice.owner and outcome != "retried" else None
    return note(kit.words(SIGNS[outcome], owner, words))


def _error(error: str, say: Say) -> str:
    known = error.replace("_", "").isalnum() and say.has(f"problem.{error}")
    return say(f"problem.{error}") if known else error or say("problem.unknown")


SIGNS = {
    "retried": ":white_check_mark:",
    "failed": ":x:",
    "duplicate": ":warning:",
    "unknown": ":grey_question:",
}
