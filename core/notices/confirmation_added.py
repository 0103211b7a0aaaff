"""A written confirmation was put on record."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class ConfirmationAdded(Notice):
    number: int
    by: str
    author: str
    said: str
    text: str
    problem: str | None = None


ConfirmationAdded.EXAMPLES = (
    ConfirmationAdded(
        number=20262010,
        by="U0ANA",
        author="Noor Visser",
        said="change",
        text="We renewed the token this morning.",
    ),
)
