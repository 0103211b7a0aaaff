"""Why a ticket cannot be closed, as a message: all that is missing at once, a button each (DOMAIN 3.2)."""

from bot.blocks import kit
from bot.blocks.buttons import button, offered
from bot.blocks.headline import numbered
from bot.blocks.message import Message, message
from bot.blocks.ticks import tick_block
from bot.words import Say
from core.domain.job_ticket_table import Action
from core.views import Checklist


def render(checklist: Checklist, say: Say) -> Message:
    card = checklist.card
    missing = [tick for tick in checklist.ticks if not tick.ok]
    head = (
        kit.said(say, "closing.not_yet", number=card.shown_number)
        if missing
        else kit.said(say, "closing.ready", number=card.shown_number)
    )
    close = [kit.actions(button(Action.CLOSE, card, say))] if Action.CLOSE in offered(card) else []
    ending = kit.said(say, "closing.assumptions" if missing else "closing.complete")
    return message(
        kit.words(head, ending),
        [
            kit.section(kit.lines(kit.bold(numbered(card, say)), head)),
            *(tick_block(tick, card, say) for tick in checklist.ticks),
            *close,
            kit.context(ending),
        ],
    )
