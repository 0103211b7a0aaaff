"""The four steps of a job ticket in one line: stop, notify, decide, prove, each with who and when."""

from bot.blocks import kit
from bot.blocks.kit import Mrkdwn
from bot.blocks.people import mentioned
from bot.words import Say
from core.views import JobTicketCard, Step, StepState

SIGNS = (":one:", ":two:", ":three:", ":four:")


def steps_line(card: JobTicketCard, say: Say) -> Mrkdwn:
    """`:one: Stopped by Ana 09:22   :two: Notify the retailer - now ...`."""
    shown = [kit.words(sign, step_words(step, say)) for sign, step in zip(SIGNS, card.steps, strict=False)]
    return Mrkdwn("   ").join(shown)


def step_words(step: Step, say: Say) -> Mrkdwn:
    """One step in words. What is done or skipped says by whom and when."""
    if step.state in (StepState.DONE, StepState.SKIPPED):
        manner = "done" if step.state is StepState.DONE else "skipped"
        done = kit.said(say, f"step.{step.name}.{manner}{_choice(step)}")
        return kit.words(done, _by(step, say))
    if step.name == "prove" and step.detail in PROVING:
        return kit.said(say, f"step.prove.{step.detail}")
    return kit.said(say, f"step.{step.name}.{step.state}")


def _choice(step: Step) -> str:
    known = step.name == "decide" and step.detail in ("reactivate", "remain_paused", "remove")
    return f"_{step.detail}" if known else ""


def _by(step: Step, say: Say) -> Mrkdwn | None:
    if step.by is None:
        return kit.said(say, "step.at", at=step.at) if step.at else None
    by = mentioned(step.by, say)
    return kit.said(say, "step.by_at", by=by, at=step.at) if step.at else kit.said(say, "step.by", by=by)


PROVING = ("reactivating", "removing", "verifying", "waits")
"""What the last step can be busy with; see core/policies/job_steps.py."""
