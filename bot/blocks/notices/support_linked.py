"""A support ticket was opened for this case: its number, for the thread."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, named
from bot.blocks.support_words import category_words
from bot.words import Say
from core.notices.support_linked import SupportTicketOpened


def render(notice: SupportTicketOpened, say: Say, names: Names = NO_NAMES) -> Message:
    words = kit.said(
        say,
        "notice.sent_to_support",
        number=f"#{notice.number}",
        by=named(notice.by, names, say),
        ticket=f"#{notice.support_number}",
        category=category_words(notice.category, say),
    )
    return note(kit.words(":speech_balloon:", words))
