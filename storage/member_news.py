"""What members were told lately, and what waits to be told together."""

from datetime import datetime

from sqlalchemy import delete, exists, func, insert, select

from core.domain.own_subscription import News
from storage.codec import news_codec
from storage.hot import Hot
from storage.scope import Scope
from storage.tables import member_news_table

_N = member_news_table.c
_WRITE = Hot(insert(member_news_table))


class SqlNewsBook:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def told(self, member_id: str, at: datetime) -> None:
        self._write(id=self._scope.ids.new(), member_id=member_id, told=True, at=at, body=None)

    def told_since(self, member_id: str, since: datetime) -> int:
        lately = (_N.team_id == self._scope.team_id, _N.member_id == member_id, _N.told, _N.at > since)
        counted = select(func.count()).select_from(member_news_table).where(*lately)
        return self._scope.conn.execute(counted).scalar_one()

    def gather(self, news: News) -> None:
        self._write(
            id=news.id, member_id=news.member_id, told=False, at=news.at, body=news_codec().dump(news)
        )

    def gathering(self, member_id: str) -> bool:
        waits = (_N.team_id == self._scope.team_id, _N.member_id == member_id, _N.told.is_(False))
        return bool(self._scope.conn.execute(select(exists().where(*waits))).scalar_one())

    def ripe(self, before: datetime) -> tuple[str, ...]:
        waits = (_N.team_id == self._scope.team_id, _N.told.is_(False), _N.at <= before)
        asked = select(_N.member_id).where(*waits).distinct().order_by(_N.member_id)
        return tuple(self._scope.conn.execute(asked).scalars())

    def take(self, member_id: str) -> tuple[News, ...]:
        waits = (_N.team_id == self._scope.team_id, _N.member_id == member_id, _N.told.is_(False))
        taken = self._scope.conn.execute(delete(member_news_table).where(*waits).returning(_N.body)).scalars()
        return tuple(sorted(map(news_codec().load, taken), key=lambda news: (news.at, news.number, news.id)))

    def _write(self, **row: object) -> None:
        _WRITE.count(self._scope.conn, {"team_id": self._scope.team_id, **row})
