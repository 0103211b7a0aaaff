"""The customer was written to: a copy of the letter for the thread, without the address."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, named
from bot.words import Say
from core.notices.customer_answered import ReplySent

NAME_CHARS = 60


def render(notice: ReplySent, say: Say, names: Names = NO_NAMES) -> Message:
    head = kit.said(
        say,
        "notice.reply_sent",
        number=f"#{notice.number}",
        by=named(notice.by, names, say),
        name=notice.name[:NAME_CHARS],
    )
    shown = kit.lines(kit.words(":envelope:", head), kit.quoted(notice.text))
    return message(kit.words(head, notice.text), [kit.section(shown)])
