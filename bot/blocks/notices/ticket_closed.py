"""A ticket was closed: by which rule and on which proof."""

from bot.blocks import kit
from bot.blocks.message import Message, message
from bot.blocks.people import NO_NAMES, Names, named
from bot.words import Say
from core.notices.ticket_closed import ClosedOnProof
from core.policies.closing import OUTCOMES


def render(notice: ClosedOnProof, say: Say, names: Names = NO_NAMES) -> Message:
    outcome = notice.outcome if notice.outcome in OUTCOMES.values() else "unknown"
    head = kit.said(
        say,
        "notice.closed",
        number=f"#{notice.number}",
        by=named(notice.by, names, say),
        outcome=say(f"outcome.{outcome}"),
    )
    run = None
    if notice.run_id is not None:
        shown = kit.link(notice.run_url, kit.said(say, "proof.run", run=notice.run_id[:60]))
        run = (
            kit.said(say, "proof.succeeded", run=shown, at=notice.run_ended_at)
            if notice.run_ended_at
            else shown
        )
    of = (
        kit.said(say, "relation.duplicate_of", number=f"#{notice.duplicate_of}")
        if notice.duplicate_of
        else None
    )
    lines = kit.lines(
        kit.words(":white_check_mark:", head),
        kit.dotted(run, of),
        kit.quoted(notice.note) if notice.note else None,
    )
    return message(head, [kit.section(lines)])
