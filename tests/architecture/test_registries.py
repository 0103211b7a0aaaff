"""What has to come in pairs comes in pairs: command and service, notice and example, error and its place."""

import re
from dataclasses import fields
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest

from core import errors
from core.command import Command, Query
from core.dispatch import ANSWERS, SERVICES
from core.domain.event import Event
from core.notices import Notice
from core.reactions import REACTIONS
from tests.architecture.sources import files, module_of

for _path in files("core"):
    import_module(module_of(_path))


def leaves(kind: type[Any]) -> set[type[Any]]:
    """Every class of ours below *kind* that nothing is derived from."""
    below = {sub for sub in kind.__subclasses__() if sub.__module__.startswith("core.")}
    deeper = [leaves(sub) or {sub} for sub in below]
    return set().union(*deeper) if deeper else set()


COMMANDS = sorted(leaves(Command), key=lambda c: c.__name__)
QUERIES = sorted(leaves(Query), key=lambda q: q.__name__)
NOTICES = sorted(leaves(Notice), key=lambda n: n.__name__)
EVENTS = sorted(leaves(Event), key=lambda e: e.__name__)
FREE_TEXT = {
    *("text", "question", "reason", "error", "to", "why", "note", "notes", "address", "author", "sender"),
    "name",
}
CODES = {
    *(("ContainmentFailed", "reason"), ("StepFailed", "reason"), ("Archived", "reason")),
    *(("Assigned", "to"), ("ResumedFromHold", "why"), ("SolutionRefused", "reason")),
    *(("IncidentOpened", "reason"), ("DeliveryFailedAgain", "reason"), ("MailKept", "why")),
}
"""Words of ours or of a platform's contract, and a member's id: no personal data, so they stay in the chain."""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_every_command_has_its_service_beside_it(command: type[Any]) -> None:
    assert command in SERVICES, "add served_by(...) to SERVICES of its file, and the file to core/dispatch.py"
    assert SERVICES[command].__module__ == command.__module__
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", command.__name__).lower()
    assert SERVICES[command].__name__ == snake


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.__name__)
def test_every_query_has_its_answer_beside_it(query: type[Any]) -> None:
    assert query in ANSWERS
    assert ANSWERS[query].__module__ == query.__module__


@pytest.mark.parametrize("notice", NOTICES, ids=lambda n: n.__name__)
def test_every_notice_has_examples_of_plain_values(notice: type[Any]) -> None:
    assert notice.EXAMPLES, "golden tests and the gallery draw them"
    assert all(isinstance(example, notice) for example in notice.EXAMPLES)
    plain = (str, int, bool, datetime, tuple, type(None))
    assert all(isinstance(value, plain) for example in notice.EXAMPLES for value in vars(example).values())


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.__name__)
def test_what_people_wrote_can_be_erased_from_the_history(event: type[Any]) -> None:
    names = {f.name for f in fields(event)}
    free = {name for name in names & FREE_TEXT if (event.__name__, name) not in CODES}
    assert names >= event.PRIVATE, "PRIVATE names fields"
    assert free == event.PRIVATE


def test_every_reaction_is_to_an_event_that_exists() -> None:
    assert set(REACTIONS) <= set(EVENTS)


def drawn(text: str) -> dict[str, str]:
    """Class -> its parent, read off the drawing."""
    parents, found = ["AndonError"], {"AndonError": ""}
    for line in text.splitlines():
        branch = re.match(r"^    ([| ]*)\+-- (\w+)", line)
        if branch:
            depth = len(branch[1]) // 4 + 1
            parents[depth:] = [branch[2]]
            found[branch[2]] = parents[depth - 1]
    return found


def test_the_tree_at_the_top_of_the_errors_is_the_tree_of_the_classes() -> None:
    classes = {
        name: kind.__bases__[0].__name__ if kind is not errors.AndonError else ""
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, errors.AndonError)
    }
    assert drawn(errors.__doc__ or "") == classes


def test_every_error_for_a_person_has_a_code_of_its_own() -> None:
    coded = [
        kind.code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.CoreError) and "code" in vars(kind)
    ]
    assert len(coded) == len(set(coded)) and all(code.startswith("error.") for code in coded)
