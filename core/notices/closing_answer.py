"""The answer to whoever asked for a closing. The card says which ticks are missing."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class ClosingAnswer(Notice):
    number: int
    closed: bool
    missing: tuple[str, ...] = ()
    """Codes of core/policies/closing.py, in the order of the checklist."""
    outcome: str | None = None


ClosingAnswer.EXAMPLES = (
    ClosingAnswer(number=20262010, closed=True, outcome="technically_verified"),
    ClosingAnswer(number=20262010, closed=False, missing=("still_paused", "screenshot_missing")),
)
