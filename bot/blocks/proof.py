"""The proof beside a closed ticket: the rule, the run, what was not reported, and the evidence on record."""

from collections.abc import Mapping, Sequence

from bot.blocks import kit
from bot.blocks.job_ticket_card import proven_run
from bot.blocks.kit import Block, Mrkdwn
from bot.blocks.people import mentioned
from bot.routes import RemovePictureButton
from bot.words import Say
from core.domain.evidence import DELETED, Evidence, EvidenceType
from core.policies.closing import OUTCOMES
from core.views import CaseCard, JobTicketCard, PictureRemoval, ProofView

MOST = 20
"""Pieces of evidence that are listed; the newest."""

TEXT_CHARS = 600

Removed = Mapping[str, PictureRemoval]
"""Evidence id -> who took that picture away, and why."""


def proof_blocks(card: JobTicketCard, say: Say) -> list[Block]:
    proof = card.proof
    if proof is None:
        return [kit.section(kit.said(say, "proof.none"))]
    known = proof.outcome if proof.outcome in OUTCOMES.values() else "unknown"
    closed = (
        kit.said(say, "card.closed_by", by=mentioned(card.closed_by, say), at=card.closed_at)
        if card.closed_at is not None
        else None
    )
    facts = kit.lines(
        kit.dotted(kit.bold(say(f"outcome.{known}")), kit.said(say, "proof.rule", rule=proof.rule)),
        kit.said(say, f"outcome.{known}.about"),
        closed,
        proven_run(proof, say),
        kit.said(say, "proof.checked_at", at=proof.checked_at),
        not_reported(proof, say),
    )
    note = kit.escaped(proof.note, limit=TEXT_CHARS, multiline=True)
    return [kit.section(facts), *([kit.section(kit.quoted(note))] if note.strip() else [])]


def not_reported(proof: ProofView, say: Say) -> Mrkdwn | None:
    """What the platform cannot report is said, so that nobody takes it for checked."""
    known = [say(f"not_reported.{n}") for n in proof.not_reported if n in ("forced", "items_failed")]
    return kit.said(say, "proof.not_reported", what=say.listed(known)) if known else None


def evidence_blocks(card: CaseCard, evidence: Sequence[Evidence], removed: Removed, say: Say) -> list[Block]:
    """Each piece with who, when and what was found when it was checked; a kept picture can be taken away."""
    if not evidence:
        return []
    shown = [
        kit.section(
            piece_words(piece, removed.get(piece.id), say), accessory=_remove_button(card, piece, say)
        )
        for piece in reversed(evidence[-MOST:])
    ]
    left = len(evidence) - len(shown)
    more = [kit.context(kit.said_n(say, "proof.more_evidence", left))] if left else []
    return [kit.header(say("proof.evidence")), *shown, *more]


def piece_words(piece: Evidence, removal: PictureRemoval | None, say: Say) -> Mrkdwn:
    by = mentioned(piece.added_by, say)
    head = kit.said(say, f"evidence.{piece.type}", by=by, at=piece.added_at)
    if piece.type is EvidenceType.SCREENSHOT:
        return kit.lines(head, _picture_facts(piece, removal, say), _removed(removal, say))
    own = kit.quoted(kit.escaped(piece.text, limit=TEXT_CHARS, multiline=True)) if piece.text else None
    author = kit.said(say, "evidence.author", author=piece.author[:80]) if piece.author else None
    return kit.lines(head, author, own)


def _picture_facts(piece: Evidence, removal: PictureRemoval | None, say: Say) -> Mrkdwn:
    name = kit.escaped(piece.file_name or "", limit=80)
    size = f"{piece.width_px} x {piece.height_px}" if piece.width_px and piece.height_px else None
    known = piece.verdict.replace("_", "").isalnum() and say.has(f"verdict.{piece.verdict}")
    refused = piece.verdict != "ok" and known and removal is None
    return kit.dotted(name, size, say(f"verdict.{piece.verdict}") if refused else None)


def _removed(removal: PictureRemoval | None, say: Say) -> Mrkdwn | None:
    if removal is None:
        return None
    said = kit.said(say, "evidence.removed", by=mentioned(removal.by, say), at=removal.at)
    reason = kit.quoted(kit.escaped(removal.reason or "", limit=TEXT_CHARS, multiline=True))
    return kit.lines(said, reason)


def _remove_button(card: CaseCard, piece: Evidence, say: Say) -> Block | None:
    """Beside a picture whose bytes are kept. Whoever may not is told who can, as with every act of a lead."""
    kept = piece.store_key is not None and piece.verdict != DELETED
    if piece.type is not EvidenceType.SCREENSHOT or not kept:
        return None
    route = RemovePictureButton(case_id=card.case_id, version=card.version, evidence_id=piece.id)
    return kit.button(say("action.remove_picture"), route.element(), style="danger")
