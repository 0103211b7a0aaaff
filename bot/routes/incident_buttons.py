"""Buttons of a delivery incident."""

from bot.routes.route import CaseRoute
from core.domain.delivery_incident_table import Action


class ContactButton(CaseRoute):
    """Managing with the customer: opens the form (D9)."""

    name = "incident.contact.v1"
    does = Action.LOG_CONTACT


class SolutionButton(CaseRoute):
    """Provide a solution: opens the form (D10)."""

    name = "incident.solution.v1"
    does = Action.PROVIDE_SOLUTION


class ReviewedButton(CaseRoute):
    name = "incident.reviewed.v1"
    does = Action.MARK_REVIEWED
