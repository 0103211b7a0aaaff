"""[roles], [[groups]], [[accounts]] and [[contacts]] of andon.toml: who may do and see what, who is written to."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from core.domain.member import Role
from core.domain.user_group import GroupRule

RoleWord = Literal["viewer", "operator", "lead", "admin"]
Name = Annotated[str, Field(min_length=1, max_length=100)]
MemberId = Annotated[str, Field(pattern=r"^[UW][A-Z0-9]+$")]

MOST_GROUPS = 20
"""Slack answers about twenty such questions a minute (Tier 2), and each group takes one."""


class PeopleSection(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AccountSection(PeopleSection):
    name: Name
    role: Literal["buyer", "seller", "retailer", "store"]
    members: frozenset[MemberId] = frozenset()


class GroupSection(PeopleSection):
    """A Slack user group: what its members may do, which accounts they see, or both."""

    id: Annotated[str, Field(pattern=r"^S[A-Z0-9]+$")]
    role: RoleWord | None = None
    accounts: frozenset[Name] = frozenset()

    @model_validator(mode="after")
    def _says_something(self) -> "GroupSection":
        if self.role is None and not self.accounts:
            raise ValueError("give it a role, accounts, or both")
        return self

    def rule(self) -> GroupRule:
        role = Role[self.role.upper()] if self.role is not None else None
        return GroupRule(id=self.id, role=role, accounts=self.accounts)


class ContactSection(PeopleSection):
    account: Name
    name: Name
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
    locale: str = "en"
    may_confirm: bool = False


def _named_once(groups: tuple[GroupSection, ...]) -> tuple[GroupSection, ...]:
    """Of a group that stands there twice, which was meant?"""
    ids = [group.id for group in groups]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} stands there twice: put its role and accounts into one section")
    return groups


GroupSections = Annotated[
    tuple[GroupSection, ...], Field(max_length=MOST_GROUPS), AfterValidator(_named_once)
]
