"""The commands that open the database themselves."""

import sqlite3
import sys
from pathlib import Path

from andon.settings import Settings
from storage.backup import NotADatabase, back_up, restore
from storage.migrate import migrate
from storage.sqlite import DatabaseInUse, sqlite_path

IN_USE = 3


def migrate_here(settings: Settings) -> int:
    """Prepare the folder, then the schema. Safe to repeat."""
    prepare_folder(settings)
    migrate(settings.database_url)
    print("The database is at this version.")
    return 0


def prepare_folder(settings: Settings) -> None:
    """Pictures and the database file are for the owner alone."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.database_url.startswith("sqlite"):
        sqlite_path(settings.database_url).parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def backup_to(settings: Settings, file: Path) -> int:
    """A consistent copy of a SQLite database, while Andon runs; for PostgreSQL its own tools do that."""
    if not settings.database_url.startswith("sqlite"):
        return _tell("This database is PostgreSQL: use pg_dump.")
    if not sqlite_path(settings.database_url).exists():
        return _tell(f"There is no database at {sqlite_path(settings.database_url)}.")
    try:
        back_up(settings.database_url, file)
    except (OSError, NotADatabase) as error:
        return _tell(f"The copy was not made: {error}")
    print(f"Copied to {file}. Screenshots stand in {settings.data_dir}/evidence; copy them too.")
    return 0


def restore_from(settings: Settings, file: Path) -> int:
    """Put a copy in the place of the database, while no Andon runs."""
    if not settings.database_url.startswith("sqlite"):
        return _tell("This database is PostgreSQL: use pg_restore.")
    prepare_folder(settings)
    try:
        restore(file, settings.database_url)
    except DatabaseInUse as error:
        _tell(str(error))
        return IN_USE
    except (OSError, NotADatabase, sqlite3.Error) as error:
        return _tell(f"Nothing was changed: {error}")
    print(f"The database is the copy {file}.")
    return 0


def _tell(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
