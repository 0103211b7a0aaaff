"""What follows from acts that every kind knows."""

from core.domain.case import Case
from core.domain.case_events import (
    Assigned,
    Commented,
    ResumedFromHold,
    SentToSupport,
    TicketReopened,
    Woke,
)
from core.notices.assigned import YouWereAssigned
from core.notices.commented import CommentAdded
from core.notices.reopened import TicketReopenedNotice
from core.notices.support_linked import SupportTicketOpened
from core.notices.woke import CaseWoke
from core.reactions.tell import Reactions, Tell, unless


def assigned(case: Case, event: Assigned, actor_id: str) -> tuple[Tell, ...]:
    if event.to is None:
        return ()
    notice = YouWereAssigned(number=case.number, title=case.title, by=event.by)
    return (Tell(notice=notice, member_id=event.to),)


def commented(case: Case, event: Commented, actor_id: str) -> tuple[Tell, ...]:
    return (Tell(notice=CommentAdded(number=case.number, by=event.by, text=event.text)),)


def woke(case: Case, event: Woke, actor_id: str) -> tuple[Tell, ...]:
    return _woke(case, "time", actor_id)


def resumed(case: Case, event: ResumedFromHold, actor_id: str) -> tuple[Tell, ...]:
    return _woke(case, event.why, actor_id)


def reopened(case: Case, event: TicketReopened, actor_id: str) -> tuple[Tell, ...]:
    notice = TicketReopenedNotice(number=case.number, why=event.why, by=event.by, times=case.reopen_count)
    return (Tell(notice=notice),)


def sent_to_support(case: Case, event: SentToSupport, actor_id: str) -> tuple[Tell, ...]:
    notice = SupportTicketOpened(
        number=case.number, support_number=event.number, category=event.category, by=event.by
    )
    return (Tell(notice=notice),)


def _woke(case: Case, why: str, actor_id: str) -> tuple[Tell, ...]:
    notice = CaseWoke(number=case.number, title=case.title, why=why, owner=unless(case.owner, actor_id))
    return (Tell(notice=notice),)


REACTIONS: Reactions = {
    Assigned: assigned,
    Commented: commented,
    ResumedFromHold: resumed,
    SentToSupport: sent_to_support,
    TicketReopened: reopened,
    Woke: woke,
}
