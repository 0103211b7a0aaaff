"""What a case is, in one sentence without its number: cards, lists, modals and notifications share it."""

import re

from bot.blocks import kit
from bot.blocks.kit import Mrkdwn
from bot.blocks.support_words import category_words
from bot.words import Say
from core.domain.delivery_incident_table import Outcome
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.job_ticket_table import State
from core.domain.past import BEFORE_ANDON
from core.views import CaseCard, IncidentCard, JobTicketCard, StepState, SupportCard

TITLE_CHARS = 150
"""Characters of a title on a card. A longer one would push the buttons off a telephone's screen."""

PLACE_CHARS = 60

_BY_NUMBER = re.compile(r"^order #?([\w./-]{1,60})$", re.IGNORECASE)


def headline(card: CaseCard, say: Say) -> Mrkdwn:
    """`eBay AU order sync keeps failing`: a job ticket's sentence follows its state, an issue has its own."""
    title = kit.escaped(card.title, limit=TITLE_CHARS)
    if not title.strip():
        title = kit.escaped(card.subject.label or card.subject.id, limit=TITLE_CHARS)
    if isinstance(card, JobTicketCard):
        return kit.said(say, f"title.job_ticket.{_manner(card)}", title=title)
    if isinstance(card, IncidentCard):
        named = kit.escaped(parcel(card.title, say), limit=TITLE_CHARS) or title
        return kit.said(say, f"title.delivery_incident.{_incident_manner(card)}", title=named)
    if isinstance(card, SupportCard):
        return kit.said(say, "title.support_ticket", category=category_words(card.code, say), title=title)
    return title


def numbered(card: CaseCard, say: Say) -> Mrkdwn:
    """`#20262010 eBay AU order sync keeps failing`."""
    return kit.words(card.shown_number, headline(card, say))


def parcel(told: str, say: Say) -> str:
    """What a platform calls no more than "Order 55120" is said in the reader's words; a name of its own stays. Not
    escaped."""
    found = _BY_NUMBER.match(told)
    return say("parcel.order", number=found[1]) if found else told


def place(card: CaseCard) -> Mrkdwn:
    """Whose it is: the retailer or account, else the sales channel."""
    owner = card.retailer if isinstance(card, JobTicketCard) else card.account
    return kit.escaped(owner or card.account or card.channel or "", limit=PLACE_CHARS)


def place_and_role(card: CaseCard, say: Say) -> Mrkdwn:
    """`Hartley & Sons (seller)`, where the role of the account is known (C4)."""
    if card.account_role is None or not place(card):
        return place(card)
    return kit.words(place(card), f"({say(f'account_role.{card.account_role}')})")


def thing(card: CaseCard, say: Say) -> str:
    """The name that a button acts on: the connection, else the job or the subject. Not escaped."""
    if isinstance(card, JobTicketCard):
        return card.job_name
    label = card.subject.label or card.subject.id
    return parcel(label, say) if isinstance(card, IncidentCard) else label


def _incident_manner(card: IncidentCard) -> str:
    if card.state == IncidentState.CLOSED:
        return f"closed_{card.close_outcome}" if card.close_outcome in set(Outcome) else "closed_info"
    if card.state == IncidentState.PENDING and card.first_absence:
        return "first_absence"
    return card.state


def _manner(card: JobTicketCard) -> str:
    if card.state == State.CLOSED:
        known = ("removed", "duplicate", "not_a_failure", BEFORE_ANDON)
        return f"closed_{card.close_outcome}" if card.close_outcome in known else "closed"
    if card.state == State.VERIFYING and card.decision == "remove":
        return "verifying_removal"
    stop = next((s for s in card.steps if s.name == "stop"), None)
    still_stopped = card.state not in (State.OPEN, State.CONTAINING, State.REACTIVATING, State.VERIFYING)
    if stop is not None and stop.state is StepState.SKIPPED and still_stopped:
        return "not_stoppable"
    return card.state
