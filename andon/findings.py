"""What `andon check` found: each a sentence, and whether it is good, worth knowing, or to be mended."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    GOOD = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`what` is a sentence; for a wrong one it says what to do."""

    level: Level
    what: str


def good(what: str) -> Finding:
    return Finding(level=Level.GOOD, what=what)


def note(what: str) -> Finding:
    return Finding(level=Level.NOTE, what=what)


def wrong(what: str) -> Finding:
    return Finding(level=Level.WRONG, what=what)
