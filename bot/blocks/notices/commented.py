"""A comment, in the thread of its case."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, named
from bot.words import Say
from core.notices.commented import CommentAdded


def render(notice: CommentAdded, say: Say, names: Names = NO_NAMES) -> Message:
    head = kit.said(say, "notice.commented", number=f"#{notice.number}", by=named(notice.by, names, say))
    words = kit.quoted(notice.text)
    return message(kit.words(head, notice.text), [kit.section(kit.lines(head, words))])
