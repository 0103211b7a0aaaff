"""Message shortcuts: a picture that already stands in the thread closes the ticket, by the same policy."""

from bot.handlers.binding import bind_shortcut
from bot.handlers.click import Answer, Click
from bot.handlers.closing import close_with, files_of
from bot.handlers.payloads import Payload
from bot.routes import UseAsEvidenceShortcut
from core.errors import Invalid
from core.services.reading import CardAt


async def use_as_evidence(payload: Payload, click: Click) -> Answer:
    """The thread tells which ticket; the message brings the files."""
    thread_ts = str(payload.message.get("thread_ts") or payload.message.get("ts") or "")
    place = CardAt(channel_id=click.place.channel_id or "", ts=thread_ts)
    card = await click.house.ask(place, by=click.actor)
    files = files_of(payload.message)
    if not files:
        raise Invalid("error.no_picture_here", number=card.number)
    return await close_with(files, card, thread_ts, click)


BINDINGS = (bind_shortcut(UseAsEvidenceShortcut, use_as_evidence),)
