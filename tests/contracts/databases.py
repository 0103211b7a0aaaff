"""Databases for one test session: made, migrated once, emptied between tests, dropped at the end."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from storage.migrate import migrate
from storage.tables import metadata

DEFAULT_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"

EMPTY_ALL = "; ".join(f'DELETE FROM "{table.name}"' for table in metadata.sorted_tables)
"""For a handful of rows much faster than TRUNCATE, which makes each table anew."""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without a row."""
    path = tmp_path_factory.mktemp("template") / "andon.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated file of this test's own."""
    shutil.copy(sqlite_template, tmp_path / "andon.db")
    return f"sqlite:///{tmp_path / 'andon.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> str:
    url = os.environ.get("ANDON_TEST_POSTGRES_URL", DEFAULT_SERVER)
    engine = create_engine(url, connect_args={"connect_timeout": 2})
    try:
        engine.connect().close()
    except OperationalError:
        pytest.skip(f"no PostgreSQL at {make_url(url).render_as_string()}: set ANDON_TEST_POSTGRES_URL")
    finally:
        engine.dispose()
    return url


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """A migrated database of this session's own."""
    with new_database(postgres_server) as url:
        migrate(url)
        yield url


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """The database of this session, emptied."""
    engine = create_engine(postgres_database)
    with engine.begin() as conn:
        conn.execute(text("SET LOCAL session_replication_role = replica"))  # past the guard of the history
        conn.exec_driver_sql(EMPTY_ALL)
    engine.dispose()
    return postgres_database


@contextmanager
def new_database(server: str) -> Iterator[str]:
    """A PostgreSQL database that is dropped at the end."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"andon_test_{uuid4().hex[:12]}"
    with engine.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {name}"))
        conn.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))  # no test pulls the plug
    try:
        yield engine.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as conn:
            conn.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()
