"""POST /v1/mail/inbound: mails as they came, proven by whoever hands them over, and stored before the answer.

202 means durably stored, whatever became of it; 200 that this mail was stored before. The signature proves the
mail server, not the writer: what From says is judged behind the door, as with a mail that came any other way.
"""

from datetime import datetime

from aiohttp import web
from pydantic import Field

from api.events import WORDS
from api.failures import refused_for
from api.house import HOUSE, ApiHouse
from api.kind_shapes import Shape
from api.problems import Refused, problem
from api.proof import loggable_id, proven
from api.reading import BodyLimits, read_body
from api.routing import Call, Reply, Route, answered
from core.services.mail_in import Outcome, UnmatchedMails

RFC822 = "message/rfc822"
DEADLINE_S = 30.0


class MailAnswer(Shape):
    """`outcome`: heard, opened, stranger, automatic, bounced, delayed, reported, unmatched or repeated. `case` is
    the number it stands on, if any."""

    outcome: str
    case: int | None = None


class UnmatchedMail(Shape):
    """A mail that belongs to no case, as far as it was read. `sender` is what From says, proven by nothing."""

    message_id: str
    arrived_at: datetime
    sender: str
    subject: str
    text: str


class UnmatchedList(Shape):
    """Newest first, of the last 30 days."""

    mails: tuple[UnmatchedMail, ...] = Field(max_length=200)


async def take_mail(request: web.Request) -> web.Response:
    house = request.app[HOUSE]
    try:
        return await _taken(request, house)
    except Exception as error:  # a border: whatever it is, the sender is told in a problem document
        return problem(refused_for(error, house), of=f"a mail, id {loggable_id(request)}")


async def _taken(request: web.Request, house: ApiHouse) -> web.Response:
    if house.mail is None:
        detail = "andon.toml has no secrets in [mail.inbound]."
        raise Refused(404, "mail_not_configured", detail, hang_up=True)
    if request.content_type != RFC822:
        raise Refused(415, "content_type", f"Send {RFC822}.", hang_up=True)
    async with house.mail.room:
        body = await read_body(request, BodyLimits(max_bytes=house.mail.max_bytes, deadline_s=DEADLINE_S))
        proven(request, body, house.mail.secrets, house.clock.now(), WORDS)
        if not body.strip():
            raise Refused(400, "empty_mail", "There is no mail in the body.")
        taken = await house.mail.take(body)
    answer = MailAnswer(outcome=taken.outcome, case=taken.number)
    return answered(Reply(body=answer, status=200 if taken.outcome is Outcome.REPEATED else 202))


async def list_unmatched(call: Call) -> Reply:
    rows = await call.house.ask(UnmatchedMails(), by=call.actor)
    mails = tuple(
        UnmatchedMail(
            message_id=row.message_id,
            arrived_at=row.arrived_at,
            sender=row.sender,
            subject=row.subject,
            text=row.text,
        )
        for row in rows
    )
    return Reply(body=UnmatchedList(mails=mails))


ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/v1/mail/inbound",
        name="take_mail",
        summary="A mail server hands over a mail. 202 stored, 200 stored before.",
        tag="mail",
        open_handler=take_mail,
        raw_bodies={RFC822: ()},
        answers={202: MailAnswer, 200: MailAnswer},
        headers=("webhook-id", "webhook-timestamp", "webhook-signature"),
        problems=(400, 401, 404, 408, 413, 415, 503),
    ),
    Route(
        method="GET",
        path="/v1/mail/unmatched",
        name="list_unmatched",
        summary="Mails that belong to no case, newest first. For admins.",
        tag="mail",
        handler=list_unmatched,
        answers={200: UnmatchedList},
        problems=(403,),
    ),
)
