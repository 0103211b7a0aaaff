"""A step of a job ticket did not work; the state went back and the owner has to know."""

from bot.blocks import kit
from bot.blocks.case_facts import problem_words
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.step_failed import StepDidNotWork


def render(notice: StepDidNotWork, say: Say, names: Names = NO_NAMES) -> Message:
    step = notice.step if notice.step in STEPS else "other"
    why = problem_words(notice.reason, say)
    words = kit.said(say, f"step_failed.{step}", number=f"#{notice.number}", why=why)
    return note(kit.words(":x:", mentioned(notice.owner, say) if notice.owner else None, words))


STEPS = ("stop", "reactivate", "remove", "verify", "retry")
"""See core/notices/step_failed.py."""
