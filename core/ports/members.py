"""The people on record, and the user groups that give them their roles."""

from typing import Protocol

from core.domain.member import Member
from core.domain.user_group import UserGroup


class MembersRead(Protocol):
    def get(self, member_id: str) -> Member | None: ...

    def having(self, role: int) -> tuple[Member, ...]:
        """Those with at least that role, to tell who can."""

    def groups(self) -> tuple[UserGroup, ...]:
        """Every user group as last read, by id."""


class MemberBook(MembersRead, Protocol):
    def keep(self, member: Member) -> None: ...

    def keep_group(self, group: UserGroup) -> None:
        """Replaces what was read of it earlier."""
