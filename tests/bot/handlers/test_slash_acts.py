"""/andon for parcels, customers and what is said of a case: at once where all is given, else the button's form."""

from typing import Any

import pytest

from core.domain.delivery_incident import DeliveryIncident
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.job_ticket_table import State
from core.domain.support_ticket import SupportTicket
from core.domain.support_ticket_table import State as SupportState
from sandbox.slack.demo import ANA, LUIS, ORDERS
from tests.bot.handlers.test_commands import told
from tests.bot.payloads import command, event
from tests.bot.scene import SAY, Scene, incident, issue, ticket
from tests.core.domain import cases_at_hand

MONDAY = "Deliver on Monday, 10:30; she is at home."


def support(case_id: str = "case-4", number: int = 20260004, **more: Any) -> SupportTicket:
    fields: dict[str, Any] = {
        "id": case_id,
        "number": number,
        "team_id": ticket().team_id,
        "dedup_key": case_id,
    }
    return cases_at_hand.support_ticket(more.pop("state", SupportState.OPEN), **(fields | more))


async def case(scene: Scene, case_id: str) -> Any:
    return await scene.store.read(lambda unit: unit.cases.get(case_id), scene.system)


async def opened(scene: Scene, text: str) -> Any:
    """The view that a command opened."""
    status, ack = await scene.carry(command(text))
    assert status == 200 and not (ack or {}).get("text"), ack
    await scene.settled()
    (call,) = scene.calls("views.open")
    return call["arguments"]["view"]


async def test_a_solution_goes_out_word_for_word(scene: Scene) -> None:
    await scene.add(incident())
    said = await told(scene, f"solve 20260003 {MONDAY}")

    found = await case(scene, "case-3")
    assert isinstance(found, DeliveryIncident) and found.solution is not None
    assert (found.state, found.solution.text) == (IncidentState.SOLUTION_SENDING, MONDAY)
    assert "20260003" in said


async def test_what_the_carrier_is_asked_for_can_be_named(scene: Scene) -> None:
    await scene.add(incident())
    await told(scene, "solve 20260003 as:return_to_sender She does not want it.")

    assert (await case(scene, "case-3")).solution.resolution == "return_to_sender"
    said = await told(scene, "solve 20260003 as:wizardry Please.")
    assert "return_to_sender" in said


async def test_a_solution_that_is_warned_of_is_asked_about_with_its_text(scene: Scene) -> None:
    await scene.add(incident())
    view = await opened(scene, "solve 20260003 Deliver it, and refund her 5 euros.")

    assert "refund her 5 euros" in str(view)
    assert (await case(scene, "case-3")).state == IncidentState.PENDING


async def test_a_contact_leaves_it_pending_and_may_name_when_to_call(scene: Scene) -> None:
    await scene.add(incident())
    await told(scene, "contact 20260003 call_back until:2h note:'after work'")

    found = await case(scene, "case-3")
    assert (found.state, found.contacts[0].outcome, found.contacts[0].note) == (
        IncidentState.PENDING,
        "call_back",
        "after work",
    )
    assert found.snoozed_until is not None


async def test_an_answer_is_marked_as_read(scene: Scene) -> None:
    await scene.add(incident(state=IncidentState.CARRIER_REPLIED))
    await told(scene, "relu 20260003")

    assert (await case(scene, "case-3")).state == IncidentState.SOLUTION_SENT


async def test_a_reply_is_seen_before_it_leaves(scene: Scene) -> None:
    await scene.add(support())
    view = await opened(scene, "reply 20260004 Could you send us a photo, please?")

    assert view["callback_id"] == "modal.reply_preview.v1"
    assert "a photo, please?" in str(view["blocks"])
    assert scene.store.waiting("letter") == ()


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("category 20260004 return", "code", "return"),
        ("categoria 20260004 wrong item", "code", "wrong_item"),
        ("priority 20260004 critical", "severity", "critical"),
    ],
)
async def test_a_word_sets_it(scene: Scene, text: str, field: str, value: str) -> None:
    await scene.add(support())
    await told(scene, text)

    assert getattr(await case(scene, "case-4"), field) == value


