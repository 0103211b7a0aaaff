"""What a carrier said, or did with a solution."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class IncidentNews(Notice):
    number: int
    label: str
    what: str
    """accepted, refused, unknown, answered, failed_again, corrected, delivered, returned, destroyed or lost."""
    carrier: str
    owner: str | None = None
    notes: str = ""
    """The carrier's own words, or the reason of a refusal."""


IncidentNews.EXAMPLES = (
    IncidentNews(number=20262050, label="Order 1001", what="accepted", carrier="tipsa"),
    IncidentNews(
        number=20262050,
        label="Order 1001",
        what="refused",
        carrier="tipsa",
        owner="U0ANA",
        notes="already_resolved",
    ),
    IncidentNews(number=20262050, label="Order 1001", what="unknown", carrier="tipsa", owner="U0ANA"),
    IncidentNews(
        number=20262050,
        label="Order 1001",
        what="answered",
        carrier="tipsa",
        owner="U0ANA",
        notes="Se entrega el lunes; el cliente avisa al portero.",
    ),
    IncidentNews(
        number=20262050, label="Order 1001", what="failed_again", carrier="gls_es", notes="Ausente 2a vez"
    ),
    IncidentNews(
        number=20262050, label="Order 1001", what="corrected", carrier="tipsa", notes="address_wrong"
    ),
    IncidentNews(number=20262050, label="Order 1001", what="delivered", carrier="tipsa"),
    IncidentNews(number=20262050, label="Order 1001", what="returned", carrier="tipsa", owner="U0ANA"),
)
