"""User groups of the chat workspace: what andon.toml gives their members, and who they are as last read."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.member import Role


@dataclass(frozen=True, kw_only=True)
class GroupRule:
    """What being in a group brings. `role` None: nothing; `accounts` are those its members see, none: the group
    says nothing of accounts."""

    id: str
    role: Role | None = None
    accounts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class UserGroup:
    """Who is in it, read at `read_at` (aware UTC). It stands until the chat says otherwise."""

    id: str
    handle: str
    """Without the @; empty for a group that is gone."""
    members: frozenset[str]
    read_at: datetime
