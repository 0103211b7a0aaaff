"""A target is near or past: who has to act next is mentioned, once."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.reminder import Reminder


def render(notice: Reminder, say: Say, names: Names = NO_NAMES) -> Message:
    what = notice.what if notice.what in KNOWN else "resolve"
    words = kit.said(
        say,
        f"reminder.{what}",
        number=f"#{notice.number}",
        title=notice.title,
        failures=say.number(notice.failures),
        at=notice.deadline_at,
    )
    owner = mentioned(notice.owner, say) if notice.owner else None
    return note(kit.words(":alarm_clock:", owner, words))


KNOWN = (
    *("acknowledge", "acknowledge_lead", "contain", "contain_lead", "failing_lead", "respond"),
    *("notify", "resolve_soon", "resolve", "resolve_lead", "claim_soon", "claim_lead"),
)
"""See core/notices/reminder.py."""
