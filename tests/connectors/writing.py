"""Writes for tests."""

from core.domain.operation import WriteKind
from core.ports.platform import Write


def write(
    id_: str, kind: WriteKind, target: str, reason: str = "failing since 09:10", **arguments: str | bool
) -> Write:
    return Write(
        id=id_,
        kind=kind,
        target=target,
        actor_id="U0ANA",
        actor_name="Ana",
        ticket="20262010",
        reason=reason,
        arguments=arguments,
    )
