"""People, as Slack describes them and as andon.toml makes them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from core.command import Command, Query
from core.domain.member import Member, Role
from core.domain.workspace import Workspace
from core.ports.unit_of_work import ReadUnit, UnitOfWork


@dataclass(frozen=True, kw_only=True)
class SlackUser:
    """What Slack says of somebody."""

    id: str
    name: str
    locale: str = "en"
    timezone: str = "UTC"
    email: str | None = None
    is_bot: bool = False
    is_guest: bool = False
    is_admin: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class KeepMembers(Command[int]):
    """Keep these users as members, with the role that follows. Returns how many."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    users: tuple[SlackUser, ...]


@dataclass(frozen=True, kw_only=True)
class GetMember(Query[Member | None]):
    NEEDS: ClassVar[Role] = Role.NONE
    member_id: str


@dataclass(frozen=True, kw_only=True)
class WhoHas(Query[tuple[Member, ...]]):
    """Who has at least that role, to tell a person who can."""

    NEEDS: ClassVar[Role] = Role.NONE
    role: Role


def keep_members(cmd: KeepMembers, uow: UnitOfWork) -> int:
    for user in cmd.users:
        role, team_id = role_of(user, uow.workspace), uow.workspace.team_id
        known = uow.members.get(user.id) or Member(id=user.id, team_id=team_id, name=user.name, role=role)
        uow.members.keep(
            replace(  # what they chose themselves stays
                known,
                name=user.name,
                role=role,
                locale=user.locale,
                timezone=user.timezone,
                email=user.email,
                accounts=uow.workspace.accounts_of(user.id),
                typed_email=None if user.is_deleted else known.typed_email,
            )
        )
    return len(cmd.users)


def get_member(query: GetMember, unit: ReadUnit) -> Member | None:
    return unit.members.get(query.member_id)


def who_has(query: WhoHas, unit: ReadUnit) -> tuple[Member, ...]:
    return unit.members.having(query.role)


def role_of(user: SlackUser, workspace: Workspace) -> Role:
    """andon.toml first; then full members are operators (a switch), guests viewers, bots and the gone nobody."""
    if user.is_bot or user.is_deleted:
        return Role.NONE
    named = _named(workspace.roles).get(user.id)
    if named is not None:
        return named
    if user.is_guest:
        return Role.VIEWER
    return Role.OPERATOR if workspace.switches.members_are_operators else Role.VIEWER


def _named(roles: Mapping[str, str]) -> dict[str, Role]:
    return {member: Role[word.upper()] for member, word in roles.items()}


SERVICES = (KeepMembers.served_by(keep_members),)
ANSWERS = (GetMember.answered_by(get_member), WhoHas.answered_by(who_has))
