"""The walk of a delivery incident: red, managing with the customer, green, yellow, green again, delivered."""

from dataclasses import replace

from sandbox.slack.demo import ORDERS
from tests.e2e.hands import number_of
from tests.e2e.walker import Walker, operations_of
from tests.e2e.world import Json, shown_text, until

REFUSED, ABSENT = "INC-5512", "INC-5530"
MONDAY = "Deliver on Monday, she is at home."


async def test_an_incident_is_managed_solved_answered_solved_again_and_delivered(ana: Walker) -> None:
    ana = replace(ana, channel_id=ORDERS)
    platform = ana.world.platform
    await ana.typed("subscribe delivery")
    platform.do("incident.tell", REFUSED)
    number = number_of(await ana.world.until_card(ORDERS, "Order 55120 could not be delivered"))
    await ana.until_card(number, "TIPSA NAM: does not accept the goods", "Pending")
    await _managed_with_the_customer(ana, number)
    await _solved(ana, number)
    platform.do("incident.reply", REFUSED)
    card = await ana.until_card(number, "the carrier replied", "que deje un teléfono")
    assert card["attachments"][0]["color"] == "e8a33d"
    await until(lambda: _called(ana, number), what="whoever sent it, called in the thread")
    form = await ana.open(number, "incident.solution.v1", "modal.solution.v1")
    assert await ana.submit(form, resolution="provide_solution", text="600 123 123, ask for Vera.") is None
    await ana.until_card(number, "Solution sent")
    assert operations_of(platform) == ["incident.resolve", "incident.resolve"]

    platform.do("incident.deliver", REFUSED)
    await ana.until_card(number, "Order 55120 was delivered", "Closed")
    status, told = await ana.world.api("GET", f"/v1/cases/{number}/history")
    assert status == 200
    assert [row["event"] for row in told["rows"] if row["event"] not in PASSING] == [
        "IncidentOpened",
        "ContactLogged",
        "SolutionGiven",
        "SolutionAccepted",
        "CarrierAnswered",
        "SolutionGiven",
        "SolutionAccepted",
        "IncidentEnded",
    ]


async def test_a_first_absence_stands_apart_and_a_second_one_does_not(ana: Walker) -> None:
    ana = replace(ana, channel_id=ORDERS)
    await ana.typed("subscribe delivery courier:gls_es")
    ana.world.platform.do("incident.tell", ABSENT)
    number = number_of(await ana.world.until_card(ORDERS, "nobody was in at the first attempt"))
    card = await ana.until_card(number, "Pending (1st absence)", "not compulsory")
    assert card["attachments"][0]["color"] != "d72b3f"

    ana.world.platform.do("incident.fail", ABSENT)
    card = await ana.until_card(number, "could not be delivered", "attempt 2")
    assert card["attachments"][0]["color"] == "d72b3f"


async def _managed_with_the_customer(ana: Walker, number: int) -> None:
    form = await ana.open(number, "incident.contact.v1", "modal.contact.v1")
    assert await ana.submit(form, outcome="no_answer") is None
    card = await ana.until_card(number, "No answer", "Pending")
    assert card["attachments"][0]["color"] == "d72b3f", "managing with the customer leaves it red"
    assert operations_of(ana.world.platform) == [], "and the carrier is told nothing"


async def _solved(ana: Walker, number: int) -> None:
    """A promise that is not ours to make is asked about first."""
    platform = ana.world.platform
    form = await ana.open(number, "incident.solution.v1", "modal.solution.v1")
    errors = await ana.submit(form, resolution="retry_delivery", text="Deliver it, and refund her 5 euros.")
    assert errors is not None and "refund" in errors["text"]
    assert operations_of(platform) == []
    assert await ana.submit(form, resolution="retry_delivery", text=MONDAY) is None
    card = await ana.until_card(number, "the carrier has our solution", "Solution sent")
    assert card["attachments"][0]["color"] == "2eb67d"
    assert platform.world.incidents[REFUSED].solution == f"retry_delivery: {MONDAY}"


def _called(who: Walker, number: int) -> list[Json]:
    thread = who.world.thread(ORDERS, who.card(number)["ts"])
    return [m for m in thread if f"<@{who.person.user_id}>" in shown_text(m) and "replied" in shown_text(m)]


PASSING = ("Taken", "Scanned")
