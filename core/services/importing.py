"""Taking over what was worked on before Andon: each case once, as it was, and nobody is called."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, ClassVar

from core.command import Command, Query
from core.domain.case import Case
from core.domain.job_ticket import JobTicket
from core.domain.member import Role
from core.domain.past import Past, PastJobTicket
from core.errors import Invalid
from core.policies.past import is_over, refuse_bad_past, worth_a_card
from core.policies.routing import channels_for
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.past_cases import as_case, import_key
from core.services.texts import NAME_LIMIT, REASON_LIMIT, TEXT_LIMIT, checked_text

MOST_NOTES = 50
"""Of one case: what a history shows on one page, with room for what comes."""


class Found(StrEnum):
    """What became of a row. `new`: it would be created, but only a look was asked for."""

    CREATED = "created"
    EXISTS = "exists"
    NEW = "new"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """`number` is None for what was only looked at and is not there yet."""

    found: Found
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class ImportCase(Command[Imported]):
    """One case of any kind as it was. The same source and external id again changes nothing. Nobody is told; with
    `post`, a case that is open and not old gets its cards. Raises Invalid with the field that cannot be taken."""

    NEEDS: ClassVar[Role] = Role.ADMIN
    past: Past
    post: bool = False


@dataclass(frozen=True, kw_only=True)
class CheckImport(Query[Imported]):
    """What importing it would do, by the same rules. Raises Invalid as ImportCase does."""

    NEEDS: ClassVar[Role] = Role.ADMIN
    past: Past


def import_case(cmd: ImportCase, uow: UnitOfWork) -> Imported:
    known = _known(cmd.past, uow)
    if known is not None:
        return known
    past = _taken(cmd.past, uow)
    number = uow.cases.next_number(past.opened_at.year)
    case = as_case(past, uow.workspace, case_id=uow.ids.new(), number=number, now=uow.now)
    uow.cases.add(case)
    if cmd.post and worth_a_card(past, uow.now):
        _post(case, uow)
    return Imported(found=Found.CREATED, number=case.number)


def check_import(query: CheckImport, unit: ReadUnit) -> Imported:
    known = _known(query.past, unit)
    if known is not None:
        return known
    as_case(_taken(query.past, unit), unit.workspace, case_id="", number=0, now=unit.now)
    return Imported(found=Found.NEW)


def _known(past: Past, unit: ReadUnit | UnitOfWork) -> Imported | None:
    """Without its number for whom the case there is none of their accounts'."""
    case = unit.cases.newest_with_key(import_key(past))
    if case is None:
        return None
    accounts = unit.actor.accounts
    mine = accounts is None or case.account in accounts
    return Imported(found=Found.EXISTS, number=case.number if mine else None)


def _taken(past: Past, unit: ReadUnit | UnitOfWork) -> Past:
    """The row with the white space around its texts taken off. Raises Invalid."""
    past = _checked(past)
    accounts = unit.actor.accounts
    if accounts is not None and past.account not in accounts:
        raise Invalid("error.import_account", field="account")
    refuse_bad_past(past, unit.now)
    if isinstance(past, PastJobTicket) and not is_over(past):
        other = unit.cases.of_job(past.platform or past.source, past.job_id)
        if isinstance(other, JobTicket) and not other.ended:
            raise Invalid("error.import_job_open", field="job_id", number=other.number)
    return past


def _checked(past: Past) -> Past:
    texts: dict[str, Any] = {}
    for each in fields(past):
        value = getattr(past, each.name)
        if type(value) is str:  # a choice is a word of ours, and stays what it is
            limit = _LIMITS.get(each.name, NAME_LIMIT)
            texts[each.name] = checked_text(value, each.name, limit=limit) if value.strip() else ""
    for name in _NEVER_EMPTY & set(texts):
        checked_text(texts[name], name)
    if len(past.notes) > MOST_NOTES:
        raise Invalid("error.import_notes", field="notes", limit=MOST_NOTES)
    notes = tuple(replace(n, text=checked_text(n.text, "notes"), author=n.author.strip()) for n in past.notes)
    return replace(past, **texts, notes=notes)


def _post(case: Case, uow: UnitOfWork) -> None:
    """Only where somebody subscribed: that nobody did is no news worth waking the admins for."""
    for subscription in channels_for(case, uow.subscriptions.all()):
        uow.cards.want(case.id, subscription.channel_id, subscription.locale)


_NEVER_EMPTY = frozenset(
    {"source", "external_id", "code", "carrier", "carrier_code", "job_id", "job_name", "category", "customer"}
)

_LIMITS = {
    **dict.fromkeys(("description", "courier_notes", "carrier_answer"), TEXT_LIMIT),
    **dict.fromkeys(("solution", "hold_reason", "close_note", "reason_told"), REASON_LIMIT),
    "url": 2000,
}
"""Characters; of everything else NAME_LIMIT."""

SERVICES = (ImportCase.served_by(import_case),)
ANSWERS = (CheckImport.answered_by(check_import),)
