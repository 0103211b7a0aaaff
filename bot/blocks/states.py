"""How a state looks: emoji, word and colour, tied in one place. No meaning rests on one of them alone."""

from dataclasses import dataclass

from core.domain.case_parts import Kind
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.issue import State as IssueState
from core.domain.job_ticket_table import State as JobState
from core.domain.support_ticket_table import State as SupportState
from core.views import CaseCard, IncidentCard

RED, AMBER, GREEN, BLUE, GREY = "#d72b3f", "#e8a33d", "#2eb67d", "#1d9bd1", "#8d8d8d"


@dataclass(frozen=True, kw_only=True)
class Look:
    """`word` is a key of the catalogues."""

    emoji: str
    word: str
    color: str


ARCHIVED = Look(emoji=":file_cabinet:", word="card.archived", color=GREY)
FIRST_ABSENCE = Look(emoji=":large_orange_circle:", word="state.first_absence", color="#e58a94")
"""Not compulsory yet, so in a softer red (D15)."""

OVERDUE = Look(emoji=":hourglass:", word="card.overdue", color=RED)


def look_of(card: CaseCard) -> Look:
    """The look of a case as it stands. Overdue keeps the state's word and turns red."""
    if card.archived_at is not None:
        return ARCHIVED
    look = LOOKS[card.kind, card.state]
    if isinstance(card, IncidentCard) and card.first_absence and card.state == IncidentState.PENDING:
        look = FIRST_ABSENCE if not card.overdue else look
    return Look(emoji=OVERDUE.emoji, word=look.word, color=RED) if card.overdue else look


def _look(kind: Kind, state: str, emoji: str, color: str) -> tuple[tuple[Kind, str], Look]:
    return (kind, state), Look(emoji=emoji, word=f"state.{kind}.{state}", color=color)


LOOKS: dict[tuple[Kind, str], Look] = dict(
    (
        _look(Kind.ISSUE, IssueState.OPEN, ":package:", RED),
        _look(Kind.ISSUE, IssueState.ACKNOWLEDGED, ":package:", BLUE),
        _look(Kind.ISSUE, IssueState.RETRYING, ":arrows_counterclockwise:", AMBER),
        _look(Kind.ISSUE, IssueState.RESOLVED, ":white_check_mark:", GREEN),
        _look(Kind.DELIVERY_INCIDENT, IncidentState.PENDING, ":red_circle:", RED),
        _look(Kind.DELIVERY_INCIDENT, IncidentState.SOLUTION_SENDING, ":hourglass_flowing_sand:", RED),
        _look(Kind.DELIVERY_INCIDENT, IncidentState.SOLUTION_SENT, ":large_green_circle:", GREEN),
        _look(Kind.DELIVERY_INCIDENT, IncidentState.CARRIER_REPLIED, ":large_yellow_circle:", AMBER),
        _look(Kind.DELIVERY_INCIDENT, IncidentState.CLOSED, ":white_check_mark:", GREY),
        _look(Kind.SUPPORT_TICKET, SupportState.OPEN, ":speech_balloon:", RED),
        _look(Kind.SUPPORT_TICKET, SupportState.IN_PROGRESS, ":speech_balloon:", BLUE),
        _look(Kind.SUPPORT_TICKET, SupportState.ON_HOLD, ":zzz:", GREY),
        _look(Kind.SUPPORT_TICKET, SupportState.CLOSED, ":white_check_mark:", GREEN),
        _look(Kind.JOB_TICKET, JobState.OPEN, ":rotating_light:", RED),
        _look(Kind.JOB_TICKET, JobState.CONTAINING, ":hourglass_flowing_sand:", RED),
        _look(Kind.JOB_TICKET, JobState.CONTAINED, ":lock:", AMBER),
        _look(Kind.JOB_TICKET, JobState.RETAILER_NOTIFIED, ":envelope:", AMBER),
        _look(Kind.JOB_TICKET, JobState.DECIDED_REACTIVATE, ":arrow_forward:", AMBER),
        _look(Kind.JOB_TICKET, JobState.DECIDED_REMAIN_PAUSED, ":double_vertical_bar:", AMBER),
        _look(Kind.JOB_TICKET, JobState.DECIDED_REMOVE, ":scissors:", AMBER),
        _look(Kind.JOB_TICKET, JobState.REACTIVATING, ":hourglass_flowing_sand:", AMBER),
        _look(Kind.JOB_TICKET, JobState.REMOVING, ":hourglass_flowing_sand:", AMBER),
        _look(Kind.JOB_TICKET, JobState.ON_HOLD, ":zzz:", GREY),
        _look(Kind.JOB_TICKET, JobState.VERIFYING, ":mag:", BLUE),
        _look(Kind.JOB_TICKET, JobState.CLOSED, ":white_check_mark:", GREEN),
    )
)
