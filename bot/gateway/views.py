"""Which view answers a closing: the closed one, or the checklist with what the person had filled in."""

from typing import Any

from bot.blocks import closed_modal, closing_modal
from bot.routes import CloseModal, Place
from bot.words import Say
from core.domain.close_attempt import CloseAttempt
from core.notices import Notice
from core.notices.closing_answer import ClosingAnswer
from core.views import CaseCard, Checklist, JobTicketCard


def answered_view(attempt: CloseAttempt, card: CaseCard, notice: Notice, say: Say) -> dict[str, Any]:
    """A refused attempt comes back as the modal it was, ticks live and nothing typed lost."""
    if not isinstance(card, JobTicketCard) or not isinstance(notice, ClosingAnswer):
        raise TypeError(f"{type(card).__name__} is not closed with a modal")
    if notice.closed:
        return closed_modal.render(card, say)
    checklist = Checklist(card=card, ticks=attempt.ticks, checked_at=attempt.settled_at)
    place = Place(channel_id=attempt.answer.channel_id, thread_ts=attempt.answer.thread_ts)
    route = CloseModal(case_id=card.case_id, version=card.version, place=place)
    return closing_modal.render(checklist, route, say, filled=attempt.form)
