"""The run that was to prove it failed again."""

from bot.blocks import kit
from bot.blocks.message import Message, note
from bot.blocks.people import NO_NAMES, Names, mentioned
from bot.words import Say
from core.notices.verification_failed import ProofRunFailed


def render(notice: ProofRunFailed, say: Say, names: Names = NO_NAMES) -> Message:
    run = kit.link(notice.run_url, kit.said(say, "proof.run", run=notice.run_id[:60]))
    words = (
        kit.said(say, "notice.proof_failed_repaused", number=f"#{notice.number}", run=run)
        if notice.repaused
        else kit.said(say, "notice.proof_failed", number=f"#{notice.number}", run=run)
    )
    return note(kit.words(":x:", mentioned(notice.owner, say) if notice.owner else None, words))
