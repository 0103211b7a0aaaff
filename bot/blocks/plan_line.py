"""The reminders to come, as a line: `Next, if nothing happens: reminder 14:00, lead 16:00`."""

from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks.kit import Block, Mrkdwn
from bot.words import Say
from core.policies.plan import LEAD, SOON
from core.views import PlannedStep

MOST = 6
"""Steps of one line; what comes after them is days away."""


def blocks(steps: Sequence[PlannedStep], say: Say) -> list[Block]:
    if not steps:
        return []
    words = Mrkdwn(", ").join(_step(step, say) for step in steps[:MOST])
    return [kit.context(kit.said(say, "plan.next", steps=words))]


def _step(step: PlannedStep, say: Say) -> Mrkdwn:
    if step.what.endswith(LEAD):
        return kit.said(say, "plan.lead", at=step.at)
    if step.what.endswith(SOON):
        return kit.said(say, "plan.warning", at=step.at)
    return kit.said(say, "plan.reminder", at=step.at)
