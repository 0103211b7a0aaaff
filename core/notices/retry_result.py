"""What became of a retried order."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class RetryResult(Notice):
    number: int
    outcome: str
    """retried, failed, duplicate or unknown."""
    order: str
    owner: str | None = None
    error: str = ""
    duplicate_at: str | None = None


RetryResult.EXAMPLES = (
    RetryResult(number=20262044, outcome="retried", order="1001-A"),
    RetryResult(number=20262044, outcome="failed", order="1001-A", owner="U0ANA", error="stock is still 0"),
    RetryResult(number=20262044, outcome="duplicate", order="1001-A", duplicate_at="MP-77120"),
    RetryResult(number=20262044, outcome="unknown", order="1001-A"),
)
