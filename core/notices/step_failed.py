"""A step of a job ticket did not work; the state went back and somebody has to know."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class StepDidNotWork(Notice):
    number: int
    step: str
    """stop, reactivate, remove, verify or retry."""
    reason: str
    """A code of the platform contract or of ours."""
    owner: str | None = None


StepDidNotWork.EXAMPLES = (
    StepDidNotWork(number=20262010, step="stop", reason="forbidden", owner="U0ANA"),
    StepDidNotWork(number=20262010, step="reactivate", reason="not_allowed_in_state"),
)
