"""Migrations make exactly the tables that the code reads, on both databases, whoever else migrates."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from storage.database import open_database
from storage.migrate import MIGRATIONS, migrate, newest, pending
from storage.tables import metadata
from tests.contracts.conftest import POSTGRES, workspace
from tests.contracts.databases import new_database
from tests.contracts.world import ANA
from tests.fakes.clock import MONDAY_MORNING, SetClock
from tests.fakes.ids import CountingIds


@pytest.fixture(params=["sqlite", POSTGRES])
def migrated_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def test_the_migrations_make_the_tables_that_the_code_reads(migrated_url: str) -> None:
    engine = create_engine(migrated_url)
    with engine.connect() as conn:
        found = compare_metadata(MigrationContext.configure(conn, opts={"compare_type": True}), metadata)
    engine.dispose()

    assert found == []


def test_partial_indexes_have_the_conditions_that_the_code_says(migrated_url: str) -> None:
    """Alembic does not compare these, and a claim without its index reads the whole table."""
    engine = create_engine(migrated_url)
    where = {"sqlite": "sqlite_where", "postgresql": "postgresql_where"}[engine.dialect.name]
    found = {
        index["name"]: index["dialect_options"][where]
        for table in metadata.tables
        for index in inspect(engine).get_indexes(table)
        if where in index.get("dialect_options", {})
    }
    engine.dispose()

    wanted = {
        index.name
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_kwargs.get(where) is not None
    }
    assert (
        set(found)
        == wanted
        == {
            "card_behind",
            "delivery_waiting",
            "operation_due",
            "operation_one_live",
        }
    )


def test_migrating_twice_is_harmless(migrated_url: str) -> None:
    assert not pending(migrated_url)
    migrate(migrated_url)
    assert not pending(migrated_url)


def test_a_new_file_has_something_pending(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"

    assert pending(url)
    migrate(url)
    assert not pending(url)


def test_those_who_migrate_at_once_wait_for_each_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    program = [sys.executable, "-c", f"from storage.migrate import migrate; migrate({url!r})"]

    children = [subprocess.Popen(program) for _ in range(3)]

    assert [child.wait(30) for child in children] == [0, 0, 0]
    assert not pending(url)


@pytest.mark.postgres
def test_those_who_migrate_a_server_at_once_wait_for_each_other(postgres_server: str) -> None:
    with new_database(postgres_server) as url:
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.submit(migrate_alone, url), pool.submit(migrate_alone, url)
            assert (first.result(30), second.result(30)) == (0, 0)
        assert not pending(url)


def migrate_alone(url: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", f"from storage.migrate import migrate; migrate({url!r})"],
        timeout=30,
        check=False,
    ).returncode


def test_a_migration_that_fails_leaves_the_schema_as_it_was(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'half.db'}"
    engine = create_engine(url)
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE lane (mine INTEGER)"))  # in the way of the second migration

    with pytest.raises(Exception, match="lane already exists"):
        migrate(url)

    assert inspect(engine).get_table_names() == ["lane"]
    engine.dispose()


async def test_a_database_is_opened_by_its_address(migrated_url: str) -> None:
    database = open_database(migrated_url, clock=SetClock(), ids=CountingIds(), workspace=workspace)

    assert await database.look(lambda conn: conn.scalar(text("SELECT count(*) FROM member"))) == 0
    told = await database.run(lambda uow: uow.now, ANA)
    await database.close()
    if migrated_url.startswith("postgresql"):  # the server's own clock, not the host's
        assert abs(told - datetime.now(UTC)) < timedelta(minutes=5)
        assert told.tzinfo is UTC
    else:
        assert told == MONDAY_MORNING


@pytest.mark.parametrize("url", ["mysql://localhost/andon", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_cannot_be_used_is_refused_in_plain_words(url: str) -> None:
    with pytest.raises(ValueError, match=r"use sqlite or postgresql|needs a file"):
        open_database(url, clock=SetClock(), ids=CountingIds(), workspace=workspace)


def test_the_newest_revision_is_the_one_alembic_finds() -> None:
    assert newest() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
