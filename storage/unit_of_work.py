"""One transaction, seen from inside: the books over one connection."""

from datetime import datetime

from sqlalchemy import Connection

from core.domain.case import Case
from core.domain.member import Actor
from core.domain.workspace import Workspace
from core.ports.clock import Ids
from storage.cards_book import SqlCardBook, SqlCardsRead
from storage.cases import SqlCases, SqlCasesRead
from storage.drafts import SqlDraftBook
from storage.evidence_book import SqlAttemptBook, SqlEvidenceBook
from storage.history import SqlHistory
from storage.inbox import SqlInbox
from storage.mails import SqlMailBook
from storage.member_news import SqlNewsBook
from storage.members import SqlMemberBook, SqlSubscriptionBook
from storage.operations_book import SqlOperationBook, SqlOperationsRead
from storage.outbox import SqlOutbox
from storage.scope import Scope


class SqlReadUnit:
    """Reading. The connection underneath is read-only: the database refuses a write, whoever tries it."""

    def __init__(self, conn: Connection, now: datetime, actor: Actor, workspace: Workspace, ids: Ids) -> None:
        self.now, self.actor, self.workspace = now, actor, workspace
        scope = Scope(conn=conn, now=now, actor=actor, workspace=workspace, ids=ids)
        self.cases = SqlCasesRead(scope)
        self.evidence = SqlEvidenceBook(scope)
        self.operations = SqlOperationsRead(scope)
        self.attempts = SqlAttemptBook(scope)
        self.cards = SqlCardsRead(scope)
        self.members = SqlMemberBook(scope)
        self.subscriptions = SqlSubscriptionBook(scope)
        self.drafts = SqlDraftBook(scope)
        self.mails = SqlMailBook(scope)
        self.history = SqlHistory(scope)


class SqlUnitOfWork:
    """Writing. `flush` sends what changed; whoever opened the transaction commits it."""

    def __init__(self, conn: Connection, now: datetime, actor: Actor, workspace: Workspace, ids: Ids) -> None:
        self.now, self.actor, self.workspace, self.ids = now, actor, workspace, ids
        self._scope = Scope(conn=conn, now=now, actor=actor, workspace=workspace, ids=ids)
        self.cases = SqlCases(self._scope)
        self.evidence = SqlEvidenceBook(self._scope)
        self.operations = SqlOperationBook(self._scope)
        self.attempts = SqlAttemptBook(self._scope)
        self.cards = SqlCardBook(self._scope)
        self.members = SqlMemberBook(self._scope)
        self.outbox = SqlOutbox(
            self._scope,
            self.attempts.get,
            lambda case_id: self.cases.get(case_id).number,
            self.members.get,
        )
        self.subscriptions = SqlSubscriptionBook(self._scope)
        self.news = SqlNewsBook(self._scope)
        self.drafts = SqlDraftBook(self._scope)
        self.mails = SqlMailBook(self._scope)
        self.history = SqlHistory(self._scope)
        self.inbox = SqlInbox(self._scope)

    @property
    def touched(self) -> tuple[Case, ...]:
        return self.cases.touched

    def flush(self) -> bool:
        """Write every changed case, its facts, and that its copies are behind. True: a loop has work now."""
        for changed in self.cases.flush():
            self.cards.behind(changed)
        return self._scope.wakes
