"""Every kind of case, every event and every notice survives its JSON."""

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticSerializationError

from core.domain.case import Case
from core.domain.case_events import Commented, Snoozed
from core.domain.case_parts import Hold, HoldKind, Kind, Link, Money
from core.domain.job_ticket import JobTicket, Proof
from core.domain.job_ticket_table import ContainmentKind
from core.domain.member import Member, Role
from core.domain.platform_facts import Run, RunState
from core.domain.support_ticket import SupportTicket
from core.domain.support_ticket_table import Outcome
from core.notices import Notice
from storage.codec import (
    CASE_CLASSES,
    UnknownNotice,
    dump_case,
    dump_notice,
    facts_as_stored,
    load_case,
    load_notice,
    member_codec,
    split_facts,
)
from tests.contracts.world import issue, ticket
from tests.core.domain.cases_at_hand import support_ticket
from tests.fakes.clock import MONDAY_MORNING

ANY_TEXT = st.text(st.characters(), max_size=40)  # surrogates and control characters included


def worked_on() -> JobTicket:
    """A ticket with every part filled in."""
    case = ticket(hold=Hold(kind=HoldKind.RETAILER, reason="waits", since=MONDAY_MORNING))
    case.take(by="U1", at=MONDAY_MORNING)
    case.contain(ContainmentKind.PAUSE_JOB, "op-1", by="U1", at=MONDAY_MORNING)
    case.containment_confirmed(at=MONDAY_MORNING, read_at=MONDAY_MORNING)
    case.notify_retailer("bo@shop.example", "letter-1", by="U1", at=MONDAY_MORNING)
    run = Run(run_id="r1", job_id="job-7", state=RunState.SUCCEEDED, forced=False, ended_at=MONDAY_MORNING)
    proof = Proof(rule="R1", outcome="technically_verified", checked_at=MONDAY_MORNING, run=run)
    case.link(Link(relation="related", number=7), by="U1", at=MONDAY_MORNING)
    case.close(proof, by="U1", at=MONDAY_MORNING)
    return case


def answered() -> SupportTicket:
    """A support ticket with every part filled in."""
    case = support_ticket("open", channel="Amazon", order_number="403-118", respond_by=MONDAY_MORNING)
    case.customer_wrote("Here is the \U0001f4f7.", event_at=MONDAY_MORNING, at=MONDAY_MORNING)
    case.reply("Thank you.", "letter-1", by="U1", at=MONDAY_MORNING)
    case.close(Outcome.REFUNDED, "in full", "R-2210", by="U1", at=MONDAY_MORNING)
    return case


def test_every_kind_has_a_class() -> None:
    assert set(CASE_CLASSES) == set(Kind)


@pytest.mark.parametrize(
    "case", [worked_on(), ticket(), issue(amount=Money(value="9.90", currency="EUR")), answered()]
)
def test_a_case_survives_without_the_facts_that_go_to_the_history(case: Case) -> None:
    loaded = load_case(case.KIND, dump_case(case))

    assert type(loaded) is type(case)
    assert loaded == case
    assert loaded.recorded == []
    assert dump_case(loaded) == dump_case(case)


def test_moments_stay_moments_to_the_microsecond_whatever_their_zone() -> None:
    at = datetime(2026, 3, 29, 2, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    loaded = load_case(Kind.JOB_TICKET, dump_case(ticket(due_at=at)))

    assert loaded.due_at == at
    assert loaded.due_at is not None and loaded.due_at.utcoffset() is not None


def test_a_field_that_a_newer_version_wrote_is_passed_over_and_a_missing_one_has_its_default() -> None:
    body = dump_case(ticket()).replace('"reopen_count":0,', '"from_the_future":[1],')

    assert load_case(Kind.JOB_TICKET, body) == ticket()


def test_a_value_of_the_wrong_type_is_refused_when_it_is_written() -> None:
    with pytest.raises(PydanticSerializationError):
        dump_case(ticket(title=5))


@given(ANY_TEXT)
def test_any_text_survives_in_a_case(text: str) -> None:
    case = ticket(title=text, watchers=(text, "U1"))

    assert load_case(Kind.JOB_TICKET, dump_case(case)) == case
    dump_case(case).encode()  # and it can be written to a disk


def notices() -> list[Notice]:
    """The examples of every notice there is."""
    import importlib
    import pkgutil

    import core.notices

    for found in pkgutil.iter_modules(core.notices.__path__):
        importlib.import_module(f"core.notices.{found.name}")
    return [example for kind in Notice.__subclasses__() for example in kind.EXAMPLES]


@pytest.mark.parametrize("notice", notices(), ids=lambda notice: type(notice).__name__)
def test_a_notice_survives(notice: Notice) -> None:
    assert load_notice(dump_notice(notice)) == notice


def test_a_notice_whose_class_is_gone_is_named() -> None:
    with pytest.raises(UnknownNotice, match="NoSuchNotice"):
        load_notice("NoSuchNotice {}")


def test_what_may_be_personal_is_kept_apart_in_the_facts() -> None:
    public, private = split_facts(Commented(text="call me at home", by="U1"))

    assert (public, private) == ({"by": "U1"}, {"text": "call me at home"})
    assert {field.name for field in fields(Commented)} == {*public, *private}


def test_moments_in_facts_are_utc() -> None:
    at = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=2)))

    public, _ = split_facts(Snoozed(until=at, by="U1"))

    assert facts_as_stored(public) == {"until": at.astimezone(UTC).isoformat(), "by": "U1"}


def test_what_was_kept_before_groups_and_waiting_were_known_is_still_read() -> None:
    member = json.loads(member_codec().dump(Member(id="U1", team_id="T1", name="Ana", role=Role.LEAD)))
    del member["standing"]
    assert member_codec().load(json.dumps(member)).standing is None

    case = json.loads(dump_case(worked_on()))
    for name in ("waited", "snoozed_since"):
        del case[name]
    del case["undo_point"]["before"]["snoozed_since"]
    old = load_case("job_ticket", json.dumps(case))
    assert (old.waited, old.snoozed_since) == (timedelta(), None)
