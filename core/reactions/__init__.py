"""Event -> what follows: pure decisions, one table. A reaction never writes; the door sends what it names."""

from core.domain.case import Case
from core.domain.event import Recorded
from core.reactions import cases, incidents, issues, job_tickets, mail, support
from core.reactions.tell import Reactions, Tell

REACTIONS: Reactions = {
    **cases.REACTIONS,
    **incidents.REACTIONS,
    **issues.REACTIONS,
    **job_tickets.REACTIONS,
    **mail.REACTIONS,
    **support.REACTIONS,
}


def follow(case: Case, recorded: Recorded, actor_id: str) -> tuple[Tell, ...]:
    """What people are told because of that fact. The actor is never told what they did themselves."""
    react = REACTIONS.get(type(recorded.event))
    if react is None:
        return ()
    return tuple(t for t in react(case, recorded.event, actor_id) if t.member_id != actor_id)
