"""How did we do: whether the document behind a case helped (C18). The answers stand in the case's history."""

from dataclasses import dataclass
from typing import ClassVar

from core.command import Query
from core.domain.case import Case
from core.domain.case_events import RunbookRated
from core.domain.member import Role
from core.errors import GuardRefused
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.acting import CaseCommand, drawn, visible
from core.views import CaseCard, RunbookRating


@dataclass(frozen=True, kw_only=True)
class RateRunbook(CaseCommand):
    """Says nothing of the case, so it does not matter which version of it was seen. Everybody's last word
    counts; the same word again changes nothing. Raises GuardRefused where no runbook is linked."""

    helpful: bool


@dataclass(frozen=True, kw_only=True)
class MyRunbookRating(Query[RunbookRating]):
    """What the asker said of the runbook that is linked now."""

    NEEDS: ClassVar[Role] = Role.OPERATOR
    case_id: str


def rate_runbook(cmd: RateRunbook, uow: UnitOfWork) -> CaseCard:
    case = visible(uow.cases.get(cmd.case_id), uow)
    if case.runbook_url is None:
        raise GuardRefused("error.no_runbook", number=case.number)
    wanted = RunbookRating.HELPFUL if cmd.helpful else RunbookRating.NOT_HELPFUL
    if _mine(case, uow) is not wanted:
        case.rate_runbook(cmd.helpful, case.runbook_url, by=uow.actor.id, at=uow.now)
    return drawn(case, uow)


def my_runbook_rating(query: MyRunbookRating, unit: ReadUnit) -> RunbookRating:
    return _mine(visible(unit.cases.get(query.case_id), unit), unit)


def _mine(case: Case, unit: ReadUnit | UnitOfWork) -> RunbookRating:
    """A rating of another address was one of another document."""
    said = [
        row.facts.get("helpful")
        for row in unit.history.of(case.id)
        if (row.event, row.actor_id, row.facts.get("url"))
        == (RunbookRated.__name__, unit.actor.id, case.runbook_url)
    ]
    if not said:
        return RunbookRating.OPEN
    return RunbookRating.HELPFUL if said[-1] else RunbookRating.NOT_HELPFUL


SERVICES = (RateRunbook.served_by(rate_runbook),)
ANSWERS = (MyRunbookRating.answered_by(my_runbook_rating),)
