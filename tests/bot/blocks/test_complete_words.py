"""Words that are put together from a value: every value of the core has its word."""

import ast
import re
from pathlib import Path

import pytest

from bot.blocks.answers import ASKED, ROLES
from bot.blocks.case_list import GROUPS
from bot.blocks.help_text import GROUPS as HELP
from bot.form_fields import Choice, Form
from bot.forms import FORMS, fields_of
from bot.grammar import VERBS
from bot.words import load
from core.dispatch import SERVICES
from core.domain import case_events, issue, job_ticket_events
from core.domain.case_parts import HoldKind, Kind, Severity
from core.domain.event import Event
from core.domain.evidence import EvidenceType
from core.domain.subscription import Topic
from core.policies.closing import OUTCOMES
from core.policies.codes import JOB_CAUSES
from core.services.acting import CaseCommand
from core.views import Needs

SAY = load(strict=True)["en"]
BLOCKS = Path(__file__).parents[3] / "bot" / "blocks"
PURE = {
    "slack_bolt",
    "slack_sdk",
    "asyncio",
    "os",
    "logging",
    "random",
    "sqlalchemy",
    "aiohttp",
    "secrets",
    "time",
}
EVENTS = [
    value.__name__
    for module in (case_events, issue, job_ticket_events)
    for value in vars(module).values()
    if isinstance(value, type) and issubclass(value, Event) and value is not Event
]
VALUES = [
    *(f"hold.{kind}" for kind in HoldKind),
    *(f"kind.{kind}" for kind in Kind),
    *(f"home.kind.{kind}" for kind in Kind),
    *(f"severity.{severity}" for severity in Severity),
    *(f"topic.{topic}" for topic in Topic),
    *(f"group.{group}" for group in GROUPS),
    *(f"role.{role}" for role in ROLES),
    *(f"action.ask.{role}" for role in ASKED),
    *(f"asks.{command.__name__}" for command in SERVICES if issubclass(command, CaseCommand)),
    *(f"evidence.{kind}" for kind in EvidenceType),
    *(f"event.{name}" for name in EVENTS),
    *(f"outcome.{outcome}{part}" for outcome in OUTCOMES.values() for part in ("", ".about")),
    *(f"cause.{cause}" for cause in JOB_CAUSES),
    *(f"letter.{cause}.{part}" for cause in JOB_CAUSES for part in ("issue", "actions", "next_steps")),
    *(f"needs.{needs}" for needs in Needs if needs is not Needs.NOBODY),
    *(f"deadline.{what}" for what in ("acknowledge", "contain", "notify", "resolve", "wake", "retry")),
    *(
        f"{widget.words}.{value}"
        for form in FORMS
        for widget, _ in fields_of(form).values()
        if isinstance(widget, Choice)
        for value in widget.values
    ),
]


@pytest.mark.parametrize("key", VALUES)
def test_a_value_has_its_word(key: str) -> None:
    assert SAY.has(key)


@pytest.mark.parametrize("form", [f for f in FORMS if f.name != "nothing"], ids=lambda f: f.name)
def test_titles_and_submits_fit_their_24_characters(form: type[Form]) -> None:
    for part in ("title", "submit"):
        assert len(SAY(f"modal.{form.name}.{part}", number="#20262010")) <= 24


def test_help_tells_of_every_verb() -> None:
    told = [verb for verbs in HELP.values() for verb in verbs]
    assert sorted(told) == sorted(VERBS)
    assert all(SAY(f"help.{verb}.example").startswith(f"/andon {verb}") for verb in told if verb != "help")


def test_blocks_are_pure() -> None:
    """No clock, no input or output, no service: a card is a function of what it is given."""
    guilty = []
    for path in sorted(BLOCKS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            wrong = [
                n for n in names if n.split(".")[0] in PURE or n.startswith(("core.services", "bot.handlers"))
            ]
            called = (
                node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
            )
            if wrong or re.fullmatch(r"now|utcnow|today", called):
                guilty.append(f"{path.name}:{getattr(node, 'lineno', 0)} {wrong or called}")
    assert guilty == []