async def test_the_cause_of_a_job_is_set(scene: Scene) -> None:
    await scene.add(ticket())
    await told(scene, "cause 20260001 offboarded")

    assert (await case(scene, "case-1")).code == "offboarded"


async def test_the_first_of_two_is_merged_into_the_second_by_a_lead(scene: Scene) -> None:
    await scene.add(support(), support("case-5", 20260005, ticket_id="t-5"))
    assert "lead" in await told(scene, "merge 20260004 20260005", trigger="1.1.a")
    await told(scene, "fusionar 20260004 20260005", user=LUIS, trigger="1.1.b")

    merged = await case(scene, "case-4")
    assert (merged.state, merged.merged_into) == (SupportState.CLOSED, 20260005)


async def test_what_was_closed_is_opened_again_with_a_reason(scene: Scene) -> None:
    await scene.add(support(state=SupportState.CLOSED), ticket(state=State.CLOSED))
    await told(scene, "reopen 20260004 reason:'closed by mistake'", trigger="1.1.a")
    await told(scene, "rouvrir 20260001 reason:'closed by mistake'", trigger="1.1.b")

    assert (await case(scene, "case-4")).state == SupportState.IN_PROGRESS
    assert (await case(scene, "case-1")).state == State.OPEN


async def test_a_case_is_acknowledged_spoken_of_and_linked(scene: Scene) -> None:
    await scene.add(ticket(), issue())
    await told(scene, "acknowledge 20260001", trigger="1.1.a")
    await told(scene, "comment 20260001 They call back at 10:30, they say.", trigger="1.1.b")
    await told(scene, "link 20260001 20260002", trigger="1.1.c")

    rows = await scene.store.read(lambda unit: unit.history.of("case-1"), scene.system)
    assert [row.event for row in rows] == ["Acknowledged", "Commented", "Linked"]
    assert rows[1].facts["text"] == "They call back at 10:30, they say."


@pytest.mark.parametrize(
    ("text", "callback_id"),
    [
        ("solve 20260003", "modal.solution.v1"),
        ("contact 20260003", "modal.contact.v1"),
        ("reply 20260004", "modal.reply.v1"),
        ("category 20260004", "modal.category.v1"),
        ("merge 20260004", "modal.merge.v1"),
        ("reopen 20260004", "modal.reopen.v1"),
        ("comment 20260001", "modal.comment.v1"),
        ("priority 20260001", "modal.priority.v1"),
        ("cause 20260001", "modal.cause.v1"),
        ("link 20260001", "modal.link.v1"),
        ("history 20260001", "modal.history.v1"),
    ],
)
async def test_where_something_is_left_out_the_form_of_the_button_opens(
    scene: Scene, text: str, callback_id: str
) -> None:
    await scene.add(ticket(), incident(), support())

    assert (await opened(scene, text))["callback_id"] == callback_id


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("solve 20260001 Monday", "error.not_an_incident", {"number": 20260001}),
        ("reply 20260001 Hello", "error.not_a_support_ticket", {"number": 20260001}),
        ("cause offboarded", "error.which_case", {}),
        ("reviewed", "error.which_case", {}),
    ],
)
async def test_a_refusal_says_what_is_wrong(
    scene: Scene, text: str, code: str, facts: dict[str, int]
) -> None:
    await scene.add(ticket(), incident(), support())

    assert SAY(code, **facts) in await told(scene, text)


async def test_in_the_thread_of_a_card_a_mention_solves_it(scene: Scene) -> None:
    await scene.add(incident())
    message = await scene.post("case-3", ORDERS)
    bot = scene.slack.workspace.people.app.bot_user_id
    said = f"<@{bot}> solve {MONDAY}"
    mention = event("app_mention", user=ANA, channel=ORDERS, thread_ts=message["ts"], ts="1.2", text=said)
    await scene.carry(mention)
    await scene.settled()

    assert (await case(scene, "case-3")).solution.text == MONDAY
