"""By which way a member hears of what they subscribed to, and which overviews they get: their own choices."""

from dataclasses import dataclass, replace
from typing import ClassVar

from core.command import Command, Query
from core.domain.member import DigestChoice, Means, Member, Role
from core.domain.own_subscription import MyNotifications
from core.errors import Invalid, NotFound
from core.ports.unit_of_work import ReadUnit, UnitOfWork
from core.services.acting import require
from core.services.texts import checked_address


@dataclass(frozen=True, kw_only=True)
class GetMyNotifications(Query[MyNotifications]):
    """Raises NotFound for who is no member."""


@dataclass(frozen=True, kw_only=True)
class SetMyNotifications(Command[MyNotifications]):
    """What is None stays as it was. Raises Invalid for mail where none can be sent, or without an address."""

    NEEDS: ClassVar[Role] = Role.VIEWER
    means: Means | None = None
    address: str | None = None
    """Typed by the member; where Slack tells one, it is that one and this is refused."""
    digest: DigestChoice | None = None
    weekly_day: int | None = None
    """ISO weekday."""


def get_my_notifications(query: GetMyNotifications, unit: ReadUnit) -> MyNotifications:
    return _shown(_myself(unit), unit)


def set_my_notifications(cmd: SetMyNotifications, uow: UnitOfWork) -> MyNotifications:
    member = _myself(uow)
    if cmd.address is not None:
        member = replace(member, typed_email=_typed(cmd.address, member, uow))
    if cmd.weekly_day is not None and cmd.weekly_day not in range(1, 8):
        raise Invalid("error.weekday", field="weekly_day", days="1 - 7")
    member = replace(
        member,
        means=cmd.means or member.means,
        digest=cmd.digest or member.digest,
        weekly_day=cmd.weekly_day or member.weekly_day,
    )
    if cmd.means is not None and cmd.means.by_mail:
        if not uow.workspace.mail:
            raise Invalid("error.no_mail", field="means")
        if member.address is None:
            raise Invalid("error.mail_needs_address", field="address")
    uow.members.keep(member)
    return _shown(member, uow)


def _typed(address: str, member: Member, uow: UnitOfWork) -> str | None:
    """An address that nobody has vouched for: who may only look could send the workspace's cases anywhere."""
    address = address.strip()
    if address == (member.typed_email or ""):
        return member.typed_email
    if member.email is not None:
        raise Invalid("error.address_is_slacks", field="address")
    require(Role.OPERATOR, uow)
    return checked_address(address, "address") if address else None


def _myself(unit: ReadUnit | UnitOfWork) -> Member:
    member = unit.members.get(unit.actor.id)
    if member is None:
        raise NotFound(f"member {unit.actor.id}")
    return member


def _shown(member: Member, unit: ReadUnit | UnitOfWork) -> MyNotifications:
    said = unit.workspace.digests
    return MyNotifications(
        means=member.means,
        address=member.address,
        address_is_slacks=member.email is not None,
        digest=member.digest,
        weekly_day=member.weekly_day or said.weekly_day,
        mail=unit.workspace.mail,
        mornings_off=not said.member_morning,
        weeks_off=not said.weekly,
        subscriptions=unit.subscriptions.of_member(member.id),
    )


SERVICES = (SetMyNotifications.served_by(set_my_notifications),)
ANSWERS = (GetMyNotifications.answered_by(get_my_notifications),)
