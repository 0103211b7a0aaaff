"""What somebody may do and see: by name in andon.toml, by user groups, else by what the chat makes of them."""

from collections.abc import Iterable

from core.domain.member import Role
from core.domain.user_group import GroupRule, UserGroup
from core.domain.workspace import Workspace


def role_for(member_id: str, standing: Role, workspace: Workspace, groups: Iterable[UserGroup]) -> Role:
    """The highest of the role they are named for and of their groups'; where neither says anything, guests look
    and full members operate (a switch). `standing` NONE, a bot or somebody who left, stays nobody."""
    if standing is Role.NONE:
        return Role.NONE
    given = [rule.role for rule in _rules_of(member_id, workspace, groups) if rule.role is not None]
    named = workspace.roles.get(member_id)
    if named is not None:
        given.append(Role[named.upper()])
    if given:
        return max(given)
    return standing if workspace.switches.members_are_operators else min(standing, Role.VIEWER)


def accounts_for(member_id: str, workspace: Workspace, groups: Iterable[UserGroup]) -> frozenset[str] | None:
    """The accounts they are named for and those of their groups, together; None, all, where nothing names any."""
    named = workspace.accounts_of(member_id) or frozenset()
    seen = named.union(*(rule.accounts for rule in _rules_of(member_id, workspace, groups)))
    return seen or None


def _rules_of(member_id: str, workspace: Workspace, groups: Iterable[UserGroup]) -> list[GroupRule]:
    mine = {group.id for group in groups if member_id in group.members}
    return [rule for rule in workspace.groups if rule.id in mine]
