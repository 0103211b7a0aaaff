"""Good and bad Block Kit, and what Slack says of it: read by the validator's tests and sent over the wire.

A case has a name, the surface, the payload (a message or a view) and the expected errors, in order. A payload may
write `{"$times": 3001, "$of": "x"}` for a long string or list, with `$before` ahead of the string.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.blocks.validator import Surface

FOLDER = Path(__file__).parent / "validator_corpus"


@dataclass(frozen=True)
class Case:
    name: str
    surface: Surface
    payload: Any
    expected: list[str]


def corpus() -> dict[str, list[Case]]:
    """The cases of each file, by what the file is about."""
    return {path.stem: _cases(path) for path in sorted(FOLDER.glob("*.json"))}


def _cases(path: Path) -> list[Case]:
    return [
        Case(
            name=f"{path.stem}: {written['name']}",
            surface=Surface(written["surface"]),
            payload=_expanded(written["payload"]),
            expected=written["expected"],
        )
        for written in json.loads(path.read_text("utf-8"))
    ]


def _expanded(value: Any) -> Any:
    if isinstance(value, list):
        return [_expanded(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    if "$times" not in value:
        return {name: _expanded(entry) for name, entry in value.items()}
    of = _expanded(value["$of"])
    return value.get("$before", "") + of * value["$times"] if isinstance(of, str) else [of] * value["$times"]
