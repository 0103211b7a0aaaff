"""What is attached to a case as proof, and what was found when it was checked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EvidenceType(StrEnum):
    SCREENSHOT = "screenshot"
    CONFIRMATION = "confirmation"
    ANSWER = "answer"
    """What a retailer answered by mail. A person may put it forward as a confirmation; by itself it is none."""
    RUN = "run"
    CONTAINMENT = "containment"
    REMOVAL = "removal"


DELETED = "deleted"
"""The verdict of a picture whose bytes were taken away; its digest stays, so it is known when it comes again."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One piece. `uploaded_at` is Slack's time of the upload, `verdict` "ok" or the code of the refusal.

    For a confirmation `text` holds what was written, `said` is "change" or "stop", `author` who wrote it,
    `medium` how: mail, portal, pasted.
    """

    id: str
    case_id: str
    type: EvidenceType
    added_by: str
    added_at: datetime
    verdict: str = "ok"
    found: str | None = None
    """What the bytes turned out to be, where they are no picture."""
    sha256: str | None = None
    store_key: str | None = None
    slack_file_id: str | None = None
    file_name: str | None = None
    uploaded_at: datetime | None = None
    width_px: int | None = None
    height_px: int | None = None
    text: str | None = None
    said: str | None = None
    author: str | None = None
    author_address: str | None = None
    medium: str | None = None
    written_at: datetime | None = None
    snapshot: str | None = None
    """JSON of the facts as read, for run, containment and removal."""
