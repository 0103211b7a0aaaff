"""The card of any case. One is the same in every channel; only the language differs."""

from bot.blocks import incident_card, issue_card, job_ticket_card, support_card
from bot.blocks.message import Message
from bot.words import Say
from core.views import CaseCard, IncidentCard, IssueCard, JobTicketCard, SupportCard


def render(card: CaseCard, say: Say) -> Message:
    if isinstance(card, JobTicketCard):
        return job_ticket_card.render(card, say)
    if isinstance(card, IssueCard):
        return issue_card.render(card, say)
    if isinstance(card, IncidentCard):
        return incident_card.render(card, say)
    if isinstance(card, SupportCard):
        return support_card.render(card, say)
    raise TypeError(f"no card for {type(card).__name__}")
