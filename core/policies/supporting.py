"""May this ticket be closed, or go to support, in that way? And what a letter to a customer looks like."""

import re

from core.domain.case import Case
from core.domain.support_ticket import SupportTicket
from core.domain.support_ticket_table import BY_HAND, CATEGORIES, Outcome
from core.domain.workspace import CannedReply
from core.errors import GuardRefused, Invalid

SENDABLE = ("refund_exchange", "claim", "other")
"""What a case of another kind is sent to support for (C10, D12)."""

REFUND_OR_EXCHANGE = "refund_exchange"
_MONEY = frozenset({Outcome.REFUNDED, Outcome.EXCHANGED})

_HOLE = re.compile(r"\{(name|order|number)\}")


def category_of(told: str | None) -> str:
    """A platform's word, folded. What is not on the list stays as it was told, so that nothing is guessed."""
    word = re.sub(r"[\s/-]+", "_", (told or "").strip().casefold())
    return word[:60] or "other"


def refuse_bad_category(category: str, allowed: tuple[str, ...] = CATEGORIES) -> None:
    if category not in allowed:
        raise Invalid("error.unknown_category", field="category", categories=", ".join(allowed))


def refuse_bad_close(ticket: SupportTicket, outcome: Outcome, reference: str) -> None:
    """Money or goods that went back leave a trace: whoever says so names it."""
    if outcome not in BY_HAND:
        raise Invalid("error.unknown_outcome", field="outcome", outcomes=", ".join(BY_HAND))
    moved = outcome in _MONEY or (outcome is Outcome.SOLVED and ticket.code == REFUND_OR_EXCHANGE)
    if moved and not reference:
        raise Invalid("error.reference_missing", field="reference")


def refuse_bad_merge(ticket: SupportTicket, target: Case) -> None:
    if target.id == ticket.id:
        raise Invalid("error.link_to_itself", field="into_number")
    if not isinstance(target, SupportTicket) or target.ended:
        raise Invalid("error.merge_into_what", field="into_number", number=target.number)


def refuse_without_address(ticket: SupportTicket) -> None:
    if not ticket.requester.email:
        raise GuardRefused("error.no_address", number=ticket.number)


def subject_of(ticket: SupportTicket) -> str:
    """The same for every letter, with the number, so that a mail program keeps them together."""
    title = " ".join(ticket.title.split())
    while title[:3].casefold() == "re:":
        title = title[3:].lstrip()
    return f"Re: {title[:150] or ticket.order_number} [#{ticket.number}]"


def filled(reply: CannedReply, ticket: SupportTicket) -> str:
    """Only the three holes are filled: a customer's name full of braces stays what it is."""
    facts = {
        "name": ticket.requester.name,
        "order": ticket.order_number,
        "number": f"#{ticket.number}",
    }
    return _HOLE.sub(lambda hole: facts[hole[1]], reply.text)
