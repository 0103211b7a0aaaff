"""The line of a card that says: the last letter did not arrive."""

from bot.blocks import kit
from bot.blocks.kit import Mrkdwn
from bot.words import Say
from core.views import CaseCard

STATUS_CHARS = 60


def letter_line(card: CaseCard, say: Say) -> Mrkdwn | None:
    problem = card.letter_problem
    if problem is None or card.closed_at is not None:
        return None
    key = "mail.card_bounced" if problem.kind == "bounced" else "mail.card_refused"
    status = kit.code(problem.status[:STATUS_CHARS]) if problem.status else None
    return kit.words(":warning:", kit.said(say, key), status)
