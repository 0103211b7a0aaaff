"""Which mail belongs to which case, in memory."""

from core.errors import Repeated
from core.ports.mails import MailRow
from tests.fakes.tables import Tables


class FakeMailBook:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def case_of(self, ids: tuple[str, ...]) -> str | None:
        for one in ids:
            came = self._tables.mails.get(one)
            found = self._tables.letters.get(_local(one)) or (came.case_id if came else None)
            if found is not None:
                return found
        return None

    def letter(self, ids: tuple[str, ...]) -> tuple[str, str] | None:
        ours = ((_local(one), self._tables.letters.get(_local(one))) for one in ids)
        return next(((letter, case_id) for letter, case_id in ours if case_id is not None), None)

    def has(self, message_id: str) -> bool:
        return message_id in self._tables.mails

    def unmatched(self, limit: int) -> tuple[MailRow, ...]:
        waiting = [row for row in self._tables.mails.values() if row.outcome == "unmatched"]
        waiting.sort(key=lambda row: row.message_id)
        waiting.sort(key=lambda row: row.arrived_at, reverse=True)
        return tuple(waiting[:limit])

    def keep(self, row: MailRow) -> None:
        if row.message_id in self._tables.mails:
            raise Repeated(f"mail {row.message_id} is on record")
        self._tables.mails[row.message_id] = row


def _local(message_id: str) -> str:
    return message_id.removeprefix("<").partition("@")[0]
