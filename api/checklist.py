"""The closing checklist in plain words: for a terminal, a log, a program that shows them to somebody."""

from collections.abc import Mapping, Sequence

from api.failures import words
from api.house import Explain
from core.domain.close_attempt import Tick, moment_of

FACT_CHARS = 200
"""A file's name or a run's id in a sentence; the whole of it stands in the facts."""


def checklist(ticks: Sequence[Tick], explain: Explain) -> list[dict[str, object]]:
    """The ticks of a closing, each with its code, its words and the act that supplies it."""
    return [
        {
            "condition": tick.condition,
            "ok": tick.ok,
            "reason": tick.reason,
            "words": None if tick.reason is None else line(tick, explain),
            "action": tick.action,
            "facts": dict(tick.facts),
        }
        for tick in ticks
    ]


def line(tick: Tick, explain: Explain) -> str:
    """`Screenshot: attach a screenshot of the successful run.`"""
    name = words(f"checklist.condition.{tick.condition}", {}, explain).removesuffix(".")
    return f"{name}: {_why(tick.reason or 'unknown', tick.facts, explain)}"


def _why(reason: str, facts: Mapping[str, str | int | None], explain: Explain) -> str:
    return words(f"checklist.{reason}", _told(facts, explain), explain)


def _told(facts: Mapping[str, str | int | None], explain: Explain) -> dict[str, object]:
    """Every fact that a sentence of the checklist may name; what is not known has a word too."""
    run, found, because = facts.get("run"), facts.get("found"), facts.get("because")
    named = explain("checklist.run", {"run": _short(run)}) if run else explain("checklist.the_run", {})
    return {
        "run": named or "the run",
        "at": moment_of(facts.get("ended_at")) or explain("checklist.unknown_time", {}) or "an unknown time",
        "failed": facts.get("items_failed") or 0,
        "file": _short(facts.get("file")) or explain("checklist.the_file", {}) or "the file",
        "found": explain(f"found.{found}", {}) or _short(found) or "unknown",
        "number": f"#{facts['number']}" if facts.get("number") else explain("checklist.another_ticket", {}),
        "because": _why(str(because), {**facts, "because": None}, explain) if because else "",
    }


def _short(fact: str | int | None) -> str:
    return "" if fact is None else str(fact)[:FACT_CHARS]
