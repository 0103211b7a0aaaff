"""Until when a carrier takes the claim of a ticket: set when it is opened as one or made one."""

from core.domain.case_parts import Kind
from core.domain.delivery_incident import DeliveryIncident
from core.domain.support_ticket import SupportTicket
from core.errors import NotFound
from core.policies.claims import CLAIM, claim_by
from core.ports.unit_of_work import CaseFilter, UnitOfWork

SAME_ORDER = 5
"""Incidents of one order that are looked at: the newest one is meant."""


def set_claim_deadline(ticket: SupportTicket, uow: UnitOfWork) -> None:
    """From the delivery incident that it belongs to: the one it is linked with, else the newest of its order in
    the same account. What is no claim has no deadline."""
    incident = _incident_of(ticket, uow) if ticket.code == CLAIM else None
    if incident is not None:
        ticket.carrier = incident.carrier
    ticket.claim_by = claim_by(ticket, incident, uow.workspace)


def _incident_of(ticket: SupportTicket, uow: UnitOfWork) -> DeliveryIncident | None:
    for link in ticket.links:
        try:
            linked = uow.cases.by_number(link.number)
        except NotFound:
            continue
        if isinstance(linked, DeliveryIncident):
            return linked
    if not ticket.order_number:
        return None
    wanted = CaseFilter(group="all", kinds=(Kind.DELIVERY_INCIDENT,), subject_id=ticket.order_number)
    found = uow.cases.find(wanted, limit=SAME_ORDER)
    return next((c for c in found if isinstance(c, DeliveryIncident) and c.account == ticket.account), None)
