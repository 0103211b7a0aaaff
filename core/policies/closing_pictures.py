"""Conditions P1 to P4: a picture, on this ticket, of this success, not seen elsewhere."""

from datetime import datetime
from typing import TYPE_CHECKING

from core.domain.close_attempt import Tick
from core.domain.evidence import Evidence, EvidenceType
from core.policies.closing_runs import CLOCK_TOLERANCE

if TYPE_CHECKING:
    from core.policies.closing import ClosingFacts


def screenshot_tick(facts: "ClosingFacts", *, not_before: datetime | None) -> tuple[Tick, tuple[str, ...]]:
    """The tick, and the ids of the pictures that count. With *not_before* unknown P3 cannot be met yet, and
    the run's own tick says why."""
    pictures = [e for e in facts.evidence if e.type is EvidenceType.SCREENSHOT]
    problems = {e.id: picture_problem(e, facts, not_before) for e in pictures}
    good = tuple(e.id for e in pictures if problems[e.id] is None)
    if good:
        return Tick(condition="screenshot", ok=True), good
    if not pictures:
        return _missing("screenshot_missing", None, facts), ()
    newest = pictures[-1]
    return _missing(problems[newest.id] or "screenshot_missing", newest, facts), ()


def picture_problem(picture: Evidence, facts: "ClosingFacts", not_before: datetime | None) -> str | None:
    """Why this one does not count, or None. The same bytes uploaded again are as old as the first time."""
    if picture.verdict != "ok":
        return picture.verdict
    if picture.sha256 is None or picture.store_key is None:
        return "screenshot_missing"  # nothing was kept that a person could look at
    if picture.id in facts.reused:
        return "screenshot_reused"
    reopened = facts.ticket.reopened_at
    taken = min(
        e.uploaded_at or e.added_at
        for e in facts.evidence
        if e.type is EvidenceType.SCREENSHOT and e.sha256 == picture.sha256
    )
    if reopened is not None and taken < reopened:
        return "screenshot_before_reopen"
    if not_before is not None and taken < not_before - CLOCK_TOLERANCE:
        return "screenshot_before_success"
    return None


def _missing(reason: str, picture: Evidence | None, facts: "ClosingFacts") -> Tick:
    seen: dict[str, str | int | None] = {}
    if picture is not None:
        seen = {"file": picture.file_name, "found": picture.found, "number": facts.reused.get(picture.id)}
    return Tick(condition="screenshot", ok=False, reason=reason, facts=seen, action="attach")
