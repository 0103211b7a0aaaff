"""The run that was to prove it failed again."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class ProofRunFailed(Notice):
    number: int
    run_id: str
    run_url: str | None
    repaused: bool
    owner: str | None


ProofRunFailed.EXAMPLES = (
    ProofRunFailed(
        number=20262010,
        run_id="8842",
        run_url="https://platform.example/runs/8842",
        repaused=True,
        owner="U0ANA",
    ),
    ProofRunFailed(number=20262010, run_id="8843", run_url=None, repaused=False, owner=None),
)
