"""The core's two doors as the loops see them: what was dispatched is kept, what is asked is prepared."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from core.command import Command, Query
from core.domain.member import Actor, Path

A = TypeVar("A")

ANDON = Actor.system("T1", Path.LOOP)


@dataclass(kw_only=True)
class KeptDispatch:
    """Answers with what *answers* gives for the command's type; raises it if it is an exception."""

    answers: dict[type[Any], Callable[[Any], Any]] = field(default_factory=dict)
    commands: list[Any] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)

    async def __call__(self, command: Command[A], *, by: Actor) -> A:
        self.commands.append(command)
        self.actors.append(by)
        answer = self.answers[type(command)](command) if type(command) in self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return cast(A, answer)

    def of(self, kind: type[A]) -> list[A]:
        return [c for c in self.commands if isinstance(c, kind)]


@dataclass(kw_only=True)
class PreparedAsk:
    answers: dict[type[Any], Callable[[Any], Any]] = field(default_factory=dict)

    async def __call__(self, query: Query[A], *, by: Actor) -> A:
        answer = self.answers[type(query)](query)
        if isinstance(answer, Exception):
            raise answer
        return cast(A, answer)
