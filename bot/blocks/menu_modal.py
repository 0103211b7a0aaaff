"""More: everything that is allowed on this case now, in groups, each with what it does."""

from bot.blocks import form_modal, kit
from bot.blocks.buttons import CHOOSE, about, button, offered
from bot.blocks.kit import Block
from bot.routes import MenuModal
from bot.words import Say
from core.domain.case import Common
from core.domain.delivery_incident_table import Action as IncidentAction
from core.domain.issue import Action as IssueAction
from core.domain.job_ticket_table import Action
from core.domain.support_ticket_table import Action as SupportAction
from core.views import CaseCard

LOOKS = ("view", "history")
"""Allowed whatever the state."""


def render(card: CaseCard, route: MenuModal, say: Say) -> Block:
    allowed = offered(card) | set(LOOKS)
    blocks = form_modal.opening("menu", card, say)
    for group, acts in GROUPS.items():
        lines = [_line(does, card, say) for does in acts if does in allowed]
        if lines:
            blocks += [kit.header(say(f"menu.group.{group}")), *lines]
    return form_modal.view("menu", card, route, say, blocks)


def _line(does: str, card: CaseCard, say: Say) -> Block:
    return kit.section(about(does, card, say), accessory=button(does, card, say))


GROUPS: dict[str, tuple[str, ...]] = {
    "undo": (Common.UNDO,),
    "next": (
        *("was_done", "was_not_done"),
        *(IncidentAction.PROVIDE_SOLUTION, IncidentAction.LOG_CONTACT, IncidentAction.MARK_REVIEWED),
        SupportAction.REPLY,
        *(Action.CONTAIN, CHOOSE, Action.NOT_STOPPABLE),
        *(Action.NOTIFY_RETAILER, Action.SKIP_NOTIFY, "decide"),
        *(Action.REACTIVATE, Action.VERIFICATION_RUN, Action.REMOVE_CONNECTION),
        *(Action.HOLD, Action.RESUME_WORK, Action.CLOSE, Action.REOPEN, IssueAction.RETRY),
        *(SupportAction.MERGE, Common.SEND_TO_SUPPORT),
    ),
    "people": (Common.TAKE, Common.ACKNOWLEDGE, Common.ASSIGN, Common.COMMENT, Common.ESCALATE),
    "case": (
        *(
            Common.ADD_EVIDENCE,
            Action.SET_CAUSE,
            SupportAction.SET_CATEGORY,
            Common.SET_PRIORITY,
            Common.SNOOZE,
        ),
        *(Common.LINK, Common.ARCHIVE, Common.UNARCHIVE),
    ),
    "look": ("view", SupportAction.SHOW_CUSTOMER, "history", "proof"),
}
"""What comes next stands first. Every act with a button stands in one group."""
