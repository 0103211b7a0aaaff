"""A refusal for want of a role says who can: the user groups and people that have it, and who may see the case."""

from collections.abc import Iterable

from core.domain.case import Case
from core.domain.member import Member, Role
from core.domain.user_group import UserGroup
from core.errors import NotAllowed
from core.ports.unit_of_work import ReadUnit, UnitOfWork

MOST_NAMED = 3
"""Groups and people named: a refusal is read, not searched."""


def not_allowed(needs: Role, unit: ReadUnit | UnitOfWork, *, case: Case | None = None) -> NotAllowed:
    """The smallest sufficient role first, since admins have more to do; groups before people. For what only Andon
    itself may do nobody is named."""
    able = _able(needs, unit, case) if needs < Role.SYSTEM else []
    groups = _groups(needs, able, unit)[:MOST_NAMED]
    covered = frozenset[str]().union(*(group.members for group in groups))
    people = [member for member in able if member.id not in covered]
    named = people[: MOST_NAMED - len(groups)]
    return NotAllowed(
        f"{unit.actor.id} is {unit.actor.role.word}, needs {needs.word}",
        needs=needs.word,
        who=tuple(member.id for member in named),
        groups=tuple(group.id for group in groups),
        names=(*(f"@{group.handle}" for group in groups), *(member.name for member in named)),
        more=len(people) - len(named),
    )


def _able(needs: Role, unit: ReadUnit | UnitOfWork, case: Case | None) -> list[Member]:
    """Whoever looks after the case comes first among equals."""
    owner = case.owner if case is not None else None
    found = (m for m in unit.members.having(needs) if case is None or _sees(m, case))
    return sorted(found, key=lambda member: (member.role, member.id != owner, member.id))


def _sees(member: Member, case: Case) -> bool:
    return member.accounts is None or case.account in member.accounts


def _groups(needs: Role, able: Iterable[Member], unit: ReadUnit | UnitOfWork) -> list[UserGroup]:
    """Those of andon.toml that give the role and have somebody in them who can."""
    gives = {rule.id: rule.role for rule in unit.workspace.groups if rule.role is not None}
    ids = {member.id for member in able}
    found = [
        (gives[group.id], group)
        for group in (unit.members.groups() if gives else ())
        if gives.get(group.id, Role.NONE) >= needs and group.handle and ids & group.members
    ]
    return [group for _, group in sorted(found, key=lambda each: (each[0], each[1].id))]
