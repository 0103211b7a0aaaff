"""What follows from a mail that came in, beside a customer's word (see support.py)."""

from core.domain.case import Case
from core.domain.inbound_mail import masked
from core.domain.job_ticket import JobTicket
from core.domain.mail_events import LetterCameBack, MailKept, RetailerWrote
from core.domain.support_ticket import SupportTicket
from core.notices.letter_bounced import LetterBounced
from core.notices.letter_failed import LetterFailed
from core.notices.mail_kept import MailOnTheCase
from core.notices.retailer_answered import RetailerAnswered
from core.reactions.tell import Reactions, Tell, unless


def came_back(case: Case, event: LetterCameBack, actor_id: str) -> tuple[Tell, ...]:
    """The owner is called: somebody waits for an answer to a letter that nobody got."""
    # A customer's address never stands in a channel; a retailer's contact is known to all who work there.
    to = case.requester.name if isinstance(case, SupportTicket) else event.to
    owner = unless(case.owner, actor_id)
    if event.kind == "refused":
        return (
            Tell(notice=LetterFailed(number=case.number, to_address=to, reason=event.status, owner=owner)),
        )
    notice = LetterBounced(
        number=case.number, to=to, status=event.status, words=_without(event.to, to, event.text), owner=owner
    )
    return (Tell(notice=notice),)


def kept(case: Case, event: MailKept, actor_id: str) -> tuple[Tell, ...]:
    """Said without calling anybody."""
    who = case.requester.name if isinstance(case, SupportTicket) else ""
    if event.why == "stranger":
        who = masked(event.sender)
    return (Tell(notice=MailOnTheCase(number=case.number, why=event.why, who=who, text=event.text)),)


def retailer_wrote(ticket: JobTicket, event: RetailerWrote, actor_id: str) -> tuple[Tell, ...]:
    notice = RetailerAnswered(
        number=ticket.number, name=event.name, text=event.text, owner=unless(ticket.owner, actor_id)
    )
    return (Tell(notice=notice),)


def _without(address: str, name: str, words: str) -> str:
    """Servers like to repeat the address."""
    folded, wanted = words.casefold(), address.casefold()
    while wanted and wanted != name.casefold() and (at := folded.find(wanted)) >= 0:
        words = words[:at] + masked(address) + words[at + len(wanted) :]
        folded = words.casefold()
    return words


REACTIONS: Reactions = {
    LetterCameBack: came_back,
    MailKept: kept,
    RetailerWrote: retailer_wrote,
}
