"""A case in two lines, for lists, App Home and reports."""

from bot.blocks import kit
from bot.blocks.case_facts import deadline_line, needs_line
from bot.blocks.headline import numbered, place
from bot.blocks.kit import Mrkdwn
from bot.blocks.states import look_of
from bot.words import Say
from core.views import CaseCard


def render(card: CaseCard, say: Say) -> Mrkdwn:
    look = look_of(card)
    return kit.lines(
        kit.words(look.emoji, kit.bold(numbered(card, say))),
        kit.dotted(
            say(look.word),
            kit.bold(say("card.overdue")) if card.overdue else None,
            place(card),
            needs_line(card, say),
            deadline_line(card, say) or kit.said(say, "line.since", at=card.created_at),
        ),
    )
