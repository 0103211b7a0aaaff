"""What a reaction asks for: a notice, under the card or to one person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.domain.event import Event
from core.notices import Notice


def unless(owner: str | None, actor_id: str) -> str | None:
    """The owner to be mentioned, unless they did it themselves: nobody is told what they just did."""
    return None if owner == actor_id else owner


@dataclass(frozen=True, kw_only=True)
class Tell:
    """`member_id` None: in the thread of the home card."""

    notice: Notice
    member_id: str | None = None


Reactions: TypeAlias = dict[type[Event], Callable[[Any, Any, str], tuple[Tell, ...]]]
"""Event class -> (case, event, actor id) -> what to tell. Any: each function takes its own case and event."""
