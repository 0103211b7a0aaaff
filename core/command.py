"""A wish, a question, and the pairing of each with the function that grants or answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Self, TypeAlias, TypeVar

from core.domain.member import Role
from core.ports.unit_of_work import ReadUnit, UnitOfWork

Answer = TypeVar("Answer")
Service: TypeAlias = tuple["type[Command[Any]]", Callable[[Any, UnitOfWork], Any]]
Reading: TypeAlias = tuple["type[Query[Any]]", Callable[[Any, ReadUnit], Any]]


@dataclass(frozen=True, kw_only=True)
class Command(Generic[Answer]):
    """A wish, imperative; it sits beside the service that grants it.

    `NEEDS` is the smallest role that may wish it; the door checks. `key` names this very act (a click, an
    event): the second time the door raises Repeated and nothing happens.
    """

    NEEDS: ClassVar[Role] = Role.OPERATOR
    key: str | None = None

    @classmethod
    def served_by(cls, service: Callable[[Self, UnitOfWork], Answer]) -> Service:
        """Pair them so that the type checker compares command, service and answer."""
        return cls, service


@dataclass(frozen=True, kw_only=True)
class Query(Generic[Answer]):
    """A question. Answering changes nothing and never waits for a writer."""

    NEEDS: ClassVar[Role] = Role.VIEWER

    @classmethod
    def answered_by(cls, reading: Callable[[Self, ReadUnit], Answer]) -> Reading:
        return cls, reading
