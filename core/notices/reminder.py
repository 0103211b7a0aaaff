"""A target is near or past."""

from dataclasses import dataclass
from datetime import UTC, datetime

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class Reminder(Notice):
    number: int
    title: str
    what: str
    """acknowledge, acknowledge_lead, contain, contain_lead, failing_lead, notify, respond, resolve_soon,
    resolve, resolve_lead, claim_soon or claim_lead."""
    owner: str | None = None
    deadline_at: datetime | None = None
    """Of a claim: until when the carrier takes it."""
    failures: int = 0


Reminder.EXAMPLES = (
    Reminder(number=20262010, title="eBay AU order sync keeps failing", what="contain"),
    Reminder(number=20262010, title="eBay AU order sync keeps failing", what="contain_lead", owner="U0ANA"),
    Reminder(number=20262010, title="eBay AU order sync keeps failing", what="failing_lead", failures=20),
    Reminder(number=20262044, title="Order 1001-A was fulfilled without tracking", what="acknowledge"),
    Reminder(number=20262044, title="Order 1001-A was fulfilled without tracking", what="resolve_soon"),
    Reminder(number=20262010, title="eBay AU order sync keeps failing", what="notify", owner="U0ANA"),
    Reminder(number=20262051, title="Order 55120", what="resolve_lead", owner="U0ANA"),
    Reminder(number=20262063, title="Mug arrived broken", what="respond", owner="U0LUIS"),
    Reminder(
        number=20262063,
        title="Mug arrived broken",
        what="claim_soon",
        owner="U0LUIS",
        deadline_at=datetime(2026, 11, 27, 9, tzinfo=UTC),
    ),
    Reminder(
        number=20262063,
        title="Mug arrived broken",
        what="claim_lead",
        deadline_at=datetime(2026, 11, 27, 9, tzinfo=UTC),
    ),
)
