"""Closing from Slack: a light modal with what is on record, the live checklist behind it, and the attempt.

Opening commits nothing. Submitting commits the attempt and shows "Checking..."; the operations loop looks at
the picture and the platform, and the answer finds the modal again.
"""

from collections.abc import Mapping
from typing import Any

from bot.blocks import answers, checking_modal, closing_modal, proof_modal
from bot.forms import ClosingForm as TypedForm
from bot.handlers import support
from bot.handlers.acting import case_modal, load, load_ticket, ticket_of
from bot.handlers.binding import bind, bind_form, bind_opener
from bot.handlers.click import Answer, Click, Open, Redraw, Whisper
from bot.handlers.opening import FormOpener, begins_empty, draft_for
from bot.handlers.pictures import evidence_of
from bot.routes import (
    CaseRoute,
    CheckAgainButton,
    CheckingModal,
    CloseButton,
    CloseModal,
    DetailModal,
    ProofButton,
)
from core.domain.close_attempt import AnswerPlace, Claim, ClosingForm, UploadedFile
from core.services.closing import RequestClose, WhyNotClose
from core.views import CaseCard, Checklist, JobTicketCard, SupportCard


async def ask_close(route: CaseRoute, click: Click) -> Open:
    return await close_any(await load(route, click), click, afresh=begins_empty(route))


async def close_any(card: CaseCard, click: Click, *, afresh: bool = False) -> Open:
    """The closing of its kind: a job ticket's asks for proof, a support ticket's for an outcome."""
    if isinstance(card, SupportCard):
        return support.close_view(card, click)
    return await closing_view(ticket_of(card), click, afresh=afresh)


async def closing_view(card: JobTicketCard, click: Click, *, afresh: bool = False) -> Open:
    """Light at once, from the record; the platform's word replaces it a moment later."""
    modal, draft = await draft_for(CloseModal, TypedForm, card, click, afresh=afresh)
    checklist = await click.house.ask(WhyNotClose(case_id=card.case_id), by=click.actor)

    async def live(view_id: str) -> dict[str, Any] | None:
        return closing_modal.render(await read(card, click), modal, click.say, draft=draft)

    return Open(view=closing_modal.render(checklist, modal, click.say, draft=draft), then=live)


async def check_again(route: CheckAgainButton, click: Click) -> Answer:
    """What was typed stays: an update keeps the values of inputs whose ids do not change."""
    card = await load_ticket(route, click)
    again = await closing_view(card, click, afresh=route.afresh)
    return Redraw(view=again.view, then=again.then)


async def read(card: JobTicketCard, click: Click) -> Checklist:
    """The checklist with the platform's word as of now."""
    reading = await click.house.read_platform(card.platform_id, card.job_id, card.connection_id)
    return await click.house.ask(WhyNotClose(case_id=card.case_id, reading=reading), by=click.actor)


async def close(route: CloseModal, form: TypedForm, click: Click) -> Answer:
    card = await load_ticket(route, click)
    place = AnswerPlace(
        view_id=click.view_id, channel_id=route.place.channel_id, thread_ts=route.place.thread_ts
    )
    await click.house.dispatch(
        RequestClose(
            key=click.key,
            case_id=route.case_id,
            seen_version=route.version,
            form=attempt_form(form),
            answer=place,
        ),
        by=click.actor,
    )
    checking = CheckingModal(case_id=route.case_id, version=route.version, place=route.place)
    return Redraw(view=checking_modal.render(card, checking, click.say))


def attempt_form(form: TypedForm) -> ClosingForm:
    return ClosingForm(
        claim=Claim(form.claim),
        note=form.note,
        files=tuple(
            UploadedFile(id=f.id, name=f.name, mimetype=f.mimetype, size_bytes=f.size, created_at=f.created)
            for f in form.screenshot
        ),
        duplicate_of=form.duplicate_of,
        confirmation_text=form.confirmation_text,
        confirmation_author=form.confirmation_author,
        confirmation_said=form.confirmation_said or "",
    )


async def close_with(
    files: tuple[UploadedFile, ...], card: CaseCard, thread_ts: str | None, click: Click
) -> Answer:
    """Pictures that stand in the thread already, by a shortcut or a mention: the same attempt, no modal."""
    await click.house.dispatch(
        RequestClose(
            key=click.key,
            case_id=card.case_id,
            seen_version=card.version,
            form=ClosingForm(files=files),
            answer=AnswerPlace(channel_id=click.place.channel_id, thread_ts=thread_ts),
        ),
        by=click.actor,
    )
    return Whisper(message=answers.checking_evidence(card, click.say))


def files_of(message: Mapping[str, Any]) -> tuple[UploadedFile, ...]:
    """What is attached to a message of Slack's; size and time are looked up when the file is fetched."""
    return tuple(
        UploadedFile(id=str(f["id"]), name=str(f.get("name") or ""), mimetype=str(f.get("mimetype") or ""))
        for f in message.get("files") or ()
        if isinstance(f, Mapping) and f.get("id")
    )


async def show_proof(route: ProofButton, click: Click) -> Answer:
    card = await load_ticket(route, click)
    evidence, removed = await evidence_of(card, click)
    modal = case_modal(DetailModal, card, click)
    return Open(view=proof_modal.render(card, evidence, removed, modal, click.say))


BINDINGS = (
    bind_opener(CloseButton, FormOpener(TypedForm, ask_close)),
    bind(CheckAgainButton, check_again),
    bind(ProofButton, show_proof),
    bind_form(CloseModal, TypedForm, close, pending=True),
)
