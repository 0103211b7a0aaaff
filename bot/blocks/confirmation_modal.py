"""Put the retailer's written word on record: what they wrote, who, how, and what it says (W1, W2).

Their last answer by mail stands in it to begin with. What it says (the change was made, or stop) is for a person
to read from it, so that is never chosen here (J16).
"""

from datetime import timedelta

from bot.blocks import form_modal
from bot.blocks.kit import Block
from bot.forms import ConfirmationForm
from bot.routes import ConfirmationModal
from bot.words import Say
from core.domain.draft import Draft
from core.domain.evidence import Evidence
from core.views import CaseCard


def render(
    card: CaseCard,
    route: ConfirmationModal,
    say: Say,
    draft: Draft | None = None,
    answer: Evidence | None = None,
) -> Block:
    kept = {"medium": "pasted"} if answer is None else _from_mail(answer)
    return form_modal.render(ConfirmationForm, card, route, say, draft=draft, kept=kept)


def _from_mail(answer: Evidence) -> dict[str, object]:
    """The next whole minute, since the picker knows no seconds and an answer must not come before the letter."""
    at = answer.written_at or answer.added_at
    minute = at.replace(second=0, microsecond=0)
    return {
        "medium": "mail",
        "text": answer.text or "",
        "author": answer.author_address or answer.author or "",
        "written_at": minute if minute == at else minute + timedelta(minutes=1),
    }
