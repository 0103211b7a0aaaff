"""The statements of every act, without what SQLAlchemy does around each of them.

SQLAlchemy takes 13 us around a statement for which SQLite itself takes 2, and more with each value; an act has
some ten of them, so it was half of an act's time. Here a statement is compiled once, its values go through the
same column types, and it is handed to SQLite directly: 0.2 to 0.4 of the time. On PostgreSQL, where the way to
the server takes longer than all that, SQLAlchemy carries it out as any other.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

S = TypeVar("S", bound=Executable)

Plain = Callable[[Any], Any] | None
"""Makes a value what the driver takes, or what it gave back ours. None: it is the same."""


class Hot(Generic[S]):
    """One statement. Always called with the same names; a list of values (IN) is not for here."""

    def __init__(self, statement: S) -> None:
        self._statement = statement
        self._compiled: _Compiled | None = None

    def rows(self, conn: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """What it returns: each row with its columns as attributes."""
        if conn.dialect.name != "sqlite":
            return conn.execute(self._statement, values).all()
        compiled = self._ready(conn, values)
        row = compiled.row
        return [row(each) for each in compiled.run(conn, values).fetchall()]

    def count(self, conn: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it wrote."""
        if conn.dialect.name != "sqlite":
            return conn.execute(self._statement, values).rowcount
        return self._ready(conn, values).run(conn, values).rowcount

    def _ready(self, conn: Connection, values: Mapping[str, Any]) -> "_Compiled":
        if self._compiled is None:
            self._compiled = _Compiled(self._statement, conn.dialect, list(values))
        return self._compiled


class _Compiled:
    def __init__(self, statement: Executable, dialect: Dialect, names: list[str]) -> None:
        assert isinstance(statement, ClauseElement)  # noqa: S101 - what select, insert and update are
        compiled = statement.compile(dialect=dialect, column_keys=names)
        assert isinstance(compiled, SQLCompiler)  # noqa: S101 - what a statement compiles to
        self._dialect = dialect
        self._sql = compiled.string
        self._given = tuple(
            (name, compiled.binds[name].value, _to_driver(compiled.binds[name].type, dialect))
            for name in compiled.positiontup or ()
        )
        columns = tuple(getattr(statement, "exported_columns", ()))
        self._kinds = tuple(_from_driver(column.type, dialect) for column in columns)
        self._row: Any = namedtuple("Found", [column.name for column in columns])  # type: ignore[misc] # the table's

    def run(self, conn: Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """Raises what SQLAlchemy would, without the values: they are what customers wrote."""
        given = [
            values.get(name, usual) if plain is None else plain(values.get(name, usual))
            for name, usual, plain in self._given
        ]
        driver: sqlite3.Connection = conn.connection.dbapi_connection  # type: ignore[assignment] # by the dialect
        try:
            return driver.execute(self._sql, given)
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                self._sql, None, error, sqlite3.Error, hide_parameters=True, dialect=self._dialect
            ) from error

    def row(self, found: Sequence[Any]) -> Any:
        return self._row._make(
            value if plain is None else plain(value) for value, plain in zip(found, self._kinds, strict=True)
        )


def _to_driver(kind: TypeEngine[Any], dialect: Dialect) -> Plain:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _from_driver(kind: TypeEngine[Any], dialect: Dialect) -> Plain:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
