"""Cursors: pages of a list, as every listing method of Slack gives them.

Slack may give fewer items than were asked for, even none, while there are more; it is the empty cursor that
says the end. https://docs.slack.dev/apis/web-api/pagination
"""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.slack.refusal import Refusal

T = TypeVar("T")


def page(items: Sequence[T], *, cursor: str, limit: int, short: bool = False) -> tuple[list[T], str]:
    """One page and the cursor of the next, "" at the end. Raises `invalid_cursor`.

    `short` pages hold half of the limit, nothing, and the whole limit in turn.
    """
    start, turn = _decoded(cursor) if cursor else (0, 0)
    if start > len(items):
        raise Refusal("invalid_cursor")
    end = start + ((limit // 2, 0, limit)[turn % 3] if short else limit)
    if end >= len(items):
        return list(items[start:]), ""
    return list(items[start:end]), _encoded(end, turn + 1)


def _encoded(start: int, turn: int) -> str:
    return base64.b64encode(f"next:{start}:{turn}".encode()).decode()


def _decoded(cursor: str) -> tuple[int, int]:
    try:
        word, start, turn = base64.b64decode(cursor, validate=True).decode().split(":")
        if word != "next":
            raise Refusal("invalid_cursor")
        return int(start), int(turn)
    except (binascii.Error, ValueError):
        raise Refusal("invalid_cursor") from None
