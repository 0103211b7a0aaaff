"""What follows from what happens to a delivery incident."""

from core.domain.delivery_incident import DeliveryIncident
from core.domain.delivery_incident_events import (
    CarrierAnswered,
    DeliveryFailedAgain,
    IncidentEnded,
    ReasonCorrected,
    SolutionAccepted,
    SolutionOutcomeUnknown,
    SolutionRefused,
)
from core.domain.delivery_incident_table import Outcome
from core.notices.incident_news import IncidentNews
from core.reactions.tell import Reactions, Tell, unless


def accepted(incident: DeliveryIncident, event: SolutionAccepted, actor_id: str) -> tuple[Tell, ...]:
    return _tell(incident, "accepted")


def refused(incident: DeliveryIncident, event: SolutionRefused, actor_id: str) -> tuple[Tell, ...]:
    return _tell(incident, "refused", unless(_sender(incident), actor_id), event.reason)


def unknown(incident: DeliveryIncident, event: SolutionOutcomeUnknown, actor_id: str) -> tuple[Tell, ...]:
    return _tell(incident, "unknown", unless(_sender(incident), actor_id))


def answered(incident: DeliveryIncident, event: CarrierAnswered, actor_id: str) -> tuple[Tell, ...]:
    """The owner is called: an answer may want a second solution the same day (D17)."""
    return _tell(incident, "answered", unless(_sender(incident), actor_id), event.notes)


def failed_again(incident: DeliveryIncident, event: DeliveryFailedAgain, actor_id: str) -> tuple[Tell, ...]:
    return _tell(incident, "failed_again", unless(_sender(incident), actor_id), event.notes)


def corrected(incident: DeliveryIncident, event: ReasonCorrected, actor_id: str) -> tuple[Tell, ...]:
    return _tell(incident, "corrected", None, event.now)


def ended(incident: DeliveryIncident, event: IncidentEnded, actor_id: str) -> tuple[Tell, ...]:
    """Good news calls nobody; a parcel that is gone calls whoever had it."""
    if event.outcome == Outcome.INFO:
        return ()
    bad = event.outcome != Outcome.DELIVERED
    return _tell(incident, str(event.outcome), unless(_sender(incident), actor_id) if bad else None)


def _sender(incident: DeliveryIncident) -> str | None:
    """Whoever has it in hand: the owner, else who sent the solution."""
    return incident.owner or (incident.solution.by if incident.solution else None)


def _tell(
    incident: DeliveryIncident, what: str, owner: str | None = None, notes: str = ""
) -> tuple[Tell, ...]:
    notice = IncidentNews(
        number=incident.number,
        label=incident.subject.label,
        what=what,
        carrier=incident.carrier,
        owner=owner,
        notes=notes,
    )
    return (Tell(notice=notice),)


REACTIONS: Reactions = {
    SolutionAccepted: accepted,
    SolutionRefused: refused,
    SolutionOutcomeUnknown: unknown,
    CarrierAnswered: answered,
    DeliveryFailedAgain: failed_again,
    ReasonCorrected: corrected,
    IncidentEnded: ended,
}
