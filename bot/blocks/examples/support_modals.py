"""The modals of a support ticket, drawn from the examples."""

from dataclasses import replace
from typing import Any

from bot import routes
from bot.blocks import (
    category_modal,
    close_support_modal,
    customer_modal,
    detail_modal,
    hold_modal,
    merge_modal,
    reopen_modal,
    reply_modal,
    reply_preview,
    send_to_support_modal,
)
from bot.blocks import examples as ex
from bot.blocks.examples.planned import PLACE, planned
from bot.words import Say
from core.domain.issue import State as IssueState
from core.domain.support_ticket import Message, Requester
from core.domain.support_ticket_table import State as SupportState


def modals(say: Say, text: str) -> dict[str, dict[str, Any]]:
    requester = Requester(name=text, email="joana@mail.example", phone=text)
    said = (Message(text=text, at=ex.AT), Message(text=text, at=ex.AT, by="U0ANA"))
    given = replace(ex.support_ticket(SupportState.IN_PROGRESS), requester=requester, messages=said)
    closed = replace(ex.support_ticket(SupportState.CLOSED), title=text, close_note=text)
    unknown = replace(given, requester=Requester(name=text))
    at: dict[str, Any] = {"case_id": given.case_id, "version": given.version, "place": PLACE}
    canned = ((text[:40] or "-", text), ("Photo", "Please send us a photo."))
    issue = ex.issue(IssueState.OPEN)
    return {
        "category": category_modal.render(given, routes.CategoryModal(**at), say),
        "close_support": close_support_modal.render(given, routes.CloseSupportModal(**at), say),
        "customer": customer_modal.render(given, routes.CustomerModal(**at), say),
        "customer_unknown": customer_modal.render(unknown, routes.CustomerModal(**at), say),
        "detail_support": detail_modal.render(
            given,
            (),
            {},
            routes.DetailModal(**at),
            say,
            steps=planned("respond", "resolve_soon", "resolve_lead"),
        ),
        "detail_support_closed": detail_modal.render(closed, (), {}, routes.DetailModal(**at), say),
        "hold_support": hold_modal.render(given, routes.HoldModal(**at), say),
        "merge": merge_modal.render(given, routes.MergeModal(**at), say),
        "reopen_support": reopen_modal.render(closed, routes.ReopenModal(**at), say),
        "reply": reply_modal.render(given, (), routes.ReplyModal(**at), say),
        "reply_canned": reply_modal.render(given, canned, routes.ReplyModal(**at), say),
        "reply_preview": reply_preview.render(
            given, routes.ReplyPreviewModal(**at, text=text[:500] or "-"), say
        ),
        "send_to_support": send_to_support_modal.render(issue, routes.SendToSupportModal(**at), say),
    }
