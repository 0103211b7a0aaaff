"""Claims with a carrier: until when one is taken, and when to warn of it (D29). Calendar days, since it is the
carrier's deadline and not ours: it does not stand still at night, on hold or while the ticket is snoozed."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from core.domain.case_parts import HoldKind
from core.domain.delivery_incident import DeliveryIncident
from core.domain.support_ticket import SupportTicket
from core.domain.workspace import Workspace
from core.policies.carriers import Carrier
from core.policies.targets import working_after

CLAIM = "claim"

CLAIM_WITHIN: Mapping[str, timedelta] = {
    Carrier.TIPSA: timedelta(days=7),
    Carrier.GLS_SPAIN: timedelta(days=7),
}
"""Calendar days after which a carrier takes no claim any more; Dropea's pages on lost parcels say seven for the
carriers that it ships with. One that is not here has none on record until andon.toml says it."""

ANY_CARRIER = "other"
"""In andon.toml, the carriers that are not named, and claims of which no carrier is known."""

WARN_BEFORE, LEAD_BEFORE = timedelta(days=2), timedelta(days=1)
CLAIM_STEPS = ("claim_soon", "claim_lead")

MOST_DAYS_EARLIER = 30
"""A warning moves back over weekends and holidays, not for ever."""


def claim_within(carrier: str, workspace: Workspace) -> timedelta | None:
    known = carrier.strip().casefold()
    own = workspace.claim_days.get(known)
    if own is not None:
        return own
    return CLAIM_WITHIN.get(known) or workspace.claim_days.get(ANY_CARRIER)


def told_at(incident: DeliveryIncident) -> datetime:
    """When the carrier told of what is claimed: the reason that the incident has now, or how it ended."""
    return incident.last_seen_at if incident.ended else incident.reason_since or incident.first_seen_at


def claim_by(
    ticket: SupportTicket, incident: DeliveryIncident | None, workspace: Workspace
) -> datetime | None:
    """Counted from the carrier's word, else from the customer's. None for what is no claim, and where no deadline
    is on record."""
    if ticket.code != CLAIM:
        return None
    within = claim_within(incident.carrier if incident is not None else ticket.carrier, workspace)
    if within is None:
        return None
    return (told_at(incident) if incident is not None else ticket.first_seen_at) + within


def claim_steps(ticket: SupportTicket, workspace: Workspace) -> Iterator[tuple[str, datetime]]:
    """The lead's reminder and the warning, each at a working moment before the deadline. None once the ticket
    waits for the carrier: then the claim is with them."""
    if ticket.claim_by is None or ticket.ended or ticket.archived:
        return
    if ticket.hold is not None and ticket.hold.kind is HoldKind.CARRIER:
        return
    warning, lead = CLAIM_STEPS
    yield lead, _working_before(ticket.claim_by, LEAD_BEFORE, workspace)
    yield warning, _working_before(ticket.claim_by, WARN_BEFORE, workspace)


def _working_before(deadline: datetime, ahead: timedelta, workspace: Workspace) -> datetime:
    for days in range(MOST_DAYS_EARLIER):
        at = working_after(deadline - ahead - timedelta(days=days), timedelta(), workspace)
        if at < deadline:
            return at
    return deadline - ahead
