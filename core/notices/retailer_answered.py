"""The retailer answered the letter of a job ticket."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class RetailerAnswered(Notice):
    """Their written word. Whether it confirms something, a person says."""

    number: int
    name: str
    text: str
    owner: str | None = None


RetailerAnswered.EXAMPLES = (
    RetailerAnswered(
        number=20262010, name="Noor Visser", text="We renewed the token this morning.", owner="U0ANA"
    ),
)
