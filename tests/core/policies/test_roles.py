"""What somebody may do and see, by name, by group, and by what the chat makes of them."""

from dataclasses import replace
from itertools import product

import pytest

from core.domain.member import Role
from core.domain.user_group import GroupRule, UserGroup
from core.domain.workspace import Account, Switches, Workspace
from core.policies.roles import accounts_for, role_for
from tests.fakes.clock import MONDAY_MORNING

NAMED = Workspace(team_id="T0TEAM", roles={"U0LEA": "lead", "U0VIC": "viewer"})
RULES = (
    GroupRule(id="S1", role=Role.OPERATOR),
    GroupRule(id="S2", role=Role.ADMIN, accounts=frozenset({"acme"})),
    GroupRule(id="S3", accounts=frozenset({"Bo & Co"})),
    GroupRule(id="S4", role=Role.VIEWER),
)
GROUPED = replace(NAMED, groups=RULES)


def inside(member_id: str, *group_ids: str) -> tuple[UserGroup, ...]:
    return tuple(
        UserGroup(id=one, handle=one, members=frozenset({member_id, "U0ELSE"}), read_at=MONDAY_MORNING)
        for one in group_ids
    )


@pytest.mark.parametrize(
    ("member_id", "standing", "groups", "role"),
    [
        ("U0NEW", Role.OPERATOR, (), Role.OPERATOR),
        ("U0NEW", Role.VIEWER, (), Role.VIEWER),
        ("U0NEW", Role.NONE, (), Role.NONE),
        ("U0LEA", Role.OPERATOR, (), Role.LEAD),
        ("U0LEA", Role.VIEWER, (), Role.LEAD),
        ("U0LEA", Role.OPERATOR, ("S1",), Role.LEAD),
        ("U0LEA", Role.OPERATOR, ("S2",), Role.ADMIN),
        ("U0NEW", Role.VIEWER, ("S1",), Role.OPERATOR),
        ("U0NEW", Role.OPERATOR, ("S1", "S2", "S4"), Role.ADMIN),
        ("U0NEW", Role.OPERATOR, ("S4",), Role.VIEWER),
        ("U0VIC", Role.OPERATOR, ("S1",), Role.OPERATOR),
        ("U0NEW", Role.OPERATOR, ("S3",), Role.OPERATOR),
        ("U0NEW", Role.OPERATOR, ("S9",), Role.OPERATOR),
    ],
)
def test_a_role_is_the_highest_that_name_and_groups_give_and_else_what_the_chat_makes_of_it(
    member_id: str, standing: Role, groups: tuple[str, ...], role: Role
) -> None:
    assert role_for(member_id, standing, GROUPED, inside(member_id, *groups)) is role


@pytest.mark.parametrize(
    ("member_id", "groups"), list(product(("U0NEW", "U0LEA"), ((), ("S1",), ("S2",), ("S1", "S2"))))
)
def test_whoever_left_is_nobody_whatever_group_still_names_them(
    member_id: str, groups: tuple[str, ...]
) -> None:
    assert role_for(member_id, Role.NONE, GROUPED, inside(member_id, *groups)) is Role.NONE


def test_members_can_be_made_viewers_and_a_group_makes_some_of_them_operators() -> None:
    quiet = replace(GROUPED, switches=Switches(members_are_operators=False))
    assert role_for("U0NEW", Role.OPERATOR, quiet, ()) is Role.VIEWER
    assert role_for("U0NEW", Role.OPERATOR, quiet, inside("U0NEW", "S1")) is Role.OPERATOR


def test_somebody_elses_group_gives_nothing() -> None:
    assert role_for("U0NEW", Role.VIEWER, GROUPED, inside("U0ANA", "S2")) is Role.VIEWER
    assert accounts_for("U0NEW", GROUPED, inside("U0ANA", "S2")) is None


@pytest.mark.parametrize(
    ("named", "groups", "accounts"),
    [
        (False, (), None),
        (False, ("S1",), None),
        (False, ("S2",), {"acme"}),
        (False, ("S2", "S3"), {"acme", "Bo & Co"}),
        (True, (), {"Kitchenware"}),
        (True, ("S1", "S3"), {"Kitchenware", "Bo & Co"}),
    ],
)
def test_accounts_come_from_name_and_groups_together(
    named: bool, groups: tuple[str, ...], accounts: set[str] | None
) -> None:
    members = frozenset({"U0NEW"}) if named else frozenset()
    workspace = replace(GROUPED, accounts=(Account(name="Kitchenware", role="retailer", members=members),))
    assert accounts_for("U0NEW", workspace, inside("U0NEW", *groups)) == accounts
