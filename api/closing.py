"""Closing by REST: the same attempt as from the modal, judged by the same loop, answered with its checklist."""

import asyncio
import base64
import binascii
from dataclasses import dataclass

from aiohttp import web
from pydantic import ValidationError

from api.acts import REPLAYED, seen_version
from api.bodies import CloseBody, CloseFields, WaitQuery
from api.cases import found
from api.checklist import checklist
from api.failures import invalid_body, is_replay, words
from api.multipart import MultipartRefused, Part, parse_multipart
from api.outcomes import AttemptOut, TickOut
from api.problems import Refused
from api.reading import BodyLimits, read_body
from api.routing import JSON, Call, Reply, json_body
from core.domain.close_attempt import AttemptState, CloseAttempt, ClosingForm, UploadedFile
from core.errors import Invalid, Repeated
from core.ports.evidence_store import MAX_PICTURE_BYTES
from core.services.closing import RequestClose, refused
from core.services.members import RequireRole
from core.services.reading import GetAttempt, GetCard, NewestAttempt
from core.views import CaseCard, JobTicketCard

MULTIPART = "multipart/form-data"
PICTURE = "picture"
MOST_PICTURES = 3

UPLOAD_LIMITS = BodyLimits(max_bytes=24 * 1024 * 1024, deadline_s=60.0)
"""One picture of the largest size in base64 fits, or two of them as they are."""

