"""Bare /andon: a menu, never an error."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.routes import MenuButton
from bot.words import Say
from core.domain.member import Role

ENTRIES = ("open", "mine", "overdue", "subscriptions", "jobcheck", "help")
"""What a click opens; each is a verb of /andon or a group of its list."""


def render(role: Role, say: Say) -> Message:
    head = kit.said(say, "menu.head")
    may = [entry for entry in ENTRIES if entry != "jobcheck" or role >= Role.OPERATOR]
    buttons = [kit.button(say(f"menu.entry.{e}"), MenuButton(what=e, slot=e).element()) for e in may]
    told = "menu.you_may_act" if role >= Role.OPERATOR else "home.you_may_look"
    return message(head, [kit.section(head), kit.actions(*buttons), kit.context(kit.said(say, told))])
