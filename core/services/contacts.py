"""Who at the retailer can be written to about a case."""

from dataclasses import dataclass
from typing import ClassVar

from core.command import Query
from core.domain.job_ticket import JobTicket
from core.domain.member import Role
from core.domain.workspace import Contact
from core.ports.unit_of_work import ReadUnit
from core.services.acting import visible


@dataclass(frozen=True, kw_only=True)
class ContactsOf(Query[tuple[Contact, ...]]):
    """Those who may confirm come first."""

    NEEDS: ClassVar[Role] = Role.OPERATOR
    case_id: str


def contacts_of(query: ContactsOf, unit: ReadUnit) -> tuple[Contact, ...]:
    case = visible(unit.cases.get(query.case_id), unit)
    account = case.retailer if isinstance(case, JobTicket) else None
    found = unit.workspace.contacts_of(account or case.account)
    return tuple(sorted(found, key=lambda c: (not c.may_confirm, c.name)))


ANSWERS = (ContactsOf.answered_by(contacts_of),)
