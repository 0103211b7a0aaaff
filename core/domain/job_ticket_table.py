"""The states of a job ticket, the actions, and every arrow between them: the drawing, as data."""

from enum import StrEnum

from core.domain.case import Common

OUTCOME_UNKNOWN = "outcome_unknown"
"""The problem of a step whose write nobody could read."""


class State(StrEnum):
    OPEN = "open"
    CONTAINING = "containing"
    CONTAINED = "contained"
    RETAILER_NOTIFIED = "retailer_notified"
    DECIDED_REACTIVATE = "decided_reactivate"
    DECIDED_REMAIN_PAUSED = "decided_remain_paused"
    DECIDED_REMOVE = "decided_remove"
    REACTIVATING = "reactivating"
    REMOVING = "removing"
    ON_HOLD = "on_hold"
    VERIFYING = "verifying"
    CLOSED = "closed"


class Action(StrEnum):
    CONTAIN = "contain"
    CONTAINED = "contained"
    RECONTAINED = "recontained"
    CONTAINMENT_FAILED = "containment_failed"
    NOT_STOPPABLE = "not_stoppable"
    NOT_STOPPABLE_AGAIN = "not_stoppable_again"
    NOTIFY_RETAILER = "notify_retailer"
    SKIP_NOTIFY = "skip_notify"
    DECIDE_REACTIVATE = "decide_reactivate"
    DECIDE_REMAIN_PAUSED = "decide_remain_paused"
    DECIDE_REMOVE = "decide_remove"
    HOLD = "hold"
    RESUME_WORK = "resume_work"
    REACTIVATE = "reactivate"
    REACTIVATED = "reactivated"
    REACTIVATION_FAILED = "reactivation_failed"
    VERIFICATION_RUN = "verification_run"
    VERIFICATION_NOT_STARTED = "verification_not_started"
    VERIFICATION_FAILED = "verification_failed"
    REPAUSE = "repause"
    REMOVE_CONNECTION = "remove_connection"
    REMOVED = "removed"
    REMOVAL_FAILED = "removal_failed"
    FAIL_AGAIN = "fail_again"
    TROUBLE = "trouble"
    SET_CAUSE = "set_cause"
    CLOSE = "close"
    REOPEN = "reopen"


class Choice(StrEnum):
    REACTIVATE = "reactivate"
    REMAIN_PAUSED = "remain_paused"
    REMOVE = "remove"


class ContainmentKind(StrEnum):
    """What is stopped (J11). The smallest that stops the job is offered first."""

    PAUSE_JOB = "pause_job"
    DISABLE_FEED = "disable_feed"
    PAUSE_MARKETPLACE = "pause_marketplace"
    SUSPEND_CONNECTION = "suspend_connection"


_OPEN_STATES = tuple(s for s in State if s is not State.CLOSED)
_WORKING = (State.CONTAINING, State.REACTIVATING, State.REMOVING, State.VERIFYING)
_DECIDED = (State.DECIDED_REACTIVATE, State.DECIDED_REMAIN_PAUSED, State.DECIDED_REMOVE)
_TOLD = (State.RETAILER_NOTIFIED, *_DECIDED, State.ON_HOLD, State.VERIFYING)
TOLD_AGAIN: dict[tuple[str, str], str] = {
    (s, a): s for s in _TOLD for a in (Action.NOTIFY_RETAILER, Action.SKIP_NOTIFY)
}
"""Step 2 is done there. It is done again when the letter did not arrive, and only then."""

TRANSITIONS: dict[tuple[str, str], str] = {
    (State.OPEN, Action.CONTAIN): State.CONTAINING,
    (State.CONTAINING, Action.CONTAINED): State.CONTAINED,
    (State.CONTAINING, Action.RECONTAINED): State.RETAILER_NOTIFIED,
    (State.CONTAINING, Action.CONTAINMENT_FAILED): State.OPEN,
    (State.OPEN, Action.NOT_STOPPABLE): State.CONTAINED,
    (State.OPEN, Action.NOT_STOPPABLE_AGAIN): State.RETAILER_NOTIFIED,
    (State.CONTAINED, Action.NOTIFY_RETAILER): State.RETAILER_NOTIFIED,
    (State.CONTAINED, Action.SKIP_NOTIFY): State.RETAILER_NOTIFIED,
    **TOLD_AGAIN,
    **{(s, Action.DECIDE_REACTIVATE): State.DECIDED_REACTIVATE for s in (State.RETAILER_NOTIFIED, *_DECIDED)},
    **{
        (s, Action.DECIDE_REMAIN_PAUSED): State.DECIDED_REMAIN_PAUSED
        for s in (State.RETAILER_NOTIFIED, *_DECIDED)
    },
    **{(s, Action.DECIDE_REMOVE): State.DECIDED_REMOVE for s in (State.RETAILER_NOTIFIED, *_DECIDED)},
    (State.DECIDED_REMAIN_PAUSED, Action.HOLD): State.ON_HOLD,
    (State.ON_HOLD, Action.RESUME_WORK): State.DECIDED_REMAIN_PAUSED,
    (State.DECIDED_REACTIVATE, Action.REACTIVATE): State.REACTIVATING,
    (State.REACTIVATING, Action.REACTIVATED): State.VERIFYING,
    (State.REACTIVATING, Action.REACTIVATION_FAILED): State.DECIDED_REACTIVATE,
    (State.DECIDED_REACTIVATE, Action.VERIFICATION_RUN): State.VERIFYING,
    (State.VERIFYING, Action.VERIFICATION_RUN): State.VERIFYING,
    (State.VERIFYING, Action.VERIFICATION_NOT_STARTED): State.VERIFYING,
    (State.VERIFYING, Action.REPAUSE): State.CONTAINING,
    (State.VERIFYING, Action.VERIFICATION_FAILED): State.OPEN,
    (State.DECIDED_REMOVE, Action.REMOVE_CONNECTION): State.REMOVING,
    (State.REMOVING, Action.REMOVED): State.VERIFYING,
    (State.REMOVING, Action.REMOVAL_FAILED): State.DECIDED_REMOVE,
    **{(s, Action.TROUBLE): s for s in _WORKING},
    **{(s, Action.FAIL_AGAIN): s for s in _OPEN_STATES},
    **{(s, Action.CLOSE): State.CLOSED for s in _OPEN_STATES},
    (State.CLOSED, Action.REOPEN): State.OPEN,
    **{
        (s, a): s
        for s in _OPEN_STATES
        for a in (Action.SET_CAUSE, Common.TAKE, Common.ACKNOWLEDGE, Common.ASSIGN, Common.SET_PRIORITY)
    },
    **{(s, Common.ESCALATE): s for s in _OPEN_STATES},
    **{(s, a): s for s in State for a in (Common.COMMENT, Common.ADD_EVIDENCE, Common.LINK)},
    (State.CLOSED, Common.ARCHIVE): State.CLOSED,
    (State.CLOSED, Common.UNARCHIVE): State.CLOSED,
}
"""Close stands at every open state on purpose: the policy refuses with its checklist, not the table."""
