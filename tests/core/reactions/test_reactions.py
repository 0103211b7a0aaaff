"""What follows from facts: every reaction has its event, and nobody is told or called for what they just did."""

from dataclasses import fields
from typing import Any

import pytest

from core.domain.event import Event, Recorded
from core.domain.job_ticket_events import StepFailed
from core.notices.step_failed import StepDidNotWork
from core.reactions import REACTIONS, follow
from tests.core.domain.cases_at_hand import NOW, incident, issue, job_ticket, support_ticket

SAMPLES: dict[str, Any] = {"datetime": NOW, "int": 2, "bool": True, "str": "word", "str | None": "word"}


def sample(event: type[Event]) -> Event:
    values = {f.name: SAMPLES.get(str(getattr(f.type, "__name__", f.type)), "word") for f in fields(event)}
    return event(**(values | {"by": "U0ANA"} if "by" in values else values))


def case_of(event: type[Event]) -> Any:
    if event.__module__.endswith(".issue"):
        return issue("open", owner="U0ANA")
    if event.__module__.endswith(".delivery_incident_events"):
        return incident("pending", owner="U0ANA")
    if event.__module__.endswith(".support_ticket_events"):
        return support_ticket("open", owner="U0ANA")
    return job_ticket("open", owner="U0ANA", hold=None)


@pytest.mark.parametrize("event", list(REACTIONS), ids=lambda e: e.__name__)
def test_the_actor_is_neither_told_nor_called(event: type[Event]) -> None:
    recorded = Recorded(event=sample(event), action="x", from_state="open", to_state="open")

    for tell in follow(case_of(event), recorded, "U0ANA"):
        assert tell.member_id != "U0ANA"
        assert getattr(tell.notice, "owner", None) is None


@pytest.mark.parametrize("event", list(REACTIONS), ids=lambda e: e.__name__)
def test_somebody_is_told_of_what_andon_did(event: type[Event]) -> None:
    recorded = Recorded(event=sample(event), action="x", from_state="open", to_state="open")

    assert len(follow(case_of(event), recorded, "andon")) == 1


@pytest.mark.parametrize(
    ("state", "step"), [("containing", "stop"), ("reactivating", "reactivate"), ("verifying", "verify")]
)
def test_a_step_in_trouble_is_named_as_people_know_it(state: str, step: str) -> None:
    event = StepFailed(step=state, reason="outcome_unknown")
    recorded = Recorded(event=event, action="trouble", from_state=state, to_state=state)
    (tell,) = follow(job_ticket(state), recorded, "andon")

    assert isinstance(tell.notice, StepDidNotWork)
    assert (tell.notice.step, tell.notice.reason) == (step, "outcome_unknown")


def test_a_fact_without_a_reaction_is_nobodys_news() -> None:
    class Unheard(Event): ...

    recorded = Recorded(event=Unheard(), action="x", from_state="", to_state="")
    assert follow(issue("open"), recorded, "andon") == ()
