"""A hot statement gives what the same statement gives the slow way, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.hot import Hot
from storage.tables import inbox
from storage.transactions import SqlTransactions

AT = datetime(2026, 3, 4, 9, 10, 11, 123456, tzinfo=UTC)
ROW = {"team_id": "T1", "key": "k" * 300, "at": AT, "by": "a\x00b\ud800", "by_name": "Ana", "case_id": None}
"""A long key, text that no database takes as it is, a moment, and nothing at all."""

WRITE = Hot(insert(inbox).returning(inbox.c.at))
_MINE = select(inbox).where(inbox.c.team_id == bindparam("team"), inbox.c.key == bindparam("wanted"))
READ = Hot(_MINE)
RENAME = Hot(update(inbox).where(inbox.c.team_id == bindparam("team")).values(by_name=bindparam("name")))
WANTED = {"team": "T1", "wanted": ROW["key"]}


async def test_values_go_in_and_come_out_through_their_column_types(database: SqlTransactions) -> None:
    def work(conn: Connection, now: datetime) -> None:
        assert WRITE.rows(conn, ROW)[0].at == AT
        (found,) = READ.rows(conn, WANTED)
        assert (found.at, found.by, found.case_id) == (AT, ROW["by"], None)
        slow = conn.execute(_MINE, WANTED).one()
        assert tuple(found) == tuple(slow)

    await database.write(work)


async def test_it_says_how_many_rows_it_wrote(database: SqlTransactions) -> None:
    def work(conn: Connection, now: datetime) -> tuple[int, int]:
        before = RENAME.count(conn, {"team": "T1", "name": "Bo"})
        WRITE.rows(conn, ROW)
        return before, RENAME.count(conn, {"team": "T1", "name": "Bo"})

    assert await database.write(work) == (0, 1)


async def test_a_refusal_is_the_same_error_and_names_no_values(database: SqlTransactions) -> None:
    def twice(conn: Connection, now: datetime) -> None:
        WRITE.rows(conn, ROW)
        WRITE.rows(conn, ROW)

    with pytest.raises(IntegrityError) as refused:
        await database.write(twice)
    assert isinstance(refused.value, DBAPIError)
    assert "Ana" not in str(refused.value).partition("DETAIL")[0]
