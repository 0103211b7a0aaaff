"""A card for every state of every kind, and for what makes cards hard: for the golden tests and the gallery."""

from bot.blocks.examples import incidents, issues, job_tickets, support
from bot.blocks.examples.given import AT, HOSTILE, LONG, actions_of
from bot.blocks.examples.incidents import incident
from bot.blocks.examples.issues import issue
from bot.blocks.examples.job_tickets import REFUSED, checklist, job_ticket
from bot.blocks.examples.support import support_ticket
from core.views import CaseCard

CARDS: dict[str, CaseCard] = {**job_tickets.CARDS, **issues.CARDS, **incidents.CARDS, **support.CARDS}

__all__ = [
    "AT",
    "CARDS",
    "HOSTILE",
    "LONG",
    "REFUSED",
    "actions_of",
    "checklist",
    "incident",
    "issue",
    "job_ticket",
    "support_ticket",
]
