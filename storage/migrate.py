"""Bring a database to the newest schema, one migrator at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url

from storage.sqlite import open_engine, sqlite_path

MIGRATIONS = Path(__file__).with_name("migrations")

LOCK_KEY = 0x616E646F6E
"""Of the advisory lock on PostgreSQL: "andon" in ASCII. Anything constant would do."""


def migrate(url: str) -> None:
    """Upgrade to the newest revision; harmless when it is there. Waits for another migrator to end."""
    if not pending(url):
        return
    with _alone(url) as conn:
        _upgrade(conn)


def pending(url: str) -> bool:
    """Whether `migrate` has something to do. Asks without Alembic, which takes 0.3 s and 15 MB to import:
    at nearly every start the answer is no."""
    if _is_sqlite(url) and not sqlite_path(url).exists():
        return True
    engine = open_engine(url) if _is_sqlite(url) else create_engine(url)
    try:
        with engine.connect() as conn:
            if not inspect(conn).has_table("alembic_version"):
                return True
            here: str | None = conn.scalar(text("SELECT version_num FROM alembic_version"))
            return here != newest()
    finally:
        engine.dispose()


def newest() -> str:
    """The newest revision: files are named by their number, and a test holds that to Alembic's own reading."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _upgrade(conn: Connection) -> None:
    from alembic import command  # 0.3 s to import, and needed once
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    """A connection in a transaction, while no other migrator works."""
    with _sqlite_alone(url) if _is_sqlite(url) else _postgres_alone(url) as conn:
        yield conn


@contextmanager
def _sqlite_alone(url: str) -> Iterator[Connection]:
    beside = sqlite_path(url).with_name(f"{sqlite_path(url).name}.migrate.lock")
    descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    engine = open_engine(url)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with engine.connect() as conn:
            conn.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield conn
            except BaseException:
                conn.exec_driver_sql("ROLLBACK")
                raise
            conn.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()
        os.close(descriptor)


@contextmanager
def _postgres_alone(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.begin() as conn:
            conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK_KEY})
            yield conn
    finally:
        engine.dispose()


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"
