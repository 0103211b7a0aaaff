"""Shown while the picture and the platform are looked at. The answer takes its place; closing it loses nothing."""

from bot.blocks import form_modal, kit
from bot.blocks.kit import Block
from bot.routes import CheckingModal
from bot.words import Say
from core.views import CaseCard


def render(card: CaseCard, route: CheckingModal, say: Say) -> Block:
    blocks = [
        *form_modal.opening("checking", card, say),
        kit.section(kit.words(":hourglass_flowing_sand:", kit.said(say, "checking.what_is_read"))),
        kit.context(kit.said(say, "checking.may_close")),
    ]
    return form_modal.view("checking", card, route, say, blocks)
