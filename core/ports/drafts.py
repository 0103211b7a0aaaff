"""Where half-written forms are kept."""

from typing import Protocol

from core.domain.draft import Draft


class DraftsRead(Protocol):
    def get(self, member_id: str, case_id: str, form: str) -> Draft | None: ...


class DraftBook(DraftsRead, Protocol):
    def keep(self, draft: Draft) -> None:
        """One for each member, case and form: replaces the earlier one."""

    def forget(self, member_id: str, case_id: str, form: str) -> None:
        """Harmless where there is none."""
