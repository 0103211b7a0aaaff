"""Buttons are a function of the state: what the machine lets a person do can be pressed, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

import pytest

from bot import routes
from bot.blocks import case_card, menu_modal
from bot.blocks.buttons import DECISIONS, NEXT, ROUTE_OF, offered
from bot.blocks.examples import AT, CARDS, actions_of, issue, job_ticket
from bot.blocks.menu_modal import GROUPS
from bot.blocks.states import LOOKS
from bot.words import load
from core.domain.case import Case, Common
from core.domain.case_parts import Kind, Severity, Source, Subject
from core.domain.delivery_incident import DeliveryIncident
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.issue import Issue
from core.domain.issue import State as IssueState
from core.domain.job_ticket import JobTicket
from core.domain.job_ticket_table import State
from core.domain.support_ticket import Requester, SupportTicket
from core.domain.support_ticket_table import State as SupportState
from core.domain.workspace import Workspace
from core.services.drawing import card_of
from core.views import CaseCard

SAY = load(strict=True)["en"]
STATES: dict[Kind, type[StrEnum]] = {
    Kind.ISSUE: IssueState,
    Kind.JOB_TICKET: State,
    Kind.DELIVERY_INCIDENT: IncidentState,
    Kind.SUPPORT_TICKET: SupportState,
}
EVERY = [(kind, str(state)) for kind, states in STATES.items() for state in states]

JOANA = Requester(name="Joana Reis", email="joana@mail.example")


def aggregate(kind: Kind, state: str) -> Case:
    common: dict[str, Any] = {
        "id": "c1",
        "team_id": "T0DEMO",
        "number": 20262010,
        "title": "eBay AU order sync",
        "state": state,
        "severity": Severity.HIGH,
        "source": Source(connector="demo", external_id="7"),
        "dedup_key": "k",
        **dict.fromkeys(("created_at", "updated_at", "first_seen_at", "last_seen_at"), AT),
    }
    if kind is Kind.ISSUE:
        subject = Subject(type="order", id="1001-A", label="1001-A")
        return Issue(code="order.stock_out", subject=subject, **common)
    if kind is Kind.DELIVERY_INCIDENT:
        subject = Subject(type="order", id="1001", label="Order 1001")
        return DeliveryIncident(
            code="refused",
            subject=subject,
            incident_id="i",
            carrier="tipsa",
            carrier_code="NAM",
            carrier_checked_at=AT,
            **common,
        )
    if kind is Kind.SUPPORT_TICKET:
        subject = Subject(type="order", id="403-118", label="403-118")
        return SupportTicket(code="damage", subject=subject, ticket_id="t", requester=JOANA, **common)
    subject = Subject(type="job", id="j", label="job")
    return JobTicket(
        code="token_expired",
        subject=subject,
        job_id="j",
        job_name="eBay AU order sync",
        connection_id="c",
        connection_name="eBay AU",
        last_failure_at=AT,
        **common,
    )


def drawn_by_core(kind: Kind, state: str) -> CaseCard:
    return card_of(aggregate(kind, state), Workspace(team_id="T0DEMO"), AT + timedelta(minutes=1))


def pressable(view: dict[str, Any]) -> set[str]:
    """The acts behind the buttons of a modal or message."""
    names = {route.name: does for does, route in ROUTE_OF.items()}
    found = set()
    for block in view["blocks"]:
        for element in [*block.get("elements", ()), block.get("accessory") or {}]:
            if element.get("action_id") in names:
                found.add(names[element["action_id"]])
    return found


@pytest.mark.parametrize(("kind", "state"), EVERY)
def test_everything_the_machine_lets_a_person_do_stands_in_the_menu(kind: Kind, state: str) -> None:
    card = drawn_by_core(kind, state)
    menu = menu_modal.render(card, routes.MenuModal(case_id="c1", version=1), SAY)
    wanted = {"decide" if act in DECISIONS else act for act in card.actions}
    if kind is not Kind.JOB_TICKET:
        wanted -= {Common.ADD_EVIDENCE}  # evidence of another kind comes by the message shortcut only
    assert pressable(menu) == wanted | {"view", "history"}


@pytest.mark.parametrize(("kind", "state"), EVERY)
def test_a_card_offers_only_what_the_machine_allows(kind: Kind, state: str) -> None:
    card = drawn_by_core(kind, state)
    buttons = pressable(case_card.render(card, SAY).payload())
    assert buttons - {"more"} <= offered(card)
    assert "more" in buttons


@pytest.mark.parametrize(("kind", "state"), EVERY)
def test_the_examples_offer_what_the_core_offers(kind: Kind, state: str) -> None:
    core = drawn_by_core(kind, state).actions
    assert actions_of(kind, state) - core <= {"verification_run"}, "which depends on the platform"
    assert core <= actions_of(kind, state)


def test_every_act_with_a_button_stands_in_one_group_of_the_menu() -> None:
    in_groups = [act for acts in GROUPS.values() for act in acts]
    assert len(in_groups) == len(set(in_groups))
    beside = {"more", "check_again", "state_run", "rate_helpful", "rate_not_helpful"}
    assert set(ROUTE_OF) - set(in_groups) == beside


def test_every_state_has_a_look_and_a_next_step() -> None:
    assert set(LOOKS) == set(EVERY)
    assert {(kind, state) for kind, states in NEXT.items() for state in states} == set(EVERY)
    assert all(SAY(look.word) for look in LOOKS.values())


def test_no_two_states_of_a_kind_read_alike() -> None:
    for kind in Kind:
        words = [SAY(look.word) for (k, _), look in LOOKS.items() if k is kind]
        assert len(words) == len(set(words))


def test_the_first_button_of_an_open_ticket_stops_the_job() -> None:
    row = case_card.render(job_ticket(State.OPEN), SAY).blocks[-1]
    assert row["elements"][0]["text"]["text"] == "Pause eBay AU order sync"
    assert row["elements"][0]["style"] == "primary"
    assert "confirm" not in row["elements"][0], "stopping the smallest thing is done at once"


def test_stopping_a_whole_marketplace_asks_first() -> None:
    card = job_ticket(State.OPEN, containments=("pause_marketplace",))
    first = case_card.render(card, SAY).blocks[-1]["elements"][0]
    assert first["text"]["text"] == "Pause eBay AU"
    assert "eBay AU stands still as a whole" in first["confirm"]["text"]["text"]


def test_taking_is_offered_only_while_nobody_has_it() -> None:
    assert Common.TAKE in pressable(case_card.render(job_ticket(State.OPEN), SAY).payload())
    assert Common.TAKE not in pressable(
        case_card.render(job_ticket(State.OPEN, owner="U0ANA"), SAY).payload()
    )


def test_a_platform_that_cannot_pause_offers_to_say_so() -> None:
    assert "not_stoppable" in pressable(case_card.render(CARDS["job_ticket.open_no_pause"], SAY).payload())


def test_a_retry_that_cannot_work_yet_is_not_offered() -> None:
    assert "retry" in pressable(case_card.render(issue(IssueState.OPEN), SAY).payload())
    later = issue(IssueState.OPEN, retry_after=AT + timedelta(hours=24))
    assert "retry" not in pressable(case_card.render(later, SAY).payload())


def test_a_retry_that_could_duplicate_an_order_asks_in_its_form_and_not_twice() -> None:
    plain, doubtful = issue(IssueState.OPEN), issue(IssueState.OPEN, needs_duplicate_check=True)
    retries = [case_card.render(c, SAY).blocks[-1]["elements"][1] for c in (plain, doubtful)]
    assert ["confirm" in button for button in retries] == [True, False]


def test_every_button_carries_the_version_that_was_seen() -> None:
    card = replace(job_ticket(State.CONTAINED), version=41)
    for element in case_card.render(card, SAY).blocks[-1]["elements"]:
        route = next(r for r in ROUTE_OF.values() if r.name == element["action_id"])
        assert route.parse(element["value"]).version == 41


def test_a_parcel_that_waits_for_us_has_two_ways_on() -> None:
    row = case_card.render(CARDS["incident.pending"], SAY).blocks[-1]["elements"]
    assert [b["text"]["text"] for b in row[:2]] == ["Provide solution", "Managing with customer"]
    sent = pressable(case_card.render(CARDS["incident.solution_sent"], SAY).payload())
    assert not sent & {"provide_solution", "log_contact"}, "managed only while it waits for us (D5)"


def test_a_write_that_nobody_could_read_is_asked_about_first_of_all() -> None:
    for card in (job_ticket(State.CONTAINING), issue(IssueState.ACKNOWLEDGED), CARDS["incident.unread"]):
        asked = case_card.render(replace(card, unread_write=True), SAY).blocks[-1]["elements"]
        assert [b["text"]["text"] for b in asked] == ["It was done", "It was not done", "More"]
        read = case_card.render(replace(card, unread_write=False), SAY).blocks[-1]["elements"]
        assert "It was done" not in [b["text"]["text"] for b in read]


def test_an_undo_stands_in_the_menu_as_long_as_there_is_one() -> None:
    route = routes.MenuModal(case_id="c1", version=1)
    undoable = job_ticket(State.OPEN, can_undo_by="U0ANA", can_undo_what="take")
    assert "undo" in pressable(menu_modal.render(undoable, route, SAY))
    assert "undo" not in pressable(menu_modal.render(job_ticket(State.OPEN), route, SAY))
