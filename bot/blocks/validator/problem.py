"""What the validator reports, in Slack's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MESSAGE_TOO_LONG = "msg_blocks_too_long"
VIEW_TOO_LARGE = "view_too_large"
"""The two problems that Slack reports as the `error` of the call and without a pointer."""


class Surface(StrEnum):
    """Where the blocks will stand."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True)
class Problem:
    """One reason for a refusal. `pointer` is a JSON pointer (RFC 6901) into what was sent.

    `constraint` is what blocks.validate adds where only certain words will do.
    """

    message: str
    pointer: str
    constraint: Mapping[str, object] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


def one_of(words: Sequence[str]) -> Mapping[str, object]:
    """The only kind of constraint that Slack has published ("blocks.validate")."""
    return {"type": "enum", "expected": list(words)}
