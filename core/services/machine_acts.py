"""Which arrows are no person's to follow."""

from core.domain.delivery_incident_table import Action as IncidentAction
from core.domain.issue import Action as IssueAction
from core.domain.job_ticket_table import Action
from core.domain.support_ticket_table import Action as SupportAction

MACHINE = frozenset(
    {
        IssueAction.RETRY_SUCCEEDED,
        IssueAction.RETRY_FAILED,
        IssueAction.RETRY_UNKNOWN,
        IssueAction.CLEARED,
        IssueAction.RECUR,
        Action.CONTAINED,
        Action.RECONTAINED,
        Action.CONTAINMENT_FAILED,
        Action.NOT_STOPPABLE_AGAIN,
        Action.REACTIVATED,
        Action.REACTIVATION_FAILED,
        Action.VERIFICATION_NOT_STARTED,
        Action.VERIFICATION_FAILED,
        Action.REPAUSE,
        Action.REMOVED,
        Action.REMOVAL_FAILED,
        Action.TROUBLE,
        Action.FAIL_AGAIN,
        IncidentAction.SOLUTION_ACCEPTED,
        IncidentAction.SOLUTION_REFUSED,
        IncidentAction.SOLUTION_UNKNOWN,
        IncidentAction.CARRIER_ANSWERED,
        IncidentAction.FAILED_AGAIN,
        IncidentAction.CORRECTED,
        IncidentAction.ENDED,
        IncidentAction.SCANNED,
        *(SupportAction.MESSAGE, SupportAction.CAME_BACK, SupportAction.CLOSED_THERE),
        "repeat",
        "wake",
    }
)
"""Arrows that only the platform, the clock or Andon itself follows: never a button."""
