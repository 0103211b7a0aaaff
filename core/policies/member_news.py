"""Which members hear of what happened to a case, and how much at once."""

from collections.abc import Iterable
from datetime import timedelta

from core.domain.case import Case
from core.domain.case_events import PrioritySet, SupportAsked, TicketReopened
from core.domain.case_parts import Severity
from core.domain.delivery_incident_events import DeliveryFailedAgain, IncidentOpened
from core.domain.event import Recorded
from core.domain.issue import IssueOpened, IssueRecurred
from core.domain.job_ticket_events import TicketOpened
from core.domain.member import Member, Role, is_reachable
from core.domain.own_subscription import Occasion, OwnSubscription
from core.domain.support_ticket_events import CustomerCameBack, SupportOpened
from core.domain.support_ticket_table import State as SupportState
from core.policies.routing import takes

AT_ONCE = 5
"""Messages of their own that somebody gets within WINDOW. What comes beyond them waits and comes as one list."""

WINDOW = timedelta(minutes=10)

GATHERED = timedelta(minutes=5)
"""How long the first of a list waits for the others: the reader has had AT_ONCE messages a moment ago."""

MOST_LINES = 30
"""Cases that one list names; the rest is a number. Slack takes 50 blocks, and nobody reads on (SLACK 1.1)."""


def occasion_of(recorded: Recorded) -> Occasion | None:
    """What a fact is to those who subscribed; None for nothing."""
    match recorded.event:
        case IssueOpened() | TicketOpened() | IncidentOpened() | SupportOpened():
            return Occasion.OPENED
        case TicketReopened() | IssueRecurred() | CustomerCameBack(was=SupportState.CLOSED):
            return Occasion.REOPENED
        case DeliveryFailedAgain() if recorded.from_state != recorded.to_state:
            return Occasion.REOPENED  # a solution was under way and did not help
        case SupportAsked() | PrioritySet(severity=Severity.CRITICAL):
            return Occasion.ESCALATED
        case _:
            return None


def occasions_in(case: Case) -> tuple[Occasion, ...]:
    """What has just happened to it, in that order, each once."""
    found = (occasion_of(recorded) for recorded in case.recorded)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def wants(
    occasions: Iterable[Occasion], case: Case, subscriptions: Iterable[OwnSubscription]
) -> dict[str, Occasion]:
    """Member id -> the first of the occasions that they want to hear of."""
    happened, wanted = tuple(occasions), dict[str, Occasion]()
    for subscription in subscriptions:
        heard = next((each for each in happened if each in subscription.occasions), None)
        if heard is not None and subscription.member_id not in wanted and takes(subscription, case):
            wanted[subscription.member_id] = heard
    return wanted


def may_hear(member: Member | None, account: str | None) -> bool:
    """Whether somebody is still here, can be reached, and may see a case of that account."""
    return (
        member is not None
        and member.role >= Role.VIEWER
        and is_reachable(member.id)
        and member.may_see(account)
    )
