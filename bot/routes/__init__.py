"""Every button, modal and shortcut that Andon can draw, typed. The only room that spells an id.

A name is on the wire for ever: posted cards live for years. It carries a version; one that is no longer drawn
moves to RETIRED and is never used again.
"""

from typing import TypeVar

from bot.routes.case_buttons import AcknowledgeButton as AcknowledgeButton
from bot.routes.case_buttons import ArchiveButton as ArchiveButton
from bot.routes.case_buttons import AskButton as AskButton
from bot.routes.case_buttons import AskSupportButton as AskSupportButton
from bot.routes.case_buttons import AssignButton as AssignButton
from bot.routes.case_buttons import CommentButton as CommentButton
from bot.routes.case_buttons import HistoryButton as HistoryButton
from bot.routes.case_buttons import LinkButton as LinkButton
from bot.routes.case_buttons import MoreButton as MoreButton
from bot.routes.case_buttons import OpenLinkButton as OpenLinkButton
from bot.routes.case_buttons import PriorityButton as PriorityButton
from bot.routes.case_buttons import RemovePictureButton as RemovePictureButton
from bot.routes.case_buttons import RetryButton as RetryButton
from bot.routes.case_buttons import RunbookHelpfulButton as RunbookHelpfulButton
from bot.routes.case_buttons import RunbookLinkButton as RunbookLinkButton
from bot.routes.case_buttons import RunbookNotHelpfulButton as RunbookNotHelpfulButton
from bot.routes.case_buttons import SnoozeButton as SnoozeButton
from bot.routes.case_buttons import StartEmptyButton as StartEmptyButton
from bot.routes.case_buttons import TakeButton as TakeButton
from bot.routes.case_buttons import UnarchiveButton as UnarchiveButton
from bot.routes.case_buttons import UndoButton as UndoButton
from bot.routes.case_buttons import ViewButton as ViewButton
from bot.routes.case_buttons import WasDoneButton as WasDoneButton
from bot.routes.case_buttons import WasNotDoneButton as WasNotDoneButton
from bot.routes.home_buttons import HomeFilterButton as HomeFilterButton
from bot.routes.home_buttons import HomeRowMenu as HomeRowMenu
from bot.routes.home_buttons import MenuButton as MenuButton
from bot.routes.home_buttons import UseAsEvidenceShortcut as UseAsEvidenceShortcut
from bot.routes.incident_buttons import ContactButton as ContactButton
from bot.routes.incident_buttons import ReviewedButton as ReviewedButton
from bot.routes.incident_buttons import SolutionButton as SolutionButton
from bot.routes.modals import ArchiveModal as ArchiveModal
from bot.routes.modals import AskSupportModal as AskSupportModal
from bot.routes.modals import AssignModal as AssignModal
from bot.routes.modals import CategoryModal as CategoryModal
from bot.routes.modals import CauseModal as CauseModal
from bot.routes.modals import CheckingModal as CheckingModal
from bot.routes.modals import CloseModal as CloseModal
from bot.routes.modals import CloseSupportModal as CloseSupportModal
from bot.routes.modals import CommentModal as CommentModal
from bot.routes.modals import ConfirmationModal as ConfirmationModal
from bot.routes.modals import ContactModal as ContactModal
from bot.routes.modals import ContainModal as ContainModal
from bot.routes.modals import CustomerModal as CustomerModal
from bot.routes.modals import DecideModal as DecideModal
from bot.routes.modals import DetailModal as DetailModal
from bot.routes.modals import HistoryModal as HistoryModal
from bot.routes.modals import HoldModal as HoldModal
from bot.routes.modals import LinkModal as LinkModal
from bot.routes.modals import MenuModal as MenuModal
from bot.routes.modals import MergeModal as MergeModal
from bot.routes.modals import NotifyModal as NotifyModal
from bot.routes.modals import NotifyPreviewModal as NotifyPreviewModal
from bot.routes.modals import NotStoppableModal as NotStoppableModal
from bot.routes.modals import PriorityModal as PriorityModal
from bot.routes.modals import RemoveModal as RemoveModal
from bot.routes.modals import RemovePictureModal as RemovePictureModal
from bot.routes.modals import ReopenModal as ReopenModal
from bot.routes.modals import ReplyModal as ReplyModal
from bot.routes.modals import ReplyPreviewModal as ReplyPreviewModal
from bot.routes.modals import RetryModal as RetryModal
from bot.routes.modals import SendToSupportModal as SendToSupportModal
from bot.routes.modals import SkipNotifyModal as SkipNotifyModal
from bot.routes.modals import SnoozeModal as SnoozeModal
from bot.routes.modals import SolutionModal as SolutionModal
from bot.routes.modals import StateRunModal as StateRunModal
from bot.routes.own_modals import NotificationsButton as NotificationsButton
from bot.routes.own_modals import NotificationsModal as NotificationsModal
from bot.routes.own_modals import OwnModal as OwnModal
from bot.routes.own_modals import SubscribeMeButton as SubscribeMeButton
from bot.routes.own_modals import SubscribeMeModal as SubscribeMeModal
from bot.routes.own_modals import UnsubscribeMeButton as UnsubscribeMeButton
from bot.routes.route import METADATA_LIMIT as METADATA_LIMIT
from bot.routes.route import VALUE_LIMIT as VALUE_LIMIT
from bot.routes.route import CardTooOld as CardTooOld
from bot.routes.route import CaseModal as CaseModal
from bot.routes.route import CaseRoute as CaseRoute
from bot.routes.route import Place as Place
from bot.routes.route import Route as Route
from bot.routes.route import SlottedRoute as SlottedRoute
from bot.routes.support_buttons import CategoryButton as CategoryButton
from bot.routes.support_buttons import CustomerButton as CustomerButton
from bot.routes.support_buttons import MergeButton as MergeButton
from bot.routes.support_buttons import ReplyButton as ReplyButton
from bot.routes.support_buttons import SendToSupportButton as SendToSupportButton
from bot.routes.ticket_buttons import CauseButton as CauseButton
from bot.routes.ticket_buttons import CheckAgainButton as CheckAgainButton
from bot.routes.ticket_buttons import CloseButton as CloseButton
from bot.routes.ticket_buttons import ConfirmationButton as ConfirmationButton
from bot.routes.ticket_buttons import DecideButton as DecideButton
from bot.routes.ticket_buttons import HoldButton as HoldButton
from bot.routes.ticket_buttons import NotifyButton as NotifyButton
from bot.routes.ticket_buttons import NotStoppableButton as NotStoppableButton
from bot.routes.ticket_buttons import PauseButton as PauseButton
from bot.routes.ticket_buttons import ProofButton as ProofButton
from bot.routes.ticket_buttons import ReactivateButton as ReactivateButton
from bot.routes.ticket_buttons import RemoveConnectionButton as RemoveConnectionButton
from bot.routes.ticket_buttons import ReopenButton as ReopenButton
from bot.routes.ticket_buttons import ResumeButton as ResumeButton
from bot.routes.ticket_buttons import SkipNotifyButton as SkipNotifyButton
from bot.routes.ticket_buttons import StateRunButton as StateRunButton
from bot.routes.ticket_buttons import VerifyButton as VerifyButton

R = TypeVar("R")


def _leaves(cls: type[R]) -> tuple[type[R], ...]:
    below = cls.__subclasses__()
    return tuple(leaf for b in below for leaf in _leaves(b)) if below else (cls,)


SHORTCUTS: tuple[type[Route], ...] = (UseAsEvidenceShortcut,)
SLOTTED: tuple[type[SlottedRoute], ...] = _leaves(SlottedRoute)
MODALS: tuple[type[Route], ...] = (*_leaves(CaseModal), *_leaves(OwnModal))
BUTTONS: tuple[type[Route], ...] = tuple(r for r in _leaves(Route) if r not in MODALS and r not in SHORTCUTS)
ROUTES: tuple[type[Route], ...] = (*BUTTONS, *MODALS, *SHORTCUTS)

RETIRED: frozenset[str] = frozenset()
"""Names still sitting on old messages in channels. Never reuse one."""
