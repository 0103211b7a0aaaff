"""Each state times each action, for every kind: what the table has works through its method, all else changes
nothing."""

from itertools import product

import pytest

from core.domain import delivery_incident_table as incidents
from core.domain import issue as issues
from core.domain import job_ticket_table as tickets
from core.domain import support_ticket_table as support
from core.domain.case import Case, Common
from core.errors import TransitionRefused
from tests.core.domain.cases_at_hand import (
    NOW,
    OF_INCIDENT,
    OF_ISSUE,
    OF_SUPPORT,
    OF_TICKET,
    about_to,
    incident,
    issue,
    job_ticket,
    shown,
    support_ticket,
)

ISSUE_PRODUCT = list(product(issues.State, OF_ISSUE))
TICKET_PRODUCT = list(product(tickets.State, OF_TICKET))
INCIDENT_PRODUCT = list(product(incidents.State, OF_INCIDENT))
SUPPORT_PRODUCT = [
    (state, action)
    for state, action in product(support.State, OF_SUPPORT)
    # The same word of a customer follows another arrow where it can end nothing: see the tests of the service.
    if action != support.Action.CAME_BACK or (state, action) in support.TRANSITIONS
]
METHODS = {
    "issue": OF_ISSUE,
    "job_ticket": OF_TICKET,
    "delivery_incident": OF_INCIDENT,
    "support_ticket": OF_SUPPORT,
}


def follow(case: Case, action: str) -> None:
    METHODS[case.KIND][action](case)


def expect(case: Case, action: str, target: str | None) -> None:
    before = shown(case)
    if target is None:
        with pytest.raises(TransitionRefused) as refused:
            follow(case, action)
        assert refused.value.facts["state"] == case.state
        assert shown(case) == before
        return
    follow(case, action)
    assert case.state == target
    last = case.recorded[-1]
    assert (last.action, last.from_state, last.to_state) == (action, before["state"], target)
    assert case.revision == before["revision"] + 1
    assert case.updated_at == NOW


@pytest.mark.parametrize(("state", "action"), ISSUE_PRODUCT)
def test_an_issue_follows_its_table_and_nothing_else(state: str, action: str) -> None:
    given = issue(state, archived_at=NOW if action == Common.UNARCHIVE else None)

    expect(given, action, issues.TRANSITIONS.get((state, action)))


@pytest.mark.parametrize(("state", "action"), TICKET_PRODUCT)
def test_a_job_ticket_follows_its_table_and_nothing_else(state: str, action: str) -> None:
    given = about_to(action, state)
    given.archived_at = NOW if action == Common.UNARCHIVE else None

    expect(given, action, tickets.TRANSITIONS.get((state, action)))


@pytest.mark.parametrize(("state", "action"), tickets.TOLD_AGAIN)
def test_a_retailer_whose_letter_arrived_is_not_told_again(state: str, action: str) -> None:
    expect(job_ticket(state), action, None)


@pytest.mark.parametrize(("state", "action"), INCIDENT_PRODUCT)
def test_a_delivery_incident_follows_its_table_and_nothing_else(state: str, action: str) -> None:
    given = incident(state, archived_at=NOW if action == Common.UNARCHIVE else None)

    expect(given, action, incidents.TRANSITIONS.get((state, action)))


@pytest.mark.parametrize(("state", "action"), SUPPORT_PRODUCT)
def test_a_support_ticket_follows_its_table_and_nothing_else(state: str, action: str) -> None:
    given = support_ticket(state, archived_at=NOW if action == Common.UNARCHIVE else None)

    expect(given, action, support.TRANSITIONS.get((state, action)))


@pytest.mark.parametrize(("state", "action"), SUPPORT_PRODUCT)
def test_an_archived_support_ticket_still_hears_its_customer(state: str, action: str) -> None:
    still = action in (*("unarchive", "comment", "link", "message", "came_back", "show_customer", "reopen"),)
    target = support.TRANSITIONS.get((state, action)) if still else None

    expect(support_ticket(state, archived_at=NOW, archived_reason="actioned"), action, target)


@pytest.mark.parametrize(("state", "action"), ISSUE_PRODUCT)
def test_an_archived_issue_comes_back_is_talked_about_or_is_ended_by_its_platform(
    state: str, action: str
) -> None:
    still = action in ("unarchive", "comment", "link", "cleared", "recur")
    target = issues.TRANSITIONS.get((state, action)) if still else None

    expect(issue(state, archived_at=NOW, archived_reason="actioned"), action, target)


@pytest.mark.parametrize(("state", "action"), TICKET_PRODUCT)
def test_an_archived_ticket_comes_back_or_is_talked_about(state: str, action: str) -> None:
    still = action in ("unarchive", "comment", "link", "reopen")
    given = about_to(action, state)
    given.archived_at = NOW

    expect(given, action, tickets.TRANSITIONS.get((state, action)) if still else None)


@pytest.mark.parametrize(("state", "action"), INCIDENT_PRODUCT)
def test_an_archived_incident_comes_back_is_talked_about_or_takes_late_scans(state: str, action: str) -> None:
    still = action in ("unarchive", "comment", "link", "scanned")
    target = incidents.TRANSITIONS.get((state, action)) if still else None

    expect(incident(state, archived_at=NOW, archived_reason="actioned"), action, target)


@pytest.mark.parametrize("state", [*issues.State, *tickets.State])
def test_what_is_not_archived_cannot_be_unarchived(state: str) -> None:
    expect(issue(state) if state in set(issues.State) else about_to("", state), Common.UNARCHIVE, None)


def test_every_row_of_the_tables_has_its_method_and_every_word_its_row() -> None:
    assert {a for _, a in issues.TRANSITIONS} == set(OF_ISSUE)
    assert {a for _, a in tickets.TRANSITIONS} == set(OF_TICKET)
    assert {a for _, a in incidents.TRANSITIONS} == set(OF_INCIDENT)
    assert set(incidents.Action) <= set(OF_INCIDENT)
    assert {a for _, a in support.TRANSITIONS} == set(OF_SUPPORT)
    assert set(support.Action) <= set(OF_SUPPORT)
    assert set(issues.Action) <= set(OF_ISSUE)
    assert set(tickets.Action) <= set(OF_TICKET)


@pytest.mark.parametrize(
    ("table", "first"),
    [
        (issues.TRANSITIONS, "open"),
        (tickets.TRANSITIONS, "open"),
        (incidents.TRANSITIONS, "pending"),
        (support.TRANSITIONS, "open"),
    ],
)
def test_every_state_can_be_reached_and_left(table: dict[tuple[str, str], str], first: str) -> None:
    states = {state for state, _ in table}
    assert set(table.values()) == states
    reached = {first}
    for _ in states:
        reached |= {target for (state, _), target in table.items() if state in reached}
    assert reached == states


def test_close_stands_at_every_open_state_since_the_policy_refuses_and_not_the_table() -> None:
    with_close = {state for state, action in tickets.TRANSITIONS if action == tickets.Action.CLOSE}

    assert with_close == set(tickets.State) - {tickets.State.CLOSED}


BEFORE_CONTAINMENT = {
    *("contain", "not_stoppable", "not_stoppable_again", "close", "fail_again", "set_cause"),
    *("take", "acknowledge", "assign", "set_priority", "escalate", "comment", "add_evidence", "link"),
}


def test_until_it_is_stopped_nothing_but_stopping_moves_a_ticket() -> None:
    assert about_to("", "open").allowed() == BEFORE_CONTAINMENT
    assert about_to("", "containing").allowed() & {"notify_retailer", "decide_reactivate", "hold"} == set()
