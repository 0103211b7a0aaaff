"""Facts in the past tense. The history is made of them and nothing else."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """One fact. Subclasses sit beside the aggregate that records them.

    PRIVATE names the fields that may hold personal data or free text: they are kept beside the history,
    by reference, so that they can be erased without breaking its chain.
    """

    PRIVATE: ClassVar[frozenset[str]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """An event with the arrow it followed; what a history row is written from."""

    event: Event
    action: str
    from_state: str
    to_state: str
