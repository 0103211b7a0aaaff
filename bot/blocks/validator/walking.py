"""Going through Block Kit JSON of any depth, in the order in which it is written."""

from collections.abc import Iterator, Mapping
from typing import Any

Placed = tuple[str, dict[str, Any]]
"""A JSON pointer and the object it points at."""

INNER = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}
"""Where a block keeps the blocks that it holds."""


def blocks_at(pointer: str, blocks: object) -> Iterator[Placed]:
    """The blocks of a list, and after each the blocks it holds."""
    waiting = _objects(pointer, blocks)
    while waiting:
        place, block = waiting.pop()
        yield place, block
        kind = block.get("type")
        inner = INNER.get(kind) if isinstance(kind, str) else None
        if inner is not None:
            waiting.extend(_objects(f"{place}/{inner}", block.get(inner)))


def blocks_of(message: Mapping[str, Any]) -> Iterator[Placed]:
    """All blocks of a message, those inside attachments too."""
    yield from blocks_at("/blocks", message.get("blocks"))
    for place, attachment in attachments_of(message):
        yield from blocks_at(f"{place}/blocks", attachment.get("blocks"))


def attachments_of(message: Mapping[str, Any]) -> Iterator[Placed]:
    yield from reversed(_objects("/attachments", message.get("attachments")))


def pieces(pointer: str, document: object) -> Iterator[Placed]:
    """Every object in a document, however deep."""
    waiting: list[tuple[str, object]] = [(pointer, document)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, dict):
            yield place, value
            waiting.extend(reversed([(f"{place}/{name}", entry) for name, entry in value.items()]))
        elif isinstance(value, list):
            waiting.extend(reversed([(f"{place}/{index}", entry) for index, entry in enumerate(value)]))


def _objects(pointer: str, entries: object) -> list[Placed]:
    """The objects in a list, the last one first, so that the next is popped off the end."""
    listed = entries if isinstance(entries, list) else []
    placed = [(f"{pointer}/{index}", entry) for index, entry in enumerate(listed) if isinstance(entry, dict)]
    return placed[::-1]
