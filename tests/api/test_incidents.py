"""Delivery incidents by platforms' events and by the REST API."""

import pytest

from tests.api.events import incident
from tests.api.running import Running
from tests.api.test_intake import CANARY, refused_without_a_trace


async def test_an_incident_opens_moves_and_ends_by_its_id(api: Running) -> None:
    opened = await api.tell(incident(courier_notes="No lo quiere", distance_km=18.5))
    assert opened.status == 202
    number = opened.body["case"]
    case = (await api.get(f"/v1/cases/{number}")).body
    assert (case["kind"], case["state"], case["code"]) == ("delivery_incident", "pending", "refused")
    told = case["delivery_incident"]
    assert (told["carrier"], told["courier_notes"], told["distance_km"]) == ("tipsa", "No lo quiere", 18.5)
    assert told["offers"] == ["retry_delivery"]

    ended = await api.tell(incident(status="delivered", type_="closed"), message_id="evt_2")
    assert ended.body["case"] == number
    case = (await api.get(f"/v1/cases/{number}")).body
    assert (case["state"], case["close_outcome"]) == ("closed", "delivered")


async def test_an_incident_that_is_not_the_subject_is_refused(
    api: Running, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await api.tell({**incident(reason=CANARY), "subject": "another"})
    assert answer.status == 422
    assert await refused_without_a_trace(api, caplog, answer) == "bad_data"


async def test_a_solution_by_the_api_is_asked_about_first_and_then_on_its_way(full: Running) -> None:
    number = (await full.tell(incident())).body["case"]
    body = {"resolution": "retry_delivery", "text": "Deliver it and refund her 5 euros."}
    asked = await full.post(f"/v1/cases/{number}/solution", body)
    assert (asked.status, asked.body["code"]) == (409, "solution_warning")
    assert asked.body["facts"]["warnings"] == ["refund_or_exchange"]

    sent = await full.post(f"/v1/cases/{number}/solution", {**body, "warnings_seen": True})
    assert (sent.status, sent.body["state"]) == (200, "solution_sending")
    assert sent.body["delivery_incident"]["solution"]["text"] == body["text"]


async def test_a_call_to_the_customer_is_noted_and_nothing_is_sent(full: Running) -> None:
    number = (await full.tell(incident())).body["case"]
    noted = await full.post(f"/v1/cases/{number}/contact", {"outcome": "busy", "note": "again at noon"})
    assert (noted.status, noted.body["state"]) == (200, "pending")
    assert [c["outcome"] for c in noted.body["delivery_incident"]["contacts"]] == ["busy"]
    wrong = await full.post(f"/v1/cases/{number}/contact", {"outcome": "asleep"})
    assert wrong.status == 422
