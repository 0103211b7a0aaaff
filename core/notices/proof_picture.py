"""The screenshot, to be shown in the thread."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class ProofPicture(Notice):
    number: int
    evidence_id: str
    store_key: str
    file_name: str
    by: str


ProofPicture.EXAMPLES = (
    ProofPicture(number=20262010, evidence_id="e1", store_key="ab12", file_name="green-run.png", by="U0ANA"),
)
