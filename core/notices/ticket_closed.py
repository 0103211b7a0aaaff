"""A ticket was closed: by which rule and on which proof."""

from dataclasses import dataclass
from datetime import UTC, datetime

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class ClosedOnProof(Notice):
    number: int
    by: str
    rule: str
    outcome: str
    run_id: str | None = None
    run_url: str | None = None
    run_ended_at: datetime | None = None
    note: str = ""
    duplicate_of: int | None = None


ClosedOnProof.EXAMPLES = (
    ClosedOnProof(
        number=20262010,
        by="U0ANA",
        rule="R1",
        outcome="technically_verified",
        run_id="8841",
        run_url="https://platform.example/runs/8841",
        run_ended_at=datetime(2026, 11, 22, 11, 2, tzinfo=UTC),
        note="token renewed",
    ),
    ClosedOnProof(number=20262011, by="U0LUIS", rule="R4", outcome="duplicate", duplicate_of=20262010),
)
