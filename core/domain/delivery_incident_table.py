"""The words of a delivery incident, and the arrows it may follow."""

from enum import StrEnum

from core.domain.case import Common


class State(StrEnum):
    PENDING = "pending"
    """Waits for a solution of ours (red)."""
    SOLUTION_SENDING = "solution_sending"
    """On its way to the carrier; not read back yet (red, busy)."""
    SOLUTION_SENT = "solution_sent"
    """The carrier has it. Sent is not delivered (green)."""
    CARRIER_REPLIED = "carrier_replied"
    """The carrier answered: somebody looks, and may give a second solution (yellow)."""
    CLOSED = "closed"


class Action(StrEnum):
    LOG_CONTACT = "log_contact"
    PROVIDE_SOLUTION = "provide_solution"
    SOLUTION_ACCEPTED = "solution_accepted"
    SOLUTION_REFUSED = "solution_refused"
    SOLUTION_UNKNOWN = "solution_unknown"
    CARRIER_ANSWERED = "carrier_answered"
    MARK_REVIEWED = "mark_reviewed"
    FAILED_AGAIN = "failed_again"
    CORRECTED = "corrected"
    ENDED = "ended"
    SCANNED = "scanned"


class ContactOutcome(StrEnum):
    """What became of an attempt to reach the customer (D9)."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"


class Resolution(StrEnum):
    """What a carrier can be asked for; the words are those of the platform contract."""

    PROVIDE_SOLUTION = "provide_solution"
    RETRY_DELIVERY = "retry_delivery"
    CHANGE_ADDRESS = "change_address"
    PICKUP_AT_AGENCY = "pickup_at_agency"
    RETURN_TO_SENDER = "return_to_sender"
    REDIRECT_AGENCY = "redirect_agency"
    DESTROY = "destroy"


class Outcome(StrEnum):
    """How an incident ended. `info`: the carrier's word needed nothing from us."""

    DELIVERED = "delivered"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    LOST = "lost"
    INFO = "info"


_OPEN = (State.PENDING, State.SOLUTION_SENDING, State.SOLUTION_SENT, State.CARRIER_REPLIED)
_OURS = (State.PENDING, State.CARRIER_REPLIED)
_ANY = tuple(State)

TRANSITIONS: dict[tuple[str, str], str] = {
    **{(s, a): s for s in _OURS for a in (Action.LOG_CONTACT, Common.SNOOZE, Common.WAKE)},
    **{(s, Action.PROVIDE_SOLUTION): State.SOLUTION_SENDING for s in _OURS},
    (State.SOLUTION_SENDING, Action.SOLUTION_ACCEPTED): State.SOLUTION_SENT,
    (State.SOLUTION_SENDING, Action.SOLUTION_REFUSED): State.PENDING,
    (State.SOLUTION_SENDING, Action.SOLUTION_UNKNOWN): State.SOLUTION_SENDING,
    **{(s, Action.CARRIER_ANSWERED): State.CARRIER_REPLIED for s in (State.SOLUTION_SENT, *_OURS)},
    (State.CARRIER_REPLIED, Action.MARK_REVIEWED): State.SOLUTION_SENT,
    **{(s, Action.FAILED_AGAIN): State.PENDING for s in (State.SOLUTION_SENT, *_OURS)},
    **{(s, Action.CORRECTED): s for s in _OPEN},
    **{(s, Action.ENDED): State.CLOSED for s in _OPEN},
    **{(s, Action.SCANNED): s for s in _ANY},
    **{(State.CLOSED, a): State.CLOSED for a in (Common.ARCHIVE, Common.UNARCHIVE)},
    **{
        (s, a): s
        for s in _OPEN
        for a in (Common.TAKE, Common.ACKNOWLEDGE, Common.ASSIGN, Common.SET_PRIORITY, Common.ESCALATE)
    },
    **{(s, Common.SEND_TO_SUPPORT): s for s in _ANY},
    **{(s, a): s for s in _ANY for a in (Common.COMMENT, Common.ADD_EVIDENCE, Common.LINK)},
}
"""The drawing of docs/architecture.md.

While a solution is on its way, what the carrier says waits for the read-back: only the end of the shipment
overtakes it. A scan that moves nothing (late, repeated, after the end) goes into the history all the same. A
closed incident never opens again (1.2.1: after "delivered" later scans still arrive); a claim can still be made.
"""
