"""The customers of the demo: what they ask, what they write next, and the platform closing their ticket."""

from collections.abc import Callable
from datetime import datetime

from sandbox.platform import telling
from sandbox.platform.acts import Refused, find
from sandbox.platform.world import Ticket, World

INSISTS = "Hello? I am still waiting for an answer."
"""What somebody writes who has said everything already."""


def tickets() -> list[Ticket]:
    return [
        Ticket(
            id="T-1182",
            channel="Amazon",
            category="return",
            name="Joana Reis",
            email="joana.reis@mail.example",
            phone="+351 900 000 118",
            order_number="403-118",
            title="Mug arrived broken",
            words=["The mug came in pieces. Can I send it back?", "Here is the photo: the handle is off."],
        ),
        Ticket(
            id="T-1190",
            channel="eBay",
            category="not_received",
            name="Marc Aubert",
            email="marc.aubert@mail.example",
            order_number="12-08841-33021",
            title="Colis jamais arrivé",
            words=["Le suivi dit livré, mais je n\u2019ai rien reçu.", "Le voisin n\u2019a rien non plus."],
            locale="fr",
        ),
        Ticket(
            id="T-1201",
            channel="Website",
            category="product_question",
            name="Inés Calvo",
            email="ines.calvo@mail.example",
            title="¿La tienda resiste la lluvia?",
            words=["¿La tienda de campaña resiste una lluvia fuerte?"],
            locale="es",
        ),
    ]


def _open(world: World, id_: str, at: datetime) -> str:
    ticket = _ticket(world, id_)
    if ticket.said:
        raise Refused(409, "not_allowed_in_state", "The ticket was opened before.")
    telling.ticket_event(world, "support.ticket.opened", ticket, _next_words(ticket), at)
    return f"{ticket.name} opens {ticket.id}."


def _write(world: World, id_: str, at: datetime) -> str:
    ticket = _ticket(world, id_)
    ticket.status = "open"
    telling.ticket_event(world, "support.ticket.message", ticket, _next_words(ticket), at)
    return f"{ticket.name} writes."


def _close(world: World, id_: str, at: datetime) -> str:
    ticket = _ticket(world, id_)
    ticket.status = "closed"
    telling.ticket_event(world, "support.ticket.closed", ticket, "", at)
    return f"{ticket.id} is closed."


def _next_words(ticket: Ticket) -> str:
    words = ticket.words[ticket.said] if ticket.said < len(ticket.words) else INSISTS
    ticket.said += 1
    return words


def _ticket(world: World, id_: str) -> Ticket:
    return find(world.tickets, id_, "ticket")


HANDS: dict[str, Callable[[World, str, datetime], str]] = {
    "ticket.open": _open,
    "ticket.write": _write,
    "ticket.close": _close,
}
