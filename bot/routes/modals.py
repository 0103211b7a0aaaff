"""Every modal about one case."""

from pydantic import Field

from bot.routes.route import CaseModal


class CloseModal(CaseModal):
    name = "modal.close.v1"


class CheckingModal(CaseModal):
    """Shown while the picture and the platform are looked at; nothing to submit."""

    name = "modal.checking.v1"


class NotifyModal(CaseModal):
    name = "modal.notify.v1"


class NotifyPreviewModal(CaseModal):
    """The letter as it will be sent; its parts ride along until Send is pressed."""

    name = "modal.notify_preview.v1"
    to: str = Field(alias="t")
    subject: str = Field(alias="s")
    issue: str = Field(alias="i")
    actions: str = Field(alias="a")
    next_steps: str = Field(alias="n")


class DecideModal(CaseModal):
    name = "modal.decide.v1"


class HoldModal(CaseModal):
    name = "modal.hold.v1"


class ArchiveModal(CaseModal):
    name = "modal.archive.v1"


class AssignModal(CaseModal):
    name = "modal.assign.v1"


class CommentModal(CaseModal):
    name = "modal.comment.v1"


class SnoozeModal(CaseModal):
    name = "modal.snooze.v1"


class PriorityModal(CaseModal):
    name = "modal.priority.v1"


class AskSupportModal(CaseModal):
    name = "modal.ask_support.v1"


class LinkModal(CaseModal):
    name = "modal.link.v1"


class RetryModal(CaseModal):
    name = "modal.retry.v1"


class ContainModal(CaseModal):
    name = "modal.contain.v1"


class NotStoppableModal(CaseModal):
    name = "modal.not_stoppable.v1"


class SkipNotifyModal(CaseModal):
    name = "modal.skip_notify.v1"


class CauseModal(CaseModal):
    name = "modal.cause.v1"


class ConfirmationModal(CaseModal):
    name = "modal.confirmation.v1"


class StateRunModal(CaseModal):
    name = "modal.state_run.v1"


class ReopenModal(CaseModal):
    name = "modal.reopen.v1"


class RemoveModal(CaseModal):
    name = "modal.remove.v1"


class RemovePictureModal(CaseModal):
    name = "modal.remove_picture.v1"
    evidence_id: str = Field(alias="e", max_length=100)


class MenuModal(CaseModal):
    name = "modal.menu.v1"


class DetailModal(CaseModal):
    name = "modal.detail.v1"


class HistoryModal(CaseModal):
    name = "modal.history.v1"


class ContactModal(CaseModal):
    name = "modal.contact.v1"


class SolutionModal(CaseModal):
    name = "modal.solution.v1"


class ReplyModal(CaseModal):
    name = "modal.reply.v1"


class ReplyPreviewModal(CaseModal):
    """The letter to the customer as it will be sent; it rides along until Send is pressed."""

    name = "modal.reply_preview.v1"
    text: str = Field(alias="t")


class CategoryModal(CaseModal):
    name = "modal.category.v1"


class MergeModal(CaseModal):
    name = "modal.merge.v1"


class CustomerModal(CaseModal):
    name = "modal.customer.v1"


class CloseSupportModal(CaseModal):
    name = "modal.close_support.v1"


class SendToSupportModal(CaseModal):
    name = "modal.send_to_support.v1"
