"""Buttons of a job ticket."""

from pydantic import Field

from bot.routes.route import CaseRoute
from core.domain.case import Common
from core.domain.job_ticket_table import Action as JobAction


class PauseButton(CaseRoute):
    """Stops the job at once, by the smallest containment; `kind` names another one."""

    name = "job_ticket.pause.v1"
    does = JobAction.CONTAIN
    kind: str | None = Field(default=None, alias="k")


class NotStoppableButton(CaseRoute):
    name = "job_ticket.not_stoppable.v1"
    does = JobAction.NOT_STOPPABLE


class NotifyButton(CaseRoute):
    name = "job_ticket.notify.v1"
    does = JobAction.NOTIFY_RETAILER


class SkipNotifyButton(CaseRoute):
    name = "job_ticket.skip_notify.v1"
    does = JobAction.SKIP_NOTIFY


class DecideButton(CaseRoute):
    """Opens the choice; the three decide actions of the table are one button."""

    name = "job_ticket.decide.v1"
    does = "decide"


class HoldButton(CaseRoute):
    name = "job_ticket.hold.v1"
    does = JobAction.HOLD


class ResumeButton(CaseRoute):
    name = "job_ticket.resume.v1"
    does = JobAction.RESUME_WORK


class ReactivateButton(CaseRoute):
    name = "job_ticket.reactivate.v1"
    does = JobAction.REACTIVATE


class VerifyButton(CaseRoute):
    name = "job_ticket.verify.v1"
    does = JobAction.VERIFICATION_RUN


class RemoveConnectionButton(CaseRoute):
    name = "job_ticket.remove_connection.v1"
    does = JobAction.REMOVE_CONNECTION


class CauseButton(CaseRoute):
    name = "job_ticket.cause.v1"
    does = JobAction.SET_CAUSE


class ConfirmationButton(CaseRoute):
    name = "job_ticket.confirmation.v1"
    does = Common.ADD_EVIDENCE


class CloseButton(CaseRoute):
    name = "job_ticket.close.v1"
    does = JobAction.CLOSE


class ReopenButton(CaseRoute):
    name = "job_ticket.reopen.v1"
    does = JobAction.REOPEN


class StateRunButton(CaseRoute):
    """Where no platform can be asked: opens the form in which a member states the run they saw."""

    name = "job_ticket.state_run.v1"
    does = "state_run"


class CheckAgainButton(CaseRoute):
    """In the closing modal: read the platform once more and draw the checklist afresh."""

    name = "job_ticket.check_again.v1"
    does = "check_again"
    afresh: bool = Field(default=False, alias="af")
    """As in the modal that it stands in."""


class ProofButton(CaseRoute):
    name = "job_ticket.proof.v1"
    does = "proof"
