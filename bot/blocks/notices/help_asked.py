"""Somebody who may not do it asks for it: told directly to those who may, with the way to the case."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, named
from bot.routes import ViewButton
from bot.words import Say
from core.notices.help_asked import HelpAskedOfYou


def render(notice: HelpAskedOfYou, say: Say, names: Names = NO_NAMES) -> Message:
    key = f"asks.{notice.act}"
    known = notice.act.isidentifier() and say.has(key)
    number, by = f"#{notice.number}", named(notice.by, names, say)
    words = kit.said(say, key if known else "asks.other", number=number, title=notice.title, by=by)
    route = ViewButton(case_id=notice.case_id, version=notice.version)
    return note(words, kit.actions(kit.button(say("action.view", number=number), route.element())))
