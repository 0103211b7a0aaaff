"""Who wants which overview."""

from dataclasses import dataclass, replace
from typing import ClassVar

from core.command import Command
from core.domain.member import DigestChoice, Role
from core.errors import NotFound
from core.ports.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class ChannelChoice:
    """`workspace_off`: wanted here, and switched off for the whole workspace."""

    channel_id: str
    on: bool
    workspace_off: bool


@dataclass(frozen=True, kw_only=True)
class MyChoice:
    """`workspace_off`: part of what is wanted is switched off for the whole workspace."""

    choice: DigestChoice
    workspace_off: bool


@dataclass(frozen=True, kw_only=True)
class SetChannelDigest(Command[ChannelChoice]):
    """Raises NotFound where the channel is subscribed to nothing."""

    channel_id: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class SetMyDigest(Command[MyChoice]):
    NEEDS: ClassVar[Role] = Role.VIEWER
    choice: DigestChoice


def set_channel_digest(cmd: SetChannelDigest, uow: UnitOfWork) -> ChannelChoice:
    known = uow.subscriptions.of(cmd.channel_id)
    if known is None:
        raise NotFound("no subscription", channel=cmd.channel_id)
    uow.subscriptions.keep(replace(known, digest=cmd.on))
    off = cmd.on and not uow.workspace.digests.channel_morning
    return ChannelChoice(channel_id=cmd.channel_id, on=cmd.on, workspace_off=off)


def set_my_digest(cmd: SetMyDigest, uow: UnitOfWork) -> MyChoice:
    member = uow.members.get(uow.actor.id)
    if member is None:
        raise NotFound(f"member {uow.actor.id}")
    uow.members.keep(replace(member, digest=cmd.choice))
    said = uow.workspace.digests
    off = (cmd.choice.mornings and not said.member_morning) or (cmd.choice.weeks and not said.weekly)
    return MyChoice(choice=cmd.choice, workspace_off=off)


SERVICES = (SetChannelDigest.served_by(set_channel_digest), SetMyDigest.served_by(set_my_digest))
