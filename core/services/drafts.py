"""Half-written forms: kept when they are closed, offered again, forgotten once they were sent. Each is its
writer's alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from core.command import Command, Query
from core.domain.draft import Draft, Typed
from core.domain.member import Role
from core.errors import Invalid
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.acting import visible

DRAFT_LIMIT = 20_000
"""Characters of all fields together: four times the longest form (a letter in three parts)."""


@dataclass(frozen=True, kw_only=True)
class KeepDraft(Command[Draft | None]):
    """Keep what was typed, in place of an earlier draft. With nothing typed the earlier one is forgotten."""

    NEEDS: ClassVar[Role] = Role.VIEWER
    case_id: str
    form: str
    values: Mapping[str, Typed]


@dataclass(frozen=True, kw_only=True)
class ForgetDraft(Command[None]):
    NEEDS: ClassVar[Role] = Role.VIEWER
    case_id: str
    form: str


@dataclass(frozen=True, kw_only=True)
class GetDraft(Query[Draft | None]):
    """The asker's own."""

    case_id: str
    form: str


def keep_draft(cmd: KeepDraft, uow: UnitOfWork) -> Draft | None:
    case = visible(uow.cases.get(cmd.case_id), uow)
    if not any(value not in (None, "") for value in cmd.values.values()):
        uow.drafts.forget(uow.actor.id, case.id, cmd.form)
        return None
    length = sum(len(name) + len(str(value or "")) for name, value in cmd.values.items())
    if length > DRAFT_LIMIT:
        raise Invalid("error.text_too_long", limit=DRAFT_LIMIT, length=length)
    draft = Draft(member_id=uow.actor.id, case_id=case.id, form=cmd.form, values=cmd.values, kept_at=uow.now)
    uow.drafts.keep(draft)
    return draft


def forget_draft(cmd: ForgetDraft, uow: UnitOfWork) -> None:
    case = visible(uow.cases.get(cmd.case_id), uow)
    uow.drafts.forget(uow.actor.id, case.id, cmd.form)


def get_draft(query: GetDraft, unit: ReadUnit) -> Draft | None:
    case = visible(unit.cases.get(query.case_id), unit)
    return unit.drafts.get(unit.actor.id, case.id, query.form)


SERVICES = (KeepDraft.served_by(keep_draft), ForgetDraft.served_by(forget_draft))
ANSWERS = (GetDraft.answered_by(get_draft),)
