"""The words of a support ticket, and the arrows it may follow (DOMAIN 2.4)."""

from enum import StrEnum

from core.domain.case import Common


class State(StrEnum):
    OPEN = "open"
    """Logged and waiting (S2)."""
    IN_PROGRESS = "in_progress"
    """Somebody has it, or answered."""
    ON_HOLD = "on_hold"
    """Still active, waits for somebody else, with a reason (S17, S18)."""
    CLOSED = "closed"


class Action(StrEnum):
    REPLY = "reply"
    SET_CATEGORY = "set_category"
    HOLD = "hold"
    RESUME_WORK = "resume_work"
    CLOSE = "close"
    MERGE = "merge"
    REOPEN = "reopen"
    SHOW_CUSTOMER = "show_customer"
    MESSAGE = "message"
    """The customer wrote, and that moves nothing."""
    CAME_BACK = "came_back"
    """The customer wrote, and that ends a hold or opens a closed ticket again."""
    CLOSED_THERE = "closed_there"


class Outcome(StrEnum):
    """How a ticket ended. `closed_there`: the platform closed it."""

    SOLVED = "solved"
    REFUNDED = "refunded"
    EXCHANGED = "exchanged"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    DUPLICATE = "duplicate"
    CLOSED_THERE = "closed_there"


BY_HAND = (Outcome.SOLVED, Outcome.REFUNDED, Outcome.EXCHANGED, Outcome.DECLINED, Outcome.NO_ANSWER)
"""What a person may close with; a merge and the platform have their own."""

CATEGORIES = (
    *("return", "cancel", "damage", "refund_exchange", "not_received", "wrong_item"),
    *("invoice", "product_question", "claim", "other"),
)
"""The start set of DOMAIN 2.6 (S8, S16). A platform may name others; people choose from these."""

_WORKING = (State.OPEN, State.IN_PROGRESS)
_LIVE = (*_WORKING, State.ON_HOLD)
_ANY = tuple(State)

TRANSITIONS: dict[tuple[str, str], str] = {
    **{(s, a): State.IN_PROGRESS for s in _WORKING for a in (Common.TAKE, Action.REPLY)},
    **{(State.ON_HOLD, a): State.ON_HOLD for a in (Common.TAKE, Action.REPLY)},
    **{(s, Action.HOLD): State.ON_HOLD for s in _WORKING},
    (State.ON_HOLD, Action.RESUME_WORK): State.IN_PROGRESS,
    **{(s, Action.CLOSE): State.CLOSED for s in _WORKING},
    **{(s, a): State.CLOSED for s in _LIVE for a in (Action.MERGE, Action.CLOSED_THERE)},
    (State.CLOSED, Action.REOPEN): State.IN_PROGRESS,
    **{(s, Action.CAME_BACK): State.IN_PROGRESS for s in (State.ON_HOLD, State.CLOSED)},
    **{
        (s, a): s
        for s in _LIVE
        for a in (
            Action.SET_CATEGORY,
            Common.ACKNOWLEDGE,
            Common.ASSIGN,
            Common.SET_PRIORITY,
            Common.ESCALATE,
        )
    },
    **{
        (s, a): s
        for s in _ANY
        for a in (Action.MESSAGE, Action.SHOW_CUSTOMER, Common.COMMENT, Common.ADD_EVIDENCE, Common.LINK)
    },
    **{(State.CLOSED, a): State.CLOSED for a in (Common.ARCHIVE, Common.UNARCHIVE)},
}
"""The drawing of docs/architecture.md.

A ticket on hold is not closed: it is resumed first, so that nobody ends what somebody else still looks into.
Writing to the customer does not end a hold that waits for another department. A message that was written before
the newest one heard of moves nothing, and is kept all the same (G6).
"""
