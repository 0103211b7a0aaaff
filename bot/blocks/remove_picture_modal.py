"""Take a picture away: which one, what becomes of it, what Andon cannot delete, and why it has to go (E26)."""

from bot.blocks import form_modal, kit
from bot.blocks.kit import Block, Mrkdwn
from bot.blocks.proof import piece_words
from bot.forms import RemovePictureForm
from bot.routes import RemovePictureModal
from bot.words import Say
from core.views import CaseCard, JobTicketCard, KeptPicture


def render(card: CaseCard, picture: KeptPicture, route: RemovePictureModal, say: Say) -> Block:
    before = [
        kit.section(kit.quoted(piece_words(picture.piece, None, say))),
        kit.section(kit.lines(*_what_happens(card, picture, say))),
    ]
    return form_modal.render(RemovePictureForm, card, route, say, before=before)


def _what_happens(card: CaseCard, picture: KeptPicture, say: Say) -> list[Mrkdwn | None]:
    proves = _proves(card, picture)
    shared = picture.again_here or picture.elsewhere is not None
    return [
        kit.said(say, "picture.bytes_stay" if shared else "picture.bytes_go"),
        kit.said_n(say, "picture.again_here", picture.again_here) if picture.again_here else None,
        kit.said(say, "picture.elsewhere", number=f"#{picture.elsewhere}") if picture.elsewhere else None,
        kit.said(say, "picture.what_stays"),
        kit.said(say, "picture.stays_closed", number=card.shown_number) if proves else None,
        # Nothing of ours deletes a message or a file in Slack, so the person has to know.
        kit.said(say, "picture.in_thread" if proves else "picture.in_slack", number=card.shown_number),
    ]


def _proves(card: CaseCard, picture: KeptPicture) -> bool:
    """Whether a closing rests on it: then it was shown in the thread too."""
    proof = card.proof if isinstance(card, JobTicketCard) else None
    return proof is not None and picture.piece.id in proof.evidence_ids
