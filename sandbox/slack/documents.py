"""Where the workspace's documents live: in memory and, when asked, written through to one SQLite file.

A killed demo must come back with the same channels, messages and files, so each change is written before
the caller is answered. `synchronous=OFF` is enough for that: what a dead process wrote stays with the
operating system; only a crash of the whole machine could lose it, and this is a sandbox.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import orjson

Json: TypeAlias = dict[str, Any]
T = TypeVar("T")


class Store(Protocol):
    """Keeps documents by kind and key, and raw bytes by key."""

    def load(self, kind: str) -> list[tuple[str, Json]]: ...

    def put(self, kind: str, key: str, document: Json) -> None: ...

    def remove(self, kind: str, key: str) -> None: ...

    def load_bytes(self, key: str) -> bytes | None: ...

    def put_bytes(self, key: str, content: bytes) -> None: ...

    def close(self) -> None: ...


class MemoryStore:
    """Keeps nothing of the documents (the shelves hold them) and the bytes in a dictionary."""

    def __init__(self) -> None:
        self._bytes: dict[str, bytes] = {}

    def load(self, kind: str) -> list[tuple[str, Json]]:
        return []

    def put(self, kind: str, key: str, document: Json) -> None:
        return None

    def remove(self, kind: str, key: str) -> None:
        return None

    def load_bytes(self, key: str) -> bytes | None:
        return self._bytes.get(key)

    def put_bytes(self, key: str, content: bytes) -> None:
        self._bytes[key] = content

    def close(self) -> None:
        return None


class SqliteStore:
    """One file, two tables; the order of documents of a kind is the order of their first writing."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(_SCHEMA)

    def load(self, kind: str) -> list[tuple[str, Json]]:
        rows = self._connection.execute(
            "SELECT id, json FROM document WHERE kind = ? ORDER BY rowid", (kind,)
        )
        return [(key, orjson.loads(text)) for key, text in rows]

    def put(self, kind: str, key: str, document: Json) -> None:
        self._connection.execute(_UPSERT, (kind, key, orjson.dumps(document).decode()))

    def remove(self, kind: str, key: str) -> None:
        self._connection.execute("DELETE FROM document WHERE kind = ? AND id = ?", (kind, key))

    def load_bytes(self, key: str) -> bytes | None:
        row = self._connection.execute("SELECT content FROM content WHERE id = ?", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    def put_bytes(self, key: str, content: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO content (id, content) VALUES (?, ?)", (key, content))

    def close(self) -> None:
        self._connection.close()


class Shelf(Generic[T]):
    """A dictionary of one kind of thing; `put` and `remove` are on disk when they return."""

    def __init__(
        self, store: Store, kind: str, *, encode: Callable[[T], Json], decode: Callable[[Json], T]
    ) -> None:
        self._store, self._kind, self._encode = store, kind, encode
        self._items: dict[str, T] = {key: decode(document) for key, document in store.load(kind)}

    def get(self, key: str) -> T | None:
        return self._items.get(key)

    def put(self, key: str, item: T) -> T:
        self._items[key] = item
        self._store.put(self._kind, key, self._encode(item))
        return item

    def remove(self, key: str) -> T | None:
        self._store.remove(self._kind, key)
        return self._items.pop(key, None)

    def values(self) -> list[T]:
        return list(self._items.values())

    def items(self) -> list[tuple[str, T]]:
        return list(self._items.items())

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._items))


def json_shelf(store: Store, kind: str) -> Shelf[Json]:
    """A shelf whose items are their own documents."""
    return Shelf(store, kind, encode=_same, decode=_same)


def _same(document: Json) -> Json:
    return document


_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS document (kind TEXT, id TEXT, json TEXT NOT NULL, UNIQUE (kind, id));
CREATE TABLE IF NOT EXISTS content (id TEXT PRIMARY KEY, content BLOB NOT NULL);
"""
_UPSERT = (
    "INSERT INTO document (kind, id, json) VALUES (?, ?, ?) "
    "ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json"
)
