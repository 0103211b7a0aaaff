"""What the books of one unit share."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from core.domain.member import Actor
from core.domain.workspace import Workspace
from core.ports.clock import Ids


@dataclass(kw_only=True)
class Scope:
    """`wakes` is set once something was written that a loop waits for."""

    conn: Connection
    now: datetime
    actor: Actor
    workspace: Workspace
    ids: Ids
    wakes: bool = field(default=False)

    @property
    def team_id(self) -> str:
        return self.workspace.team_id
