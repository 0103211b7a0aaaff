"""The checklist of a refusal, in the words of the catalogue."""

from collections.abc import Mapping

import pytest

from api.checklist import line
from bot.words import BASE, key_of, load, merged
from core.domain.close_attempt import Tick

SAY = load(strict=True)["en"]
FACTS: dict[str, str | int | None] = {
    "run": "r9",
    "url": "https://shop.example/runs/r9",
    "ended_at": "2026-11-23T09:00:00+00:00",
    "items_failed": 3,
    "file": "shot.png",
    "found": "pdf",
    "number": 20260001,
    "because": "partial_success",
}
PARTS = {
    "done",
    "pending",
    "missing",
    "other",
    "run",
    "the_run",
    "unknown_time",
    "the_file",
    "another_ticket",
}
REASONS = sorted(
    key.removeprefix("checklist.")
    for key in (key_of(message) for message in merged(BASE) if message.id)
    if key.startswith("checklist.") and key.count(".") == 1
)


def explain(key: str, facts: Mapping[str, object]) -> str | None:
    """As wiring does it, but strict: words without their fact raise."""
    return SAY(key, **facts) if SAY.has(key) else None


@pytest.mark.parametrize("facts", [FACTS, {}], ids=["all facts", "no facts"])
@pytest.mark.parametrize("reason", [r for r in REASONS if r not in PARTS | {"tolerance"}])
def test_every_reason_has_a_sentence_with_and_without_its_facts(
    reason: str, facts: dict[str, str | int | None]
) -> None:
    said = line(Tick(condition="screenshot", ok=False, reason=reason, facts=facts), explain)
    assert said.startswith("Screenshot: ")
    assert "{" not in said
    assert "None" not in said
    assert reason == "unknown" or reason.replace("_", " ").capitalize() + "." not in said


def test_the_facts_stand_in_the_sentence() -> None:
    tick = Tick(condition="verified_run", ok=False, reason="partial_success", facts=FACTS)
    assert line(tick, explain) == "Successful run: run r9 succeeded in part only: 3 items failed."
    only_said = Tick(condition="verified_run", ok=False, reason="not_validated", facts=FACTS)
    assert line(only_said, explain).endswith("but run r9 succeeded in part only: 3 items failed.")


def test_a_reason_without_words_is_read_aloud() -> None:
    tick = Tick(condition="lead", ok=False, reason="moon_in_wrong_house")
    assert line(tick, explain) == "A lead: Moon in wrong house."
