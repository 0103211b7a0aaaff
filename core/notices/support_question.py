"""Somebody is unsure and asks the support team (C10)."""

from dataclasses import dataclass

from core.notices import Notice


@dataclass(frozen=True, kw_only=True)
class SupportQuestion(Notice):
    number: int
    title: str
    question: str
    by: str


SupportQuestion.EXAMPLES = (
    SupportQuestion(
        number=20262044,
        title="Order 1001-A was fulfilled without tracking",
        question="Which carrier had it?",
        by="U0ANA",
    ),
)
