"""The answer to whoever asked for a closing, where the modal is gone."""

from bot.blocks import kit
from bot.blocks.message import Message, message, note
from bot.blocks.people import NO_NAMES, Names
from bot.blocks.ticks import reason_line
from bot.words import Say
from core.notices.closing_answer import ClosingAnswer
from core.policies.closing import OUTCOMES


def render(notice: ClosingAnswer, say: Say, names: Names = NO_NAMES) -> Message:
    number = f"#{notice.number}"
    if notice.closed:
        outcome = notice.outcome if notice.outcome in OUTCOMES.values() else "unknown"
        done = kit.said(say, "notice.closing_granted", number=number, outcome=say(f"outcome.{outcome}"))
        return note(kit.words(":white_check_mark:", done))
    head = kit.said(say, "closing.not_yet", number=number)
    ending = kit.said(say, "closing.assumptions")
    lines = [reason_line(reason, say) for reason in notice.missing]
    return message(kit.words(head, ending), [kit.section(kit.lines(head, *lines)), kit.context(ending)])
