"""People, as Slack describes them and as andon.toml makes them."""

from dataclasses import dataclass, replace
from typing import ClassVar

from core.command import Command, Query
from core.domain.member import Member, Role
from core.domain.user_group import UserGroup
from core.policies.roles import accounts_for, role_for
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.refusing import not_allowed


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
class KeepGroups(Command[int]):
    """Keep who is in these user groups, and give their members the roles and accounts that follow. `everyone`
    works out everybody's anew, since andon.toml may have changed. What was read before what is on record is passed
    over. Returns how many members have another role or other accounts now."""

    NEEDS: ClassVar[Role] = Role.SYSTEM
    groups: tuple[UserGroup, ...] = ()
    everyone: bool = False


@dataclass(frozen=True, kw_only=True)
class GetMember(Query[Member | None]):
    NEEDS: ClassVar[Role] = Role.NONE
    member_id: str


@dataclass(frozen=True, kw_only=True)
class RequireRole(Query[None]):
    """Before work that the door comes to see only later. Raises NotAllowed, which says who can."""

    NEEDS: ClassVar[Role] = Role.NONE
    role: Role


def keep_members(cmd: KeepMembers, uow: UnitOfWork) -> int:
    groups = uow.members.groups()
    for user in cmd.users:
        standing = standing_of(user)
        role, team_id = role_for(user.id, standing, uow.workspace, groups), uow.workspace.team_id
        known = uow.members.get(user.id) or Member(id=user.id, team_id=team_id, name=user.name, role=role)
        uow.members.keep(
            replace(  # what they chose themselves stays
                known,
                name=user.name,
                role=role,
                locale=user.locale,
                timezone=user.timezone,
                email=user.email,
                accounts=accounts_for(user.id, uow.workspace, groups),
                standing=standing,
                typed_email=None if user.is_deleted else known.typed_email,
            )
        )
    return len(cmd.users)


def keep_groups(cmd: KeepGroups, uow: UnitOfWork) -> int:
    known = {group.id: group for group in uow.members.groups()}
    moved: set[str] = set()
    for group in cmd.groups:
        before = known.get(group.id)
        if before is not None and before.read_at > group.read_at:
            continue
        uow.members.keep_group(group)
        moved |= group.members ^ (before.members if before else frozenset())
    groups = uow.members.groups()
    concerned = uow.members.having(Role.NONE) if cmd.everyone else map(uow.members.get, sorted(moved))
    changed = 0
    for member in concerned:
        if member is not None and member.standing is not None:
            changed += _worked_out(member, member.standing, groups, uow)
    return changed


def _worked_out(member: Member, standing: Role, groups: tuple[UserGroup, ...], uow: UnitOfWork) -> bool:
    role = role_for(member.id, standing, uow.workspace, groups)
    accounts = accounts_for(member.id, uow.workspace, groups)
    if (role, accounts) == (member.role, member.accounts):
        return False
    uow.members.keep(replace(member, role=role, accounts=accounts))
    return True


def get_member(query: GetMember, unit: ReadUnit) -> Member | None:
    return unit.members.get(query.member_id)


def require_role(query: RequireRole, unit: ReadUnit) -> None:
    if unit.actor.role < query.role:
        raise not_allowed(query.role, unit)


def standing_of(user: SlackUser) -> Role:
    """Full members operate, guests and people of other organisations look, bots and the gone are nobody."""
    if user.is_bot or user.is_deleted:
        return Role.NONE
    return Role.VIEWER if user.is_guest else Role.OPERATOR


SERVICES = (KeepMembers.served_by(keep_members), KeepGroups.served_by(keep_groups))
ANSWERS = (GetMember.answered_by(get_member), RequireRole.answered_by(require_role))
