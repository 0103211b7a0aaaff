"""Conditions W1 and W2: a written word from somebody at the retailer who may give it, after they were told."""

from collections.abc import Iterable
from datetime import datetime

from core.domain.evidence import Evidence
from core.domain.workspace import Contact

WRITTEN = frozenset({"mail", "portal", "pasted"})
"""A telephone call and a thumbs-up are not written (E21)."""

MARKETPLACE_NOTICE = "marketplace"
"""The marketplace's own notice that it ended the relation: a lead puts it on record where the retailer stays
silent, and it says stop, never that something works (E17)."""

MIN_WORDS = 3


def confirmation_problem(
    piece: Evidence, contacts: Iterable[Contact], notified_at: datetime | None
) -> str | None:
    """Why it does not count: not_written, not_authorised, confirmation_before_notice; or None."""
    ended = piece.medium == MARKETPLACE_NOTICE and piece.said == "stop"
    if not (ended or piece.medium in WRITTEN) or len((piece.text or "").split()) < MIN_WORDS:
        return "not_written"
    if not ended and not any(c.may_confirm and _same(c, piece) for c in contacts):
        return "not_authorised"
    if notified_at is not None and (piece.written_at or piece.added_at) < notified_at:
        return "confirmation_before_notice"
    return None


def _same(contact: Contact, piece: Evidence) -> bool:
    names = {contact.name.casefold().strip(), contact.email.casefold().strip()}
    given = {(piece.author or "").casefold().strip(), (piece.author_address or "").casefold().strip()}
    return bool((names - {""}) & (given - {""}))
