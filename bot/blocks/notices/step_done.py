"""A step of a job ticket is done, read back from the platform."""

from datetime import timedelta

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, named
from bot.words import Say
from core.notices.step_done import StepDone


def render(notice: StepDone, say: Say, names: Names = NO_NAMES) -> Message:
    minutes = notice.minutes or 0
    span = say.duration(timedelta(minutes=minutes)) if minutes else say("card.under_a_minute")
    by = named(notice.by, names, say)
    return note(kit.said(say, f"step_done.{_key(notice)}", number=f"#{notice.number}", by=by, span=span))


def _key(notice: StepDone) -> str:
    """The step, with the choice that was made where it has words of its own."""
    chosen = f"{notice.step}_{notice.detail}"
    if chosen in WITH_CHOICE:
        return chosen
    if notice.step == "stop" and notice.minutes is not None:
        return "stop_after"
    return notice.step if notice.step in STEPS else "other"


STEPS = ("stop", "notify", "decide", "reactivate", "remove")
WITH_CHOICE = (
    *("decide_reactivate", "decide_remain_paused", "decide_remove"),
    *("stop_not_possible", "notify_skipped"),
)
