"""Who goes first when several things wait for the same second: smaller is sooner.

A person who pressed a button waits for the answer; then what nobody has seen yet, the worst first; then what
is said about it; then what merely changed; then mail.
"""

from core.domain.case_parts import SEVERITY_ORDER, Severity
from core.domain.member import Actor, Role

ANSWER = 0
ANSWERING_UPDATE = 5
"""A card that a person's own act has changed."""
FIRST_POST = 10
FIRST_COPY = 14
NOTE = 20
UPDATE = 30
LETTER = 40


def first_post(severity: str, *, home: bool) -> int:
    worst_first = len(SEVERITY_ORDER) - 1 - SEVERITY_ORDER.index(Severity(severity))
    return (FIRST_POST if home else FIRST_COPY) + worst_first


def update(actor: Actor) -> int:
    return UPDATE if actor.role is Role.SYSTEM else ANSWERING_UPDATE
