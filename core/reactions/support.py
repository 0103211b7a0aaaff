"""What follows from what happens to a support ticket."""

from core.domain.support_ticket import SupportTicket
from core.domain.support_ticket_events import (
    CustomerAnswered,
    CustomerCameBack,
    CustomerWrote,
    SupportClosed,
    SupportMerged,
)
from core.domain.support_ticket_table import Outcome, State
from core.notices.customer_answered import ReplySent
from core.notices.customer_wrote import CustomerMessage
from core.notices.support_closed import SupportTicketClosed
from core.reactions.tell import Reactions, Tell, unless


def wrote(ticket: SupportTicket, event: CustomerWrote, actor_id: str) -> tuple[Tell, ...]:
    """The owner is called: it is their turn. A late word calls nobody."""
    owner = None if event.late else unless(ticket.owner, actor_id)
    return _message(ticket, event.text, "late" if event.late else "wrote", owner)


def came_back(ticket: SupportTicket, event: CustomerCameBack, actor_id: str) -> tuple[Tell, ...]:
    what = "reopened" if event.was == State.CLOSED else "woke"
    return _message(ticket, event.text, what, unless(ticket.owner, actor_id))


def answered(ticket: SupportTicket, event: CustomerAnswered, actor_id: str) -> tuple[Tell, ...]:
    notice = ReplySent(number=ticket.number, by=event.by, name=ticket.requester.name, text=event.text)
    return (Tell(notice=notice),)


def closed(ticket: SupportTicket, event: SupportClosed, actor_id: str) -> tuple[Tell, ...]:
    notice = SupportTicketClosed(
        number=ticket.number, by=event.by, outcome=event.outcome, note=event.text, reference=event.reference
    )
    return (Tell(notice=notice),)


def merged(ticket: SupportTicket, event: SupportMerged, actor_id: str) -> tuple[Tell, ...]:
    notice = SupportTicketClosed(
        number=ticket.number, by=event.by, outcome=Outcome.DUPLICATE, into=event.into
    )
    return (Tell(notice=notice),)


def _message(ticket: SupportTicket, text: str, what: str, owner: str | None) -> tuple[Tell, ...]:
    notice = CustomerMessage(
        number=ticket.number, name=ticket.requester.name, text=text, what=what, owner=owner
    )
    return (Tell(notice=notice),)


REACTIONS: Reactions = {
    CustomerWrote: wrote,
    CustomerCameBack: came_back,
    CustomerAnswered: answered,
    SupportClosed: closed,
    SupportMerged: merged,
}
