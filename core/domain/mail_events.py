"""What can have happened to a case by mail, beside what a customer's ticket knows of itself."""

from dataclasses import dataclass

from core.domain.event import Event


@dataclass(frozen=True, kw_only=True)
class LetterCameBack(Event):
    """A letter of ours did not arrive; see LetterProblem. `to` is the address."""

    PRIVATE = frozenset({"to", "text"})
    letter_id: str
    kind: str
    to: str
    status: str
    text: str


@dataclass(frozen=True, kw_only=True)
class MailKept(Event):
    """A mail that counts as nobody's word. `why`: stranger (the sender is not whom the case knows), automatic (no
    person wrote it) or delayed (a server still tries to hand our letter over)."""

    PRIVATE = frozenset({"sender", "text"})
    sender: str
    text: str
    why: str


@dataclass(frozen=True, kw_only=True)
class RetailerWrote(Event):
    """The retailer answered by mail: their written word, which proves nothing until a person puts it forward."""

    PRIVATE = frozenset({"name", "text"})
    name: str
    text: str
    evidence_id: str
