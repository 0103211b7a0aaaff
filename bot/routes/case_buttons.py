"""Buttons that every kind of case has, and links."""

from typing import Literal

from pydantic import Field

from bot.routes.route import CaseRoute, Route
from core.domain.case import Common
from core.domain.issue import Action as IssueAction


class TakeButton(CaseRoute):
    name = "case.take.v1"
    does = Common.TAKE


class AcknowledgeButton(CaseRoute):
    name = "case.acknowledge.v1"
    does = Common.ACKNOWLEDGE


class AssignButton(CaseRoute):
    name = "case.assign.v1"
    does = Common.ASSIGN


class CommentButton(CaseRoute):
    name = "case.comment.v1"
    does = Common.COMMENT


class SnoozeButton(CaseRoute):
    name = "case.snooze.v1"
    does = Common.SNOOZE


class PriorityButton(CaseRoute):
    name = "case.priority.v1"
    does = Common.SET_PRIORITY


class AskSupportButton(CaseRoute):
    name = "case.ask_support.v1"
    does = Common.ESCALATE


class ArchiveButton(CaseRoute):
    name = "case.archive.v1"
    does = Common.ARCHIVE


class UnarchiveButton(CaseRoute):
    name = "case.unarchive.v1"
    does = Common.UNARCHIVE


class UndoButton(CaseRoute):
    name = "case.undo.v1"
    does = Common.UNDO


class LinkButton(CaseRoute):
    name = "case.link.v1"
    does = Common.LINK


class MoreButton(CaseRoute):
    """Opens the menu of everything that is allowed."""

    name = "case.more.v1"
    does = "more"


class ViewButton(CaseRoute):
    """Opens the details."""

    name = "case.view.v1"
    does = "view"


class HistoryButton(CaseRoute):
    name = "case.history.v1"
    does = "history"


class RetryButton(CaseRoute):
    name = "issue.retry.v1"
    does = IssueAction.RETRY


class WasDoneButton(CaseRoute):
    """Whoever looked at the platform says that a write nobody could read took effect."""

    name = "case.was_done.v1"
    does = "was_done"


class WasNotDoneButton(CaseRoute):
    name = "case.was_not_done.v1"
    does = "was_not_done"


class AskButton(Route):
    """Below a refusal: asks those who have the role to do the act, by the name of its command. It acts on no
    version of the case."""

    name = "case.ask.v1"
    case_id: str = Field(alias="c", max_length=100)
    act: str = Field(alias="a", max_length=60)
    role: Literal["operator", "lead", "admin"] = Field(alias="r")


class RemovePictureButton(CaseRoute):
    """Beside a picture among the evidence: opens the form that says what happens and asks why."""

    name = "picture.remove.v1"
    does = "remove_picture"
    evidence_id: str = Field(alias="e", max_length=100)


class StartEmptyButton(CaseRoute):
    """Beside a draft in a form: forgets it and draws the form without. `form` is the form's name."""

    name = "case.start_empty.v1"
    does = "start_empty"
    form: str = Field(alias="f", max_length=60)


class RunbookHelpfulButton(CaseRoute):
    name = "runbook.helpful.v1"
    does = "rate_helpful"


class RunbookNotHelpfulButton(CaseRoute):
    """The other answer to the same question; two buttons in one block need two ids."""

    name = "runbook.not_helpful.v1"
    does = "rate_not_helpful"


class OpenLinkButton(Route):
    """A link: Slack sends a click for it too, which is acknowledged and nothing else."""

    name = "link.open.v1"


class RunbookLinkButton(Route):
    """The same, for a second link in one block, where ids have to differ."""

    name = "link.runbook.v1"
