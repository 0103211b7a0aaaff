"""A look at a database changes nothing, whoever tries."""

import pytest
from sqlalchemy.exc import DBAPIError

from core.domain.member import Member, Role
from core.ports.unit_of_work import ReadUnit
from storage.transactions import SqlTransactions
from tests.contracts.world import ANA
from tests.fakes.transactions import TEAM


async def test_the_database_refuses_a_write_during_a_look(database: SqlTransactions) -> None:
    member = Member(id="U0BO", team_id=TEAM, name="Bo", role=Role.ADMIN)

    def sneak(unit: ReadUnit) -> None:
        unit.members.keep(member)  # type: ignore[attr-defined]

    with pytest.raises(DBAPIError, match=r"read-?only"):
        await database.read(sneak, ANA)

    assert await database.read(lambda unit: unit.members.get("U0BO"), ANA) is None


async def test_a_look_is_one_moment(database: SqlTransactions) -> None:
    """What is committed meanwhile is not seen by whoever began before."""
    member = Member(id="U0BO", team_id=TEAM, name="Bo", role=Role.ADMIN)
    counts: list[int] = []

    def look_twice(unit: ReadUnit) -> None:
        counts.append(len(unit.members.having(Role.NONE)))
        with database.engine.connect() as other:  # type: ignore[attr-defined]
            other.exec_driver_sql(
                "INSERT INTO member (team_id, id, name, role, locale, body) VALUES ('T', 'U9', 'x', 1, 'en', '{}')"
            )
            other.commit()
        counts.append(len(unit.members.having(Role.NONE)))

    await database.run(lambda uow: uow.members.keep(member), ANA)
    await database.read(look_twice, ANA)

    assert counts == [1, 1]
