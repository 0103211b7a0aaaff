"""A copy of a SQLite database taken while it is in use, and its way back. PostgreSQL has pg_dump for this."""

import os
import sqlite3
from pathlib import Path

from storage.sqlite import lock_file, sqlite_path

PAGES_AT_ONCE = 1_000
"""Pages copied between two looks at the writer: 4 MB at the usual page size."""


class NotADatabase(Exception):
    """The file to be restored is damaged, or is no database of Andon's."""


def back_up(url: str, target: Path) -> None:
    """Write a whole and consistent copy to *target*, which appears under its name once it is complete."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    source = sqlite3.connect(f"file:{sqlite_path(url)}?mode=ro", uri=True)
    copy = sqlite3.connect(unfinished)
    try:
        source.backup(copy, pages=PAGES_AT_ONCE)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a WAL beside it
        _check(copy, unfinished)
    finally:
        copy.close()
        source.close()
    _keep(unfinished, target)


def restore(backup: Path, url: str) -> None:
    """Put *backup* in the place of the database. Raises DatabaseInUse while an Andon runs, NotADatabase."""
    path = sqlite_path(url)
    descriptor = lock_file(path)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        source, copy = sqlite3.connect(f"file:{backup}?mode=ro", uri=True), sqlite3.connect(unfinished)
        try:
            _check(source, backup)
            source.backup(copy)
        finally:
            copy.close()
            source.close()
        for left in ("-wal", "-shm"):
            path.with_name(f"{path.name}{left}").unlink(missing_ok=True)
        _keep(unfinished, path)
    finally:
        os.close(descriptor)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ours = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        ).fetchone()
    except sqlite3.DatabaseError as error:
        raise NotADatabase(f"{path}: {error}") from error
    if not sound or ours != (1,):
        raise NotADatabase(f"{path} is damaged or is no database of Andon's")


def _keep(unfinished: Path, target: Path) -> None:
    """Give the finished file its name, so that a crash leaves either the old one or the new one."""
    with unfinished.open("rb") as written:
        os.fsync(written.fileno())
    unfinished.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
