"""Support tickets by platforms' events and by REST."""

from typing import Any

from tests.api.events import support
from tests.api.running import Running
from tests.fakes.clock import MONDAY_MORNING

LATER = "2026-11-23T08:58:00Z"
LATEST = "2026-11-23T08:59:00Z"


async def opened(api: Running, **more: Any) -> int:
    answer = await api.tell(support(**more))
    assert answer.status == 202
    number: int = answer.body["case"]
    return number


async def case(api: Running, number: int) -> dict[str, Any]:
    found: dict[str, Any] = (await api.get(f"/v1/cases/{number}")).body
    return found


async def test_a_ticket_opens_hears_its_customer_and_ends_by_its_id(api: Running) -> None:
    number = await opened(api)
    shown = await case(api, number)
    assert (shown["kind"], shown["state"], shown["code"], shown["channel"]) == (
        "support_ticket",
        "open",
        "damage",
        "Amazon",
    )
    assert shown["support_ticket"]["requester"] == {"name": "Joana Reis"}, "no address, no telephone"

    wrote = {**support("message", message="Here is the photo."), "time": LATER}
    assert (await api.tell(wrote, "evt_2")).body["case"] == number
    assert [m["text"] for m in (await case(api, number))["support_ticket"]["messages"]] == [
        "Here is the photo."
    ]
    again = await api.tell(wrote, "evt_2")
    assert again.status == 200, "the same event again is nothing new"

    ended = await api.tell({**support("closed"), "time": LATEST}, "evt_3")
    assert ended.body["case"] == number
    shown = await case(api, number)
    assert (shown["state"], shown["close_outcome"]) == ("closed", "closed_there")


async def test_a_closing_that_is_older_than_the_last_word_closes_nothing(api: Running) -> None:
    number = await opened(api)
    await api.tell({**support("message"), "time": LATEST}, "evt_2")
    await api.tell({**support("closed"), "time": LATER}, "evt_3")
    assert (await case(api, number))["state"] == "open"


async def test_a_closing_of_what_nobody_knows_is_taken_and_changes_no_case(api: Running) -> None:
    answer = await api.tell(support("closed"))
    assert (answer.status, answer.body["case"]) == (202, None)


async def test_a_clock_that_is_ahead_does_not_outdate_what_follows(api: Running) -> None:
    number = await opened(api)
    await api.tell({**support("message"), "time": "2030-01-01T00:00:00Z"}, "evt_2")
    seen = (await case(api, number))["last_seen_at"]
    assert seen.startswith(MONDAY_MORNING.isoformat()[:13])


async def test_a_ticket_that_is_not_the_subject_is_refused(api: Running) -> None:
    answer = await api.tell({**support(), "subject": "another"})
    assert (answer.status, answer.code) == (422, "bad_data")
    assert answer.body["errors"][0]["pointer"] == "/data/ticket_id"


async def test_a_ticket_is_answered_held_sorted_and_closed_by_the_api(api: Running) -> None:
    number = await opened(api)

    async def act(name: str, **body: Any) -> Any:
        return await api.post(f"/v1/cases/{number}/{name}", body)

    assert (await act("reply", text="Please send a photo.")).body["support_ticket"]["answered"] is True
    assert (await act("hold", kind="customer", reason="ab")).body["errors"][0]["pointer"] == "/reason"
    assert (await act("hold", kind="customer", reason="asked for a photo")).body["state"] == "on_hold"
    assert (await act("close-support", outcome="solved")).status == 409
    assert (await act("resume")).body["state"] == "in_progress"
    assert (await act("category", category="return")).body["code"] == "return"
    wrong = await act("close-support", outcome="refunded")
    assert (wrong.status, wrong.body["errors"][0]["pointer"]) == (422, "/reference")
    closed = await act("close-support", outcome="refunded", reference="R-2210", note="in full")
    assert (closed.body["state"], closed.body["support_ticket"]["close_reference"]) == ("closed", "R-2210")
    assert (await act("reopen", reason="closed by mistake")).body["state"] == "in_progress"
