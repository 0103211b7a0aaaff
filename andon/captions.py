"""The words around a closing screenshot, for the delivery loop, which has none of its own."""

from bot.words import Say
from core.notices.proof_picture import ProofPicture
from scheduler.senders import Caption


def caption(notice: ProofPicture, say: Say) -> Caption:
    facts = {"number": notice.number, "file": notice.file_name}
    return Caption(
        title=say("caption.title", **facts),
        text=say("caption.text", **facts),
        alt_text=say("caption.alt", **facts),
    )
