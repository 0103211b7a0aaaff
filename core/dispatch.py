"""One door into the core: `await dispatch(command, by=actor)` to change, `await ask(query, by=actor)` to see.

Permission, idempotency, what follows, and the commit wrap every wish once, whichever way it came in. This is
the only place in the core that waits.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, Protocol, TypeVar

from core.command import Command, Query
from core.domain.case import Case
from core.domain.member import Actor, Role, is_reachable
from core.errors import NotAllowed, NotFound, Repeated
from core.ports.unit_of_work import ReadUnit, Transactions, UnitOfWork
from core.reactions import follow
from core.services import (
    asking,
    cases,
    closing,
    contacts,
    deliveries,
    digest_choices,
    digests,
    drafts,
    events,
    holding,
    importing,
    incident_reports,
    incidents,
    issues,
    job_runs,
    job_tickets,
    mail_in,
    members,
    notifications,
    operations,
    own_subscriptions,
    pictures,
    reading,
    reminders,
    runbooks,
    statements,
    subscriptions,
    support,
    support_events,
    telling,
)
from core.services.acting import visible
from core.services.refusing import not_allowed

A = TypeVar("A")

SERVICES: dict[type[Command[Any]], Callable[[Any, UnitOfWork], Any]] = dict(
    (
        *asking.SERVICES,
        *cases.SERVICES,
        *closing.SERVICES,
        *deliveries.SERVICES,
        *digest_choices.SERVICES,
        *digests.SERVICES,
        *drafts.SERVICES,
        *events.SERVICES,
        *holding.SERVICES,
        *importing.SERVICES,
        *incident_reports.SERVICES,
        *incidents.SERVICES,
        *issues.SERVICES,
        *job_runs.SERVICES,
        *job_tickets.SERVICES,
        *mail_in.SERVICES,
        *members.SERVICES,
        *notifications.SERVICES,
        *operations.SERVICES,
        *own_subscriptions.SERVICES,
        *pictures.SERVICES,
        *reminders.SERVICES,
        *runbooks.SERVICES,
        *statements.SERVICES,
        *subscriptions.SERVICES,
        *support.SERVICES,
        *support_events.SERVICES,
        *telling.SERVICES,
    )
)

ANSWERS: dict[type[Query[Any]], Callable[[Any, ReadUnit], Any]] = dict(
    (
        *closing.ANSWERS,
        *contacts.ANSWERS,
        *digests.ANSWERS,
        *drafts.ANSWERS,
        *importing.ANSWERS,
        *job_runs.ANSWERS,
        *mail_in.ANSWERS,
        *members.ANSWERS,
        *notifications.ANSWERS,
        *pictures.ANSWERS,
        *reading.ANSWERS,
        *runbooks.ANSWERS,
        *subscriptions.ANSWERS,
        *support.ANSWERS,
        *telling.ANSWERS,
    )
)


class Dispatch(Protocol):
    async def __call__(self, command: Command[A], *, by: Actor) -> A:
        """Grant the wish, durably, and return its answer.

        Raises NotAllowed, Repeated (its key is on record), and whatever CoreError the service raises; then
        nothing has changed.
        """


class Ask(Protocol):
    async def __call__(self, query: Query[A], *, by: Actor) -> A:
        """Answer from what is committed. Raises NotAllowed, NotFound."""


def make_dispatch(transactions: Transactions) -> Dispatch:
    async def dispatch(command: Command[A], *, by: Actor) -> A:
        answer: A = await transactions.run(partial(_grant, command), by)
        return answer

    return dispatch


def make_ask(transactions: Transactions) -> Ask:
    async def ask(query: Query[A], *, by: Actor) -> A:
        answer: A = await transactions.read(partial(_answer, query), by)
        return answer

    return ask


def _grant(command: Command[A], uow: UnitOfWork) -> A:
    """Runs inside the transaction, so that a role taken away a moment ago is already gone."""
    uow.actor = _as_on_record(uow)
    with _says_what_was_refused(command, uow):
        _check_role(command, uow)
    if command.key is not None:
        seen = uow.inbox.seen(command.key)
        if seen is not None:
            raise Repeated(command.key, by=seen.by, by_name=seen.by_name, at=seen.at, case_id=seen.case_id)
        uow.inbox.keep(command.key, getattr(command, "case_id", None))
    with _says_what_was_refused(command, uow):
        answer: A = SERVICES[type(command)](command, uow)
    for case in uow.touched:
        for recorded in case.recorded:
            for tell in follow(case, recorded, uow.actor.id):
                if tell.member_id is None:
                    uow.outbox.thread(case.id, tell.notice)
                elif is_reachable(tell.member_id):
                    uow.outbox.direct(tell.member_id, tell.notice)
        telling.tell_members(case, uow)
    return answer


def _answer(query: Query[A], unit: ReadUnit) -> A:
    with _says_what_was_refused(query, unit):
        _check_role(query, unit)
        answer: A = ANSWERS[type(query)](query, unit)
    return answer


@contextmanager
def _says_what_was_refused(wish: Command[Any] | Query[Any], unit: ReadUnit | UnitOfWork) -> Iterator[None]:
    """A refusal for want of a role names the case and the act, so that the person can ask for it; not to those
    who may not even look."""
    try:
        yield
    except NotAllowed as refused:
        case_id = getattr(wish, "case_id", None)
        if case_id is None or unit.actor.role < Role.VIEWER:
            raise
        act = type(wish).__name__
        raise NotAllowed(str(refused), **refused.facts, case_id=case_id, act=act) from None


def _as_on_record(uow: UnitOfWork) -> Actor:
    """The actor with no more than the role and the accounts on record: who they are may have been looked up a
    while ago. Andon itself and tokens of the REST API are not on record; they come as they are."""
    actor = uow.actor
    member = uow.members.get(actor.id) if actor.role < Role.SYSTEM else None
    if member is None:
        return actor
    role, accounts = min(actor.role, member.role), _in_both(actor.accounts, member.accounts)
    same = role is actor.role and accounts == actor.accounts
    return actor if same else replace(actor, role=role, accounts=accounts)


def _in_both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """None is all of them."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _check_role(wish: Command[Any] | Query[Any], unit: ReadUnit | UnitOfWork) -> None:
    if unit.actor.role < wish.NEEDS:
        raise not_allowed(wish.NEEDS, unit, case=_case_of(wish, unit))


def _case_of(wish: Command[Any] | Query[Any], unit: ReadUnit | UnitOfWork) -> Case | None:
    """The case that it is about, where the asker may see it."""
    case_id = getattr(wish, "case_id", None)
    try:
        return visible(unit.cases.get(case_id), unit) if case_id is not None else None
    except NotFound:
        return None
