"""/andon for parcels, customers and what is said of a case: the same commands, guards and forms as the buttons.

A verb that was given all it needs acts at once; one that was not opens the button's form."""

from typing import Any

from bot.blocks import (
    answers,
    category_modal,
    cause_modal,
    comment_modal,
    contact_modal,
    link_modal,
    merge_modal,
    priority_modal,
    reopen_modal,
    solution_modal,
)
from bot.forms import (
    CategoryForm,
    CauseForm,
    CommentForm,
    ContactForm,
    LinkForm,
    MergeForm,
    PriorityForm,
    ReopenForm,
    ReplyForm,
    SolutionForm,
)
from bot.grammar import Typed
from bot.handlers import cases, support
from bot.handlers.acting import case_modal, incident_of, ticket_of
from bot.handlers.click import Answer, Click, Open, Whisper
from bot.handlers.finding import named_by_words, named_card
from bot.handlers.incidents import WARNED
from bot.handlers.opening import FormOpener, opens_form, opens_incident_form, opens_ticket_form
from bot.handlers.times import until_of
from bot.routes import (
    CaseRoute,
    CategoryModal,
    CauseModal,
    CommentModal,
    ContactModal,
    HistoryButton,
    LinkModal,
    MergeModal,
    PriorityModal,
    ReopenModal,
    ReplyModal,
    SolutionModal,
    ViewButton,
)
from core.domain.case_parts import Severity
from core.domain.delivery_incident_table import ContactOutcome, Resolution
from core.domain.draft import Draft
from core.errors import GuardRefused, Invalid
from core.services.acting import CaseCommand
from core.services.cases import AcknowledgeCase, CommentOnCase, LinkCases, SetPriority
from core.services.holding import ReopenTicket
from core.services.incidents import LogContact, MarkReviewed, ProvideSolution
from core.services.job_tickets import SetCause
from core.services.support import MergeTicket, SetCategory
from core.views import CaseCard, IncidentCard

CONTACT = opens_incident_form(contact_modal.render, ContactModal, ContactForm)
SOLUTION = opens_incident_form(solution_modal.render, SolutionModal, SolutionForm)
CATEGORY = opens_form(category_modal.render, CategoryModal, CategoryForm)
MERGE = opens_form(merge_modal.render, MergeModal, MergeForm)
REOPEN = opens_form(reopen_modal.render, ReopenModal, ReopenForm)
COMMENT = opens_form(comment_modal.render, CommentModal, CommentForm)
PRIORITY = opens_form(priority_modal.render, PriorityModal, PriorityForm)
CAUSE = opens_ticket_form(cause_modal.render, CauseModal, CauseForm)
LINK = opens_form(link_modal.render, LinkModal, LinkForm)


async def solve(typed: Typed, click: Click) -> Answer:
    """/andon solve 20262051 Deliver on Monday. What Andon warns of is asked about in the form, with that text."""
    card = incident_of(await named_card(typed, click))
    if not typed.text:
        return await _form(SOLUTION, card, click)
    resolution = _resolution(typed, card)
    try:
        return await _do(ProvideSolution, card, click, resolution=resolution, text=typed.text)
    except GuardRefused as asked:
        if asked.code != WARNED:
            raise
    said = Draft(
        member_id=click.actor.id,
        case_id=card.case_id,
        form=SolutionForm.name,
        values={"resolution": str(resolution), "text": typed.text},
        kept_at=click.house.now(),
    )
    return Open(view=solution_modal.render(card, case_modal(SolutionModal, card, click), click.say, said))


async def contact(typed: Typed, click: Click) -> Answer:
    """/andon contact 20262051 no_answer; call_back with until:15:00."""
    words = [w.casefold() for w in typed.words]
    outcome = next((w for w in words if w in set(ContactOutcome)), None)
    rest = tuple(w for w in typed.words if w.casefold() != outcome)
    card = incident_of(await named_by_words(rest, typed, click))
    if outcome is None:
        return await _form(CONTACT, card, click)
    until, _ = until_of(typed.one("until"), click)
    note = typed.one("note") or ""
    return await _do(LogContact, card, click, outcome=ContactOutcome(outcome), note=note, call_back_at=until)


async def reviewed(typed: Typed, click: Click) -> Answer:
    return await _do(MarkReviewed, incident_of(await named_card(typed, click)), click)


