"""It failed again after it was closed, or somebody opened it again."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import ANDON, NO_NAMES, Names, named
from bot.words import Say
from core.notices.reopened import TicketReopenedNotice


def render(notice: TicketReopenedNotice, say: Say, names: Names = NO_NAMES) -> Message:
    number = f"#{notice.number}"
    if notice.by == ANDON:
        words = kit.said(say, "notice.reopened_failed", number=number)
    else:
        by = named(notice.by, names, say)
        words = kit.said(say, "notice.reopened", number=number, by=by, why=notice.why)
    times = kit.said_n(say, "card.reopened", notice.times) if notice.times > 1 else None
    return note(kit.words(":rotating_light:", kit.dotted(words, times)))
