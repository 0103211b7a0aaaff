"""The books of a unit, in memory."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.domain.close_attempt import CloseAttempt
from core.domain.draft import Draft
from core.domain.evidence import DELETED, Evidence
from core.domain.member import Actor, Member
from core.domain.operation import LIVE, Operation
from core.domain.own_subscription import News, OwnSubscription
from core.domain.subscription import Subscription
from core.domain.user_group import UserGroup
from core.errors import NotFound, Repeated, Stale
from core.ports.clock import Ids
from core.ports.rows import HistoryRow, Seen
from tests.fakes.tables import Hold, Tables


class FakeOperationBook:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.wakes = False

    def get(self, operation_id: str) -> Operation:
        if operation_id not in self._tables.operations:
            raise NotFound(f"operation {operation_id}")
        return self._tables.operations[operation_id]

    def live(self, kind: str, target: str) -> Operation | None:
        wanted = (kind, target)
        live = (o for o in self._tables.operations.values() if o.state in LIVE)
        return next((o for o in live if (o.kind, o.target) == wanted), None)

    def of(self, case_id: str) -> tuple[Operation, ...]:
        mine = (o for o in self._tables.operations.values() if o.case_id == case_id)
        return tuple(sorted(mine, key=lambda o: (o.requested_at, o.id)))

    def add(self, operation: Operation) -> None:
        other = self.live(operation.kind, operation.target)
        if other is not None:
            raise Repeated("under way", by=other.requested_by, at=other.requested_at, under_way=True)
        self._tables.operations[operation.id] = operation
        self.wakes = True

    def settle(self, operation: Operation, *, fence: int | None) -> None:
        hold = self._tables.holds.get(operation.id, Hold())
        if fence not in (None, hold.fence) or self.get(operation.id).state not in LIVE:
            raise Stale(f"operation {operation.id} is settled, or held by somebody else")
        self._tables.operations[operation.id] = operation
        self._tables.holds[operation.id] = Hold(fence=hold.fence + 1)


class FakeEvidenceBook:
    def __init__(self, tables: Tables, number: Callable[[str], int]) -> None:
        self._tables, self._number = tables, number

    def add(self, evidence: Evidence) -> None:
        self._tables.evidence[evidence.id] = evidence

    def move(self, from_case_id: str, to_case_id: str) -> None:
        for piece in self.of(from_case_id):
            self._tables.evidence[piece.id] = replace(piece, case_id=to_case_id)

    def of(self, case_id: str) -> tuple[Evidence, ...]:
        return tuple(e for e in self._oldest_first() if e.case_id == case_id)

    def renew(self, evidence: Evidence) -> None:
        if evidence.id not in self._tables.evidence:
            raise NotFound(f"evidence {evidence.id}")
        self._tables.evidence[evidence.id] = evidence

    def deleted(self) -> tuple[Evidence, ...]:
        shown = {e.sha256 for e in self._oldest_first() if e.verdict == "ok"}
        return tuple(
            e
            for e in self._oldest_first()
            if e.verdict == DELETED and e.store_key is not None and e.sha256 not in shown
        )

    def used_elsewhere(self, sha256: str, case_id: str) -> int | None:
        for other in self._oldest_first():
            counts = other.verdict in ("ok", DELETED) and other.sha256 == sha256
            if counts and other.case_id != case_id:
                return self._number(other.case_id)
        return None

    def _oldest_first(self) -> list[Evidence]:
        return sorted(self._tables.evidence.values(), key=lambda e: (e.added_at, e.id))


class FakeAttemptBook:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, attempt: CloseAttempt) -> None:
        self._tables.attempts[attempt.id] = attempt

    def get(self, attempt_id: str) -> CloseAttempt:
        if attempt_id not in self._tables.attempts:
            raise NotFound(f"close attempt {attempt_id}")
        return self._tables.attempts[attempt_id]

    def settle(self, attempt: CloseAttempt) -> None:
        self.get(attempt.id)
        self._tables.attempts[attempt.id] = attempt

    def newest(self, case_id: str, by: str) -> CloseAttempt | None:
        mine = [a for a in self._tables.attempts.values() if (a.case_id, a.by) == (case_id, by)]
        return max(mine, key=lambda a: (a.asked_at, a.id), default=None)


class FakeMemberBook:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def get(self, member_id: str) -> Member | None:
        return self._tables.members.get(member_id)

    def having(self, role: int) -> tuple[Member, ...]:
        return tuple(sorted((m for m in self._tables.members.values() if m.role >= role), key=lambda m: m.id))

    def keep(self, member: Member) -> None:
        self._tables.members[member.id] = member

    def groups(self) -> tuple[UserGroup, ...]:
        return tuple(sorted(self._tables.groups.values(), key=lambda group: group.id))

    def keep_group(self, group: UserGroup) -> None:
        self._tables.groups[group.id] = group


class FakeSubscriptionBook:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def all(self) -> tuple[Subscription, ...]:
        return tuple(sorted(self._tables.subscriptions.values(), key=lambda s: (s.created_at, s.id)))

    def of(self, channel_id: str) -> Subscription | None:
        return self._tables.subscriptions.get(channel_id)

    def keep(self, subscription: Subscription) -> None:
        self._tables.subscriptions[subscription.channel_id] = subscription

    def drop(self, channel_id: str) -> None:
        self._tables.subscriptions.pop(channel_id, None)

    def of_members(self) -> tuple[OwnSubscription, ...]:
        return tuple(sorted(self._tables.own_subscriptions.values(), key=lambda s: (s.created_at, s.id)))

    def of_member(self, member_id: str) -> tuple[OwnSubscription, ...]:
        return tuple(each for each in self.of_members() if each.member_id == member_id)

    def keep_own(self, subscription: OwnSubscription) -> None:
        self._tables.own_subscriptions[subscription.id] = subscription

    def drop_own(self, subscription_id: str) -> None:
        self._tables.own_subscriptions.pop(subscription_id, None)


class FakeNewsBook:
    def __init__(self, tables: Tables, ids: Ids) -> None:
        self._tables, self._ids = tables, ids

    def told(self, member_id: str, at: datetime) -> None:
        self._tables.told[self._ids.new()] = (member_id, at)

    def told_since(self, member_id: str, since: datetime) -> int:
        return sum(who == member_id and at > since for who, at in self._tables.told.values())

    def gather(self, news: News) -> None:
        self._tables.gathered[news.id] = news

    def gathering(self, member_id: str) -> bool:
        return any(news.member_id == member_id for news in self._tables.gathered.values())

    def ripe(self, before: datetime) -> tuple[str, ...]:
        return tuple(sorted({n.member_id for n in self._tables.gathered.values() if n.at <= before}))

    def take(self, member_id: str) -> tuple[News, ...]:
        mine = [news for news in self._tables.gathered.values() if news.member_id == member_id]
        for news in mine:
            del self._tables.gathered[news.id]
        return tuple(sorted(mine, key=lambda news: (news.at, news.number, news.id)))


class FakeDraftBook:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def get(self, member_id: str, case_id: str, form: str) -> Draft | None:
        return self._tables.drafts.get((member_id, case_id, form))

    def keep(self, draft: Draft) -> None:
        self._tables.drafts[draft.member_id, draft.case_id, draft.form] = draft

    def forget(self, member_id: str, case_id: str, form: str) -> None:
        self._tables.drafts.pop((member_id, case_id, form), None)


class FakeHistory:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def of(self, case_id: str) -> tuple[HistoryRow, ...]:
        return tuple(replace(row) for row in self._tables.history.get(case_id, ()))


class FakeInbox:
    def __init__(self, tables: Tables, now: datetime, actor: Actor) -> None:
        self._tables, self._now, self._actor = tables, now, actor

    def seen(self, key: str) -> Seen | None:
        return self._tables.inbox.get(key)

    def keep(self, key: str, case_id: str | None = None) -> None:
        first = self._tables.inbox.get(key)
        if first is not None:
            raise Repeated(f"{key} is on record", by=first.by, at=first.at)
        actor = self._actor
        self._tables.inbox[key] = Seen(
            key=key, at=self._now, by=actor.id, by_name=actor.name, case_id=case_id
        )