async def reply(typed: Typed, click: Click) -> Answer:
    """Nothing leaves before it was seen: with a text the preview opens, without one the form."""
    card = support.support_of(await named_card(typed, click))
    if not typed.text:
        return await support.reply_view(card, click)
    return await support.preview(case_modal(ReplyModal, card, click), ReplyForm(text=typed.text), click)


async def category(typed: Typed, click: Click) -> Answer:
    card = support.support_of(await named_card(_numbered(typed), click))
    if not typed.words:
        return await _form(CATEGORY, card, click)
    return await _do(SetCategory, card, click, category="_".join(typed.words).casefold())


async def merge(typed: Typed, click: Click) -> Answer:
    """/andon merge 20262063 20262050: the first one closes, the second goes on."""
    card = support.support_of(await named_card(typed, click))
    if len(typed.numbers) < 2:
        return await _form(MERGE, card, click)
    return await _do(MergeTicket, card, click, into_number=typed.numbers[1])


async def reopen(typed: Typed, click: Click) -> Answer:
    card = await named_card(typed, click)
    reason = typed.one("reason")
    if not reason:
        return await _form(REOPEN, card, click)
    return await _do(ReopenTicket, card, click, reason=reason)


async def acknowledge(typed: Typed, click: Click) -> Answer:
    return await _do(AcknowledgeCase, await named_card(typed, click), click)


async def comment(typed: Typed, click: Click) -> Answer:
    card = await named_card(typed, click)
    if not typed.text:
        return await _form(COMMENT, card, click)
    return await _do(CommentOnCase, card, click, text=typed.text)


async def priority(typed: Typed, click: Click) -> Answer:
    words = [w.casefold() for w in typed.words]
    severity = next((w for w in words if w in set(Severity)), None)
    rest = tuple(w for w in typed.words if w.casefold() != severity)
    card = await named_by_words(rest, typed, click)
    if severity is None:
        return await _form(PRIORITY, card, click)
    return await _do(SetPriority, card, click, severity=Severity(severity))


async def cause(typed: Typed, click: Click) -> Answer:
    card = ticket_of(await named_card(_numbered(typed), click))
    if not typed.words:
        return await _form(CAUSE, card, click)
    return await _do(SetCause, card, click, cause="_".join(typed.words).casefold())


async def link(typed: Typed, click: Click) -> Answer:
    card = await named_card(typed, click)
    if len(typed.numbers) < 2:
        return await _form(LINK, card, click)
    return await _do(LinkCases, card, click, to_number=typed.numbers[1])


async def history(typed: Typed, click: Click) -> Answer:
    card = await named_card(typed, click)
    return await cases.history(HistoryButton(case_id=card.case_id, version=card.version), click)


def _resolution(typed: Typed, card: IncidentCard) -> Resolution:
    """What is asked for: as:retry_delivery, else the carrier is told in words; where it takes no words, the first
    that it takes."""
    asked = typed.one("as")
    if asked is not None and asked.casefold() not in set(Resolution):
        raise Invalid("error.unknown_resolution", field="as", resolutions=", ".join(card.offers))
    usual = Resolution.PROVIDE_SOLUTION
    first = card.offers[0] if card.offers and usual not in card.offers else usual
    return Resolution(asked.casefold() if asked is not None else first)


def _numbered(typed: Typed) -> Typed:
    """Where the words say something else, the case is named by its number, its link or a key. Raises Invalid."""
    if typed.number is None and typed.message is None and not typed.keys:
        raise Invalid("error.which_case", field="number")
    return typed


async def _form(opener: FormOpener, card: CaseCard, click: Click) -> Answer:
    """The form behind the button, on the case as it was just read."""
    route: CaseRoute = ViewButton(case_id=card.case_id, version=card.version)
    return await opener(route, click)


async def _do(command: type[CaseCommand], card: CaseCard, click: Click, /, **arguments: Any) -> Answer:
    """Act on the version just read; the answer says what was done and leads to the card."""
    wish = command(key=click.key, case_id=card.case_id, seen_version=card.version, **arguments)
    done = await click.house.dispatch(wish, by=click.actor)
    return Whisper(message=answers.done(done, command.__name__, click.say, click.actor.id))


RUNS = {
    "solve": solve,
    "contact": contact,
    "reviewed": reviewed,
    "reply": reply,
    "category": category,
    "merge": merge,
    "reopen": reopen,
    "acknowledge": acknowledge,
    "comment": comment,
    "priority": priority,
    "cause": cause,
    "link": link,
    "history": history,
}
