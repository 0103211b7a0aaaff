"""People, their user groups, the channels that subscribed, and what members subscribed to themselves."""

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from core.domain.member import Member
from core.domain.own_subscription import OwnSubscription
from core.domain.subscription import Subscription
from core.domain.user_group import UserGroup
from storage.codec import member_codec, own_subscription_codec, subscription_codec, user_group_codec
from storage.hot import Hot
from storage.scope import Scope
from storage.tables import member_table, own_subscription_table, subscription_table, user_group_table

_M = member_table.c
_S = subscription_table.c
_O = own_subscription_table.c
_G = user_group_table.c
_GET = Hot(select(_M.body).where(_M.team_id == bindparam("team"), _M.id == bindparam("wanted")))
_OWN = Hot(select(_O.body).where(_O.team_id == bindparam("team")).order_by(_O.created_at, _O.id))
"""Asked for whenever a case opens."""


class SqlMemberBook:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def get(self, member_id: str) -> Member | None:
        rows = _GET.rows(self._scope.conn, {"team": self._scope.team_id, "wanted": member_id})
        return member_codec().load(rows[0].body) if rows else None

    def having(self, role: int) -> tuple[Member, ...]:
        mine = select(_M.body).where(_M.team_id == self._scope.team_id, _M.role >= int(role))
        bodies = self._scope.conn.execute(mine.order_by(_M.id)).scalars()
        return tuple(member_codec().load(body) for body in bodies)

    def keep(self, member: Member) -> None:
        kept = {
            "name": member.name,
            "role": int(member.role),
            "locale": member.locale,
            "body": member_codec().dump(member),
        }
        row = insert(member_table).values(team_id=self._scope.team_id, id=member.id, **kept)
        self._scope.conn.execute(row.on_conflict_do_update(index_elements=[_M.team_id, _M.id], set_=kept))

    def groups(self) -> tuple[UserGroup, ...]:
        mine = select(_G.body).where(_G.team_id == self._scope.team_id).order_by(_G.id)
        return tuple(user_group_codec().load(body) for body in self._scope.conn.execute(mine).scalars())

    def keep_group(self, group: UserGroup) -> None:
        kept = {"body": user_group_codec().dump(group)}
        row = insert(user_group_table).values(team_id=self._scope.team_id, id=group.id, **kept)
        self._scope.conn.execute(row.on_conflict_do_update(index_elements=[_G.team_id, _G.id], set_=kept))


class SqlSubscriptionBook:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def all(self) -> tuple[Subscription, ...]:
        mine = select(_S.body).where(_S.team_id == self._scope.team_id).order_by(_S.created_at, _S.id)
        return tuple(subscription_codec().load(body) for body in self._scope.conn.execute(mine).scalars())

    def of(self, channel_id: str) -> Subscription | None:
        asked = select(_S.body).where(_S.team_id == self._scope.team_id, _S.channel_id == channel_id)
        body = self._scope.conn.execute(asked).scalar_one_or_none()
        return subscription_codec().load(body) if body is not None else None

    def keep(self, subscription: Subscription) -> None:
        kept = {
            "id": subscription.id,
            "created_at": subscription.created_at,
            "body": subscription_codec().dump(subscription),
        }
        place = {"team_id": self._scope.team_id, "channel_id": subscription.channel_id}
        row = insert(subscription_table).values(**place, **kept)
        self._scope.conn.execute(
            row.on_conflict_do_update(index_elements=[_S.team_id, _S.channel_id], set_=kept)
        )

    def drop(self, channel_id: str) -> None:
        here = (_S.team_id == self._scope.team_id, _S.channel_id == channel_id)
        self._scope.conn.execute(delete(subscription_table).where(*here))

    def of_members(self) -> tuple[OwnSubscription, ...]:
        rows = _OWN.rows(self._scope.conn, {"team": self._scope.team_id})
        return tuple(own_subscription_codec().load(row.body) for row in rows)

    def of_member(self, member_id: str) -> tuple[OwnSubscription, ...]:
        theirs = (_O.team_id == self._scope.team_id, _O.member_id == member_id)
        bodies = self._scope.conn.execute(select(_O.body).where(*theirs).order_by(_O.created_at, _O.id))
        return tuple(own_subscription_codec().load(body) for body in bodies.scalars())

    def keep_own(self, subscription: OwnSubscription) -> None:
        kept = {
            "member_id": subscription.member_id,
            "created_at": subscription.created_at,
            "body": own_subscription_codec().dump(subscription),
        }
        row = insert(own_subscription_table).values(team_id=self._scope.team_id, id=subscription.id, **kept)
        self._scope.conn.execute(row.on_conflict_do_update(index_elements=[_O.team_id, _O.id], set_=kept))

    def drop_own(self, subscription_id: str) -> None:
        this = (_O.team_id == self._scope.team_id, _O.id == subscription_id)
        self._scope.conn.execute(delete(own_subscription_table).where(*this))
