"""Somebody is unsure and asks the support team, in its channel (C10)."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, named
from bot.words import Say
from core.notices.support_question import SupportQuestion


def render(notice: SupportQuestion, say: Say, names: Names = NO_NAMES) -> Message:
    by = named(notice.by, names, say)
    head = kit.said(say, "notice.support_question", number=f"#{notice.number}", title=notice.title, by=by)
    return message(
        kit.words(head, notice.question), [kit.section(kit.lines(head, kit.quoted(notice.question)))]
    )
