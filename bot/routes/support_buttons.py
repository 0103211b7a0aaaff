"""Buttons of a support ticket, and the one that opens a ticket from another case."""

from bot.routes.route import CaseRoute
from core.domain.case import Common
from core.domain.support_ticket_table import Action


class ReplyButton(CaseRoute):
    """Opens the letter to the customer."""

    name = "support.reply.v1"
    does = Action.REPLY


class CategoryButton(CaseRoute):
    name = "support.category.v1"
    does = Action.SET_CATEGORY


class MergeButton(CaseRoute):
    name = "support.merge.v1"
    does = Action.MERGE


class CustomerButton(CaseRoute):
    """Shows address and telephone to whoever pressed it, and keeps that they looked."""

    name = "support.customer.v1"
    does = Action.SHOW_CUSTOMER


class SendToSupportButton(CaseRoute):
    """On an issue or a delivery incident (C10, D12)."""

    name = "case.send_to_support.v1"
    does = Common.SEND_TO_SUPPORT
