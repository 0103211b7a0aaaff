"""Somebody was given a case: told to them directly."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, named
from bot.words import Say
from core.notices.assigned import YouWereAssigned


def render(notice: YouWereAssigned, say: Say, names: Names = NO_NAMES) -> Message:
    by = named(notice.by, names, say)
    return note(kit.said(say, "notice.assigned", number=f"#{notice.number}", title=notice.title, by=by))
