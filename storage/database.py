"""Opening whatever the address names: what the composition root calls."""

from collections.abc import Callable

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from core.domain.workspace import Workspace
from core.ports.clock import Clock, Ids
from storage.transactions import SqlTransactions

REFUSALS: tuple[type[Exception], ...] = (DBAPIError,)
"""What a database raises when it cannot do its work: full, gone, locked by a backup."""


def open_database(url: str, *, clock: Clock, ids: Ids, workspace: Callable[[], Workspace]) -> SqlTransactions:
    """SQLite or PostgreSQL, by the scheme. The schema must be there (storage.migrate).

    *clock* tells the time on SQLite; PostgreSQL tells its own.

    Raises DatabaseInUse when another process owns the SQLite file, ValueError for any other database.
    """
    match make_url(url).get_backend_name():
        case "sqlite":
            from storage.sqlite import SqliteTransactions

            return SqliteTransactions(url, clock=clock, ids=ids, workspace=workspace)
        case "postgresql":
            from storage.postgres import PostgresTransactions  # psycopg is loaded only where it is used

            return PostgresTransactions(url, clock=clock, ids=ids, workspace=workspace, server_clock=True)
        case other:
            raise ValueError(f"a database of the kind {other!r} is not known: use sqlite or postgresql")
