"""A step of a job ticket is done, read back from the platform."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class StepDone(Notice):
    number: int
    step: str
    """stop, notify, decide, reactivate or remove."""
    by: str
    detail: str | None = None
    """Containment kind, choice or the reason of a skipped step."""
    minutes: int | None = None
    """From opening to standing still, for the step stop."""


StepDone.EXAMPLES = (
    StepDone(number=20262010, step="stop", by="U0ANA", detail="pause_job", minutes=12),
    StepDone(number=20262010, step="decide", by="U0ANA", detail="reactivate"),
    StepDone(number=20262010, step="reactivate", by="U0ANA"),
)
