"""What a platform tells that changes no case by itself: kept by its key, so that a repeat is known as one."""

from dataclasses import dataclass
from typing import ClassVar

from core.command import Command
from core.domain.member import Role
from core.ports.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class RecordEvent(Command[None]):
    """A run succeeded, a job was paused there, a connection changed: the watch looks for itself."""

    NEEDS: ClassVar[Role] = Role.SYSTEM


def record_event(cmd: RecordEvent, uow: UnitOfWork) -> None:
    """The door keeps the key; there is nothing else to keep."""


SERVICES = (RecordEvent.served_by(record_event),)