LOOK_S = 0.2
"""Between two looks at an attempt that somebody waits for; a closing takes some seconds."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    name: str
    mimetype: str
    content: bytes


async def close_case(call: Call) -> Reply:
    card = await found(call)
    await call.house.ask(RequireRole(role=RequestClose.NEEDS), by=call.actor)
    _closable(card)
    async with call.house.upload_room:
        fields, pictures = await _form(call.request)
        attempt, replayed = await _requested(call, card, fields, pictures)
    headers = {"Location": f"/v1/attempts/{attempt.id}", **(REPLAYED if replayed else {})}
    return await _settled(call, attempt, headers, refusal_is_an_error=True)


async def show_attempt(call: Call) -> Reply:
    attempt_id = call.request.match_info["attempt_id"]
    attempt = await call.house.ask(GetAttempt(attempt_id=attempt_id), by=call.actor)
    return await _settled(call, attempt, {}, refusal_is_an_error=False)


def _closable(card: CaseCard) -> None:
    """Refused before megabytes are read, as is whoever may not close. The door and the service check again."""
    if not isinstance(card, JobTicketCard):
        raise Invalid("error.not_closable", number=card.number)


async def _requested(
    call: Call, card: CaseCard, fields: CloseFields, pictures: tuple[Picture, ...]
) -> tuple[CloseAttempt, bool]:
    """Keep the pictures, then ask; so a crash between the two loses a file that nobody waits for, no more."""
    seen = seen_version(call, fields, card)
    key = call.key(f"close:{card.number}")
    uploads = call.house.uploads
    kept: list[UploadedFile] = []
    try:
        for picture in pictures:
            kept.append(await uploads.keep(picture.content, name=picture.name, mimetype=picture.mimetype))
        command = RequestClose(
            key=key, case_id=card.case_id, seen_version=seen, form=_closing_form(fields, tuple(kept))
        )
        async with asyncio.timeout(call.house.patience_s):
            return await call.house.dispatch(command, by=call.actor), False
    except Repeated as repeated:
        await _forget(call, kept)
        known = await call.house.ask(NewestAttempt(case_id=card.case_id), by=call.actor)
        if known is None or not is_replay(repeated, key):
            raise
        return known, True
    except TimeoutError:  # it may yet be granted: the pictures stay for it
        raise
    except Exception:
        await _forget(call, kept)
        raise


async def _forget(call: Call, kept: list[UploadedFile]) -> None:
    for file in kept:
        await call.house.uploads.forget(file.id)


def _closing_form(fields: CloseFields, files: tuple[UploadedFile, ...]) -> ClosingForm:
    return ClosingForm(
        claim=fields.claim,
        note=fields.note,
        files=files,
        duplicate_of=fields.duplicate_of,
        confirmation_text=fields.confirmation_text,
        confirmation_author=fields.confirmation_author,
        confirmation_said=fields.confirmation_said,
        confirmation_at=fields.confirmation_at,
    )


async def _settled(
    call: Call, attempt: CloseAttempt, headers: dict[str, str], *, refusal_is_an_error: bool
) -> Reply:
    """Wait as long as the caller asked to; then 200 settled, 202 not yet, or the refusal."""
    loop = asyncio.get_running_loop()
    until_s = loop.time() + call.query_as(WaitQuery).wait
    while attempt.state is AttemptState.WAITING and loop.time() < until_s:
        await asyncio.sleep(min(LOOK_S, max(0.0, until_s - loop.time())))
        attempt = await call.house.ask(GetAttempt(attempt_id=attempt.id), by=call.actor)
    if attempt.state is AttemptState.REFUSED and refusal_is_an_error:
        raise _refusal(call, attempt)
    card = await call.house.ask(GetCard(case_id=attempt.case_id), by=call.actor)
    status = 202 if attempt.state is AttemptState.WAITING else 200
    return Reply(body=_shown(call, attempt, card.number), status=status, headers=headers)


def _refusal(call: Call, attempt: CloseAttempt) -> Refused:
    error = refused(attempt)
    explain = call.house.explain
    return Refused(
        409,
        "close_refused",
        words(error.code, {}, explain),
        more={
            "missing": error.missing,
            "checklist": checklist(attempt.ticks, explain),
            "attempt": attempt.id,
        },
    )


def _shown(call: Call, attempt: CloseAttempt, number: int) -> AttemptOut:
    missing = refused(attempt).missing if attempt.state is AttemptState.REFUSED else ()
    ticks = checklist(attempt.ticks, call.house.explain)
    return AttemptOut(
        id=attempt.id,
        number=number,
        state=attempt.state,
        asked_at=attempt.asked_at,
        settled_at=attempt.settled_at,
        outcome=attempt.outcome,
        missing=missing,
        checklist=tuple(TickOut.model_validate(tick) for tick in ticks),
    )


async def _form(request: web.Request) -> tuple[CloseFields, tuple[Picture, ...]]:
    if request.content_type == MULTIPART:
        return _from_parts(await read_body(request, UPLOAD_LIMITS), request.headers["Content-Type"])
    if request.content_type != JSON and request.body_exists:
        raise Refused(415, "content_type", f"Send {MULTIPART} or {JSON}.", hang_up=True)
    body = await json_body(request, CloseBody, UPLOAD_LIMITS)
    pictures = []
    for position, picture in enumerate(body.pictures):
        try:
            content = base64.b64decode(picture.content_base64, validate=True)
        except (binascii.Error, ValueError):
            where = f"/pictures/{position}/content_base64"
            raise Refused(
                422,
                "invalid",
                "A picture is not in base64.",
                more={"errors": [{"pointer": where, "problem": "not base64"}]},
            ) from None
        pictures.append(Picture(name=picture.file_name, mimetype="", content=content))
    return body, _bounded(pictures)


def _from_parts(raw: bytes, content_type: str) -> tuple[CloseFields, tuple[Picture, ...]]:
    try:
        parts = parse_multipart(raw, content_type)
    except MultipartRefused as reason:
        raise Refused(
            400, f"form_{reason}", "The form is not multipart/form-data as RFC 7578 has it."
        ) from None
    pictures = [
        Picture(name=part.file_name or PICTURE, mimetype=part.content_type, content=part.content)
        for part in parts
        if part.name == PICTURE and part.content
    ]
    texts = [part for part in parts if part.name != PICTURE]
    try:
        return CloseFields.model_validate(_texts(texts)), _bounded(pictures)
    except ValidationError as wrong:
        raise invalid_body(
            wrong.errors(include_input=False, include_url=False, include_context=False)
        ) from None


def _texts(parts: list[Part]) -> dict[str, str]:
    """Empty fields count as not sent: that is how a form says nothing."""
    texts: dict[str, str] = {}
    for part in parts:
        try:
            value = part.content.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused(400, "form_not_utf8", "The form's texts are not UTF-8.") from None
        if part.name in texts:
            raise Refused(400, "form_doubled_field", "A field of the form came twice.")
        if value:
            texts[part.name] = value
    return texts


def _bounded(pictures: list[Picture]) -> tuple[Picture, ...]:
    if len(pictures) > MOST_PICTURES:
        raise Refused(422, "too_many_pictures", f"Send at most {MOST_PICTURES} pictures.")
    if any(len(picture.content) > MAX_PICTURE_BYTES for picture in pictures):
        detail = f"A picture may have at most {MAX_PICTURE_BYTES} bytes."
        raise Refused(413, "picture_too_large", detail)
    return tuple(pictures)
