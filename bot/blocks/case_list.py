"""The answer to /andon list: newest first, each with a button that opens it."""

from bot.blocks import case_line, kit
from bot.blocks.kit import Block
from bot.blocks.message import Message, message
from bot.routes import ViewButton
from bot.words import Say
from core.views import CaseCard, CasePage

GROUPS = ("open", "overdue", "held", "closed", "archived", "all", "mine")
MOST = 20
"""Rows of one message: it holds 50 blocks and some 12,000 characters (SLACK 1.1)."""


def render(page: CasePage, group: str, say: Say) -> Message:
    name = say(f"group.{group}") if group in GROUPS else kit.escaped(group, limit=40)
    head = kit.said_n(say, "list.head", page.total, group=name)
    if not page.cards:
        return message(head, [kit.section(head), kit.context(kit.said(say, "list.empty"))])
    shown = page.cards[:MOST]
    left = page.total - page.offset - len(shown)
    rest = [kit.context(kit.said_n(say, "list.more", left))] if left > 0 else []
    return message(head, [kit.section(kit.bold(head)), *(row(card, say) for card in shown), *rest])


def row(card: CaseCard, say: Say) -> Block:
    route = ViewButton(case_id=card.case_id, version=card.version)
    open_it = kit.button(
        say("list.view"),
        route.element(),
        accessibility_label=say("list.view_number", number=card.shown_number),
    )
    return kit.section(case_line.render(card, say), accessory=open_it)
