"""Errors of the core and the adapters -> refusals, by table. What is in no table is a bug, and says so."""

import logging
import math
from collections.abc import Mapping, Sequence
from secrets import token_hex

from pydantic_core import ErrorDetails

from api.house import ApiHouse, Explain
from api.problems import Refused
from core.errors import (
    AndonError,
    CloseRefused,
    CoreError,
    GuardRefused,
    Invalid,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Permanent,
    Repeated,
    Stale,
    Temporary,
    TransitionRefused,
)

log = logging.getLogger(__name__)

BUSY_RETRY_S = 5
MOST_POINTERS = 20


def refused_for(error: Exception, house: ApiHouse) -> Refused:
    """Never raises. A bug is logged with a reference that the caller is told too."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, CoreError):
        return _core(error, house.explain)
    if isinstance(error, Temporary):
        return _later("unavailable", math.ceil(error.retry_in_s))
    if isinstance(error, TimeoutError):
        return _later("busy", BUSY_RETRY_S)
    if isinstance(error, house.database_errors):
        log.error("the database refused: %s", type(error).__name__)
        return _later("database_unavailable", BUSY_RETRY_S)
    if isinstance(error, Permanent | OutcomeUnknown):
        detail = "Something outside refused, and the same request would be refused again."
        return Refused(502, "outside_refused", detail, more={"reason": error.reason})
    return _bug(error)


def is_replay(repeated: Repeated, key: str | None) -> bool:
    """Whether this very act, by its key, is on record. The same error says that a write is under way."""
    return key is not None and str(repeated).startswith(key)


def invalid_body(errors: Sequence[ErrorDetails]) -> Refused:
    """What a model refused, each with a pointer (RFC 6901) to the member, and no value repeated."""
    pointers = [
        {"pointer": pointer(error["loc"]), "problem": error["msg"]} for error in errors[:MOST_POINTERS]
    ]
    detail = "Some values cannot be taken: see errors, and /openapi.json for what is expected."
    return Refused(422, "invalid", detail, more={"errors": pointers})


def pointer(path: Sequence[int | str]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def words(key: str, facts: Mapping[str, object], explain: Explain) -> str:
    """The catalogue's sentence, else one of ours, else the code read aloud."""
    said = explain(key, facts)
    if said and said != key:  # a catalogue whose sentence lacks a fact says the key
        return said
    return _OWN_WORDS.get(key) or key.rpartition(".")[2].replace("_", " ").capitalize() + "."


def _core(error: CoreError, explain: Explain) -> Refused:
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    code = error.code.removeprefix("error.")
    facts = {name: fact for name, fact in error.facts.items() if name not in _KEPT_BACK}
    more: dict[str, object] = {"facts": facts} if facts else {}
    if isinstance(error, CloseRefused):
        more["missing"] = error.missing
    if isinstance(error, Invalid) and error.field:
        more["errors"] = [{"pointer": pointer((error.field,)), "problem": code}]
    detail = _who_can(error, explain) if isinstance(error, NotAllowed) else None
    return Refused(status, code, detail or words(error.code, _told(facts), explain), more=more)


def _who_can(error: NotAllowed, explain: Explain) -> str:
    """By name, and without the ids that the facts hold; where nobody can, what role it takes."""
    facts = error.facts
    names, more = facts.get("names"), facts.get("more")
    able = [str(name) for name in names] if isinstance(names, tuple) else []
    if isinstance(more, int) and more > 0:
        able.append(f"{more} more")
    if not able:
        return words("answer.not_allowed_nobody", {"role": facts.get("needs")}, explain)
    listed = f"{', '.join(able[:-1])} and {able[-1]}" if len(able) > 1 else able[0]
    return words(error.code, {"needs": facts.get("needs"), "who": listed}, explain)


def _told(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as a sentence can hold them: people by id, lists with commas."""
    return {
        name: (", ".join(map(str, fact)) or "nobody") if isinstance(fact, tuple | list) else fact
        for name, fact in facts.items()
    }


def _later(code: str, retry_s: int) -> Refused:
    detail = (
        "It cannot be done at this moment. Try again after the seconds in Retry-After, with the same id or "
        "Idempotency-Key: what was done already is then not done twice."
    )
    return Refused(503, code, detail, headers={"Retry-After": str(max(1, retry_s))})


def _bug(error: Exception) -> Refused:
    reference = token_hex(4)
    log.error("bug %s in the API", reference, exc_info=error)
    detail = f"Something went wrong on our side. Tell whoever runs Andon this reference: {reference}."
    return Refused(500, "bug", detail, more={"reference": reference})


_STATUS: tuple[tuple[type[AndonError], int], ...] = (
    (NotFound, 404),
    (Stale, 409),
    (TransitionRefused, 409),
    (NotAllowed, 403),
    (Invalid, 422),
    (GuardRefused, 409),
    (Repeated, 409),
    (CloseRefused, 409),
    (CoreError, 400),
)

_KEPT_BACK = frozenset({"act", "case_id", "mine", "under_way"})
"""Facts that only mean something to a card and its buttons."""

_OWN_WORDS = {
    "error.unknown": "That cannot be done.",
    "error.not_found": "There is no such thing, or not for this token.",
    "error.stale": "Somebody was first: read the case again, then decide.",
    "error.transition_refused": "That step is not possible from the state the case is in; see its actions.",
    "answer.not_allowed_nobody": "The role of this token is too small for that, and nobody has the role it takes.",
    "error.not_allowed": "The role of this token is too small for that.",
    "error.repeated": "That was done already, so it was not done again.",
    "error.close_refused": "It cannot be closed yet; the checklist says what is missing.",
}
