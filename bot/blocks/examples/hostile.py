"""Every drawing about something hostile: one text wherever platforms, retailers and colleagues write."""

from collections.abc import Iterator
from dataclasses import replace

from bot.blocks import case_card
from bot.blocks.examples.drawings import Drawing, as_message, modals, notices, screens, spoken
from bot.blocks.examples.issues import issue
from bot.blocks.examples.job_tickets import job_ticket
from bot.words import Say
from core.domain.case_parts import Hold, HoldKind, Money, Subject
from core.domain.issue import State as IssueState
from core.domain.job_ticket_table import State
from core.views import IssueCard, JobTicketCard


def hostile_drawings(text: str, say: Say, words: dict[str, Say]) -> dict[str, Drawing]:
    return dict(_drawings(text, say, words))


def hostile_job(text: str, state: State = State.OPEN) -> JobTicketCard:
    card = job_ticket(state)
    return replace(
        card,
        title=text,
        job_name=text,
        description=text,
        code=text,
        account=text,
        retailer=text,
        channel=text,
        connection_name=text,
        problem=text,
        runbook_url=text,
        hold=Hold(kind=HoldKind.RETAILER, reason=text, since=card.created_at),
        subject=Subject(type=text, id=text, label=text, url=text),
        close_outcome=text,
        archived_reason=text,
    )


def hostile_issue(text: str) -> IssueCard:
    return replace(
        issue(IssueState.OPEN),
        title=text,
        description=text,
        account=text,
        channel=text,
        retry_error=text,
        duplicate_at=text,
        amount=Money(value=text, currency=text),
        subject=Subject(type=text, id=text, label=text, url=text),
    )


def _drawings(text: str, say: Say, words: dict[str, Say]) -> Iterator[tuple[str, Drawing]]:
    job, order = hostile_job(text), hostile_issue(text)
    for state in State:
        yield f"card.job_ticket.{state}", as_message(case_card.render(hostile_job(text, state), say))
    yield "card.issue.open", as_message(case_card.render(order, say))
    yield from modals(say, words, job, order, text or "-").items()
    yield from notices(say, text).items()
    yield from screens(say, text).items()
    yield from spoken(say, text).items()
