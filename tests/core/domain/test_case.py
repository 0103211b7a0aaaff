"""What every kind of case has in common: versions, undo, and texts as they came."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.case import Case, Common
from core.domain.case_events import Archived, Commented, Undone
from core.domain.job_ticket_table import Action, State
from core.domain.undo import REVERSIBLE, UNDO_WINDOW
from core.errors import GuardRefused, TransitionRefused
from tests.core.domain.cases_at_hand import BY, NOW, OF_ISSUE, OF_TICKET, about_to, issue, job_ticket, shown

REVERSIBLE_ACTS: list[tuple[Callable[[], Case], str]] = [
    (lambda: issue("open"), Common.TAKE),
    (lambda: issue("acknowledged", owner="U0LUIS", acked_at=NOW), Common.TAKE),
    (lambda: issue("open"), Common.ACKNOWLEDGE),
    (lambda: issue("open", owner="U0PIM"), Common.ASSIGN),
    (lambda: issue("acknowledged", snoozed_until=NOW), Common.SNOOZE),
    (lambda: issue("open"), Common.SET_PRIORITY),
    (lambda: issue("resolved", closed_at=NOW, close_outcome="cleared"), Common.ARCHIVE),
    (lambda: job_ticket("contained"), Common.TAKE),
    (lambda: job_ticket("open"), Common.ASSIGN),
    (lambda: job_ticket("decided_remain_paused"), Action.HOLD),
    (lambda: job_ticket("verifying"), Action.SET_CAUSE),
    (lambda: job_ticket("closed"), Common.ARCHIVE),
]

MOVES_ON = {"version", "revision", "updated_at", "undo_point", "recorded"}


def act(case: Case, action: str) -> None:
    (OF_ISSUE if case.KIND == "issue" else OF_TICKET)[action](case)


@pytest.mark.parametrize(("make", "action"), REVERSIBLE_ACTS)
def test_undo_puts_every_field_back_as_it_stood(make: Callable[[], Case], action: str) -> None:
    case = make()
    before = shown(case)
    act(case, action)
    changed = {name for name in REVERSIBLE if getattr(case, name) != before[name]}
    case.undo(by="U0ANA", at=NOW + UNDO_WINDOW)

    assert changed, "the act changes something, or undoing it proves nothing"
    after = shown(case)
    assert {n: v for n, v in after.items() if n not in MOVES_ON} == {
        n: v for n, v in before.items() if n not in MOVES_ON
    }
    assert case.version == before["version"] + 2
    assert case.recorded[-1].event == Undone(what=str(action), by="U0ANA")
    assert (case.recorded[-1].from_state, case.recorded[-1].to_state) == (
        case.recorded[0].to_state,
        case.state,
    )


UNDOABLE = {act for _, act in REVERSIBLE_ACTS} | {Common.ACKNOWLEDGE, Common.SET_PRIORITY}
FINAL = [a for a in OF_TICKET if a not in UNDOABLE]


def ready_for(action: str) -> Case:
    archived_at = NOW if action == Common.UNARCHIVE else None
    cases = (about_to(action, state) for state in State)
    return next(replace(c, archived_at=archived_at) for c in cases if (c.state, action) in c.TRANSITIONS)


@pytest.mark.parametrize("action", FINAL)
def test_what_is_sent_out_or_told_by_a_platform_is_never_undone(action: str) -> None:
    case = ready_for(action)
    act(case, action)

    with pytest.raises(GuardRefused) as refused:
        case.undo(by="U0ANA", at=NOW)
    assert refused.value.code == "error.nothing_to_undo"


def test_an_undo_comes_too_late_after_thirty_seconds() -> None:
    case = issue("open")
    case.take(**BY)

    with pytest.raises(GuardRefused) as refused:
        case.undo(by="U0ANA", at=NOW + UNDO_WINDOW + timedelta(microseconds=1))
    assert (refused.value.code, case.owner) == ("error.too_late_to_undo", "U0ANA")


def test_nobody_takes_back_what_somebody_else_did() -> None:
    case = issue("open")
    case.take(**BY)

    with pytest.raises(GuardRefused):
        case.undo(by="U0LUIS", at=NOW)
    assert case.owner == "U0ANA"


def test_an_undo_is_not_done_twice() -> None:
    case = issue("open")
    case.take(**BY)
    case.undo(by="U0ANA", at=NOW)

    with pytest.raises(GuardRefused):
        case.undo(by="U0ANA", at=NOW)


def test_an_act_that_something_was_built_upon_stays() -> None:
    case = issue("open")
    case.take(**BY)
    case.assign("U0LUIS", by="U0LUIS", at=NOW)

    with pytest.raises(GuardRefused):
        case.undo(by="U0ANA", at=NOW)
    assert case.owner == "U0LUIS"


def test_talk_and_repeats_in_between_do_not_stop_an_undo() -> None:
    case = issue("open")
    case.take(**BY)
    case.comment("on it", by="U0LUIS", at=NOW)
    case.repeat(at=NOW, event_at=NOW)
    case.undo(by="U0ANA", at=NOW)

    assert (case.state, case.owner, case.occurrences) == ("open", None, 2)


@pytest.mark.parametrize("action", [Common.COMMENT, Common.ADD_EVIDENCE, Common.REPEAT])
def test_what_only_adds_to_an_issue_leaves_everybodys_buttons_alive(action: str) -> None:
    case = issue("open")
    act(case, action)

    assert (case.version, case.revision) == (1, 2)


def test_a_job_that_fails_again_does_not_make_the_pause_button_stale() -> None:
    case = job_ticket("open")
    act(case, Action.FAIL_AGAIN)

    assert (case.version, case.revision, case.occurrences) == (1, 2, 2)


@pytest.mark.parametrize("action", [Common.TAKE, Common.ASSIGN, Common.SET_PRIORITY, Common.ARCHIVE])
def test_an_act_is_a_new_version(action: str) -> None:
    case = issue("open")
    act(case, action)

    assert (case.version, case.revision) == (2, 2)


def test_a_reminder_is_no_fact_of_the_case() -> None:
    case = issue("open")
    case.reminded("acknowledge")

    assert (case.version, case.revision, case.recorded, case.reminders) == (1, 2, [], ("acknowledge",))


def test_archived_is_a_flag_and_the_state_stays() -> None:
    case = issue("acknowledged")
    case.archive("no_action_needed", **BY)

    assert (case.state, case.archived, case.archived_reason) == ("acknowledged", True, "no_action_needed")
    assert case.recorded[-1].event == Archived(reason="no_action_needed", by="U0ANA")
    case.unarchive(**BY)
    assert (case.state, case.archived, case.archived_reason) == ("acknowledged", False, None)


def test_an_issue_under_retry_is_not_put_away() -> None:
    case = issue("retrying")

    with pytest.raises(TransitionRefused):
        case.archive("actioned", **BY)
    assert not case.archived


HOSTILE = ["<!channel>", "a" * 10_000, "\x00\x07\x1b[31m", "\u202egnp.exe\u202c", "&lt;b&gt;", "\ud800"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_as_it_came(text: str) -> None:
    case = issue("open", title=text, description=text)
    case.comment(text, **BY)

    assert case.recorded[-1].event == Commented(text=text, by="U0ANA")
    assert (case.title, case.description) == (text, text)


def test_whoever_takes_it_first_keeps_the_moment_of_acknowledgement() -> None:
    case = issue("open")
    case.acknowledge(**BY)
    case.take(by="U0LUIS", at=NOW + timedelta(minutes=5))

    assert (case.acked_at, case.owner) == (NOW, "U0LUIS")
