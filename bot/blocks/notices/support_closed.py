"""A support ticket has ended: how, by whom, and with which note."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, named
from bot.words import Say
from core.domain.support_ticket_table import Outcome
from core.notices.support_closed import SupportTicketClosed


def render(notice: SupportTicketClosed, say: Say, names: Names = NO_NAMES) -> Message:
    outcome = notice.outcome if notice.outcome in set(Outcome) else Outcome.SOLVED
    head = kit.said(
        say,
        "notice.support_closed",
        number=f"#{notice.number}",
        by=named(notice.by, names, say),
        outcome=say(f"support_outcome.{outcome}"),
    )
    reference = kit.said(say, "support.reference", reference=notice.reference) if notice.reference else None
    into = kit.said(say, "relation.duplicate_of", number=f"#{notice.into}") if notice.into else None
    lines = kit.lines(
        kit.words(":white_check_mark:", head),
        kit.dotted(reference, into),
        kit.quoted(notice.note) if notice.note else None,
    )
    return message(head, [kit.section(lines)])
