"""Mails are taken from the mail server that signs them, once each, and what belongs to no case can be read."""

import asyncio
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from core.domain.member import Role
from core.errors import Stale, Temporary
from core.services.cases import TakeCase
from core.services.support import ReplyToCustomer
from mail.inbound.parser import MAX_MAIL_BYTES
from tests.api.events import support
from tests.api.running import CARE, OLD_SECRET, Answer, DatabaseGone, Running, Setting, running
from tests.contracts.world import ANA
from tests.fakes.clock import SetClock
from tests.mail.inbound.mails import bounce, customers_mail

CANARY = "do-not-log-this-4711"


async def hand_over(api: Running, raw: bytes, message_id: str = "mail_1", **more: Any) -> Answer:
    signed = api.signed(raw, message_id, **more)
    headers = {"Content-Type": "message/rfc822", **signed}
    return await api.ask("POST", "/v1/mail/inbound", role=None, data=BytesIO(raw), headers=headers)


async def written_to(api: Running) -> tuple[int, str]:
    """A customer's ticket that a letter of ours went out for: its number, and the letter's Message-ID."""
    number = (
        await api.tell(support(requester={"name": "Joana Reis", "email": "Joana.Reis@mail.example"}))
    ).body["case"]
    case = await api.world.read(lambda unit: unit.cases.by_number(number))
    await api.house.dispatch(TakeCase(case_id=case.id, seen_version=case.version), by=ANA)
    reply = ReplyToCustomer(case_id=case.id, seen_version=case.version + 1, text="A photo, please.")
    await api.house.dispatch(reply, by=ANA)
    (claim,) = [c for c in await api.world.deliveries.claim("t", limit=9) if c.lane.startswith("mail:")]
    return number, f"<{claim.work.delivery_id}@shop.example>"


async def last_words(api: Running, number: int) -> str:
    case: Any = await api.world.read(lambda unit: unit.cases.by_number(number))
    return str(case.messages[-1].text)


async def test_an_answer_is_stored_on_its_case_before_it_is_answered(api: Running) -> None:
    number, letter = await written_to(api)
    answer = await hand_over(api, customers_mail(In_Reply_To=letter))
    assert (answer.status, answer.body) == (202, {"outcome": "heard", "case": number})
    assert await last_words(api, number) == "Here is the photo."
    case = await api.world.read(lambda unit: unit.cases.by_number(number))
    rows = await api.world.read(lambda unit: unit.history.of(case.id))
    assert rows[-1].path == "mail"


async def test_the_same_mail_again_is_200_whatever_the_id_of_its_delivery(api: Running) -> None:
    _, letter = await written_to(api)
    raw = customers_mail(In_Reply_To=letter)
    await hand_over(api, raw, "mail_1")
    before = await api.stored()
    for again in (
        await hand_over(api, raw, "mail_1"),
        await hand_over(api, raw, "mail_2", secret=OLD_SECRET),
    ):
        assert (again.status, again.body["outcome"]) == (200, "repeated")
    assert await api.stored() == before


async def test_the_signed_address_stands_in_for_a_lost_thread(api: Running) -> None:
    number, _ = await written_to(api)
    raw = customers_mail(In_Reply_To="", References="", Subject="photo", To=CARE.of(number))
    assert (await hand_over(api, raw)).body == {"outcome": "heard", "case": number}


async def test_a_bounce_is_taken_for_what_it_is(api: Running) -> None:
    number, letter = await written_to(api)
    assert (await api.get(f"/v1/cases/{number}")).body["letter_problem"] is None
    assert (await hand_over(api, bounce(of=letter))).body == {"outcome": "bounced", "case": number}
    problem = (await api.get(f"/v1/cases/{number}")).body["letter_problem"]
    assert (problem["kind"], problem["status"]) == ("bounced", "5.1.1")


async def test_the_same_mail_from_two_sides_at_once_is_heard_once(api: Running) -> None:
    number, letter = await written_to(api)
    raw = customers_mail(In_Reply_To=letter)
    both = await asyncio.gather(hand_over(api, raw, "mail_1"), hand_over(api, raw, "mail_2"))
    assert sorted(answer.status for answer in both) == [200, 202]
    case: Any = await api.world.read(lambda unit: unit.cases.by_number(number))
    assert [message.text for message in case.messages if message.by is None] == ["Here is the photo."]


async def test_what_belongs_to_no_case_can_be_read_by_admins_alone(
    api: Running, caplog: pytest.LogCaptureFixture
) -> None:
    raw = customers_mail(CANARY, In_Reply_To="", References="", Subject="Order")
    assert (await hand_over(api, raw)).body == {"outcome": "unmatched", "case": None}
    assert "belongs to no case" in caplog.text
    assert CANARY not in caplog.text
    assert (await api.get("/v1/mail/unmatched", role=Role.LEAD)).status == 403
    (mail,) = (await api.get("/v1/mail/unmatched", role=Role.ADMIN)).body["mails"]
    assert (mail["sender"], mail["subject"], mail["text"]) == ("joana.reis@mail.example", "Order", CANARY)
    assert b'andon_mails_total{outcome="unmatched"} 1.0' in (await api.get("/metrics", role=None)).raw


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"webhook-signature": "v1,AAAA"}, "bad_signature"),
        ({"webhook-id": "another"}, "bad_signature"),
        ({"webhook-id": ""}, "missing_header"),
    ],
)
async def test_a_mail_that_nobody_signed_leaves_nothing(
    api: Running, change: dict[str, str], code: str, caplog: pytest.LogCaptureFixture
) -> None:
    raw = customers_mail(CANARY)
    before = await api.stored()
    headers = {"Content-Type": "message/rfc822", **api.signed(raw), **change}
    answer = await api.ask("POST", "/v1/mail/inbound", role=None, data=BytesIO(raw), headers=headers)
    assert (answer.status, answer.code) == (401, code)
    assert await api.stored() == before
    assert CANARY not in caplog.text


async def test_an_old_signature_is_refused(api: Running) -> None:
    assert (await hand_over(api, customers_mail(), ago_s=301)).code == "old_timestamp"


async def test_what_is_no_mail_is_told_so(api: Running) -> None:
    raw = customers_mail()
    headers = {"Content-Type": "application/json", **api.signed(raw)}
    answer = await api.ask("POST", "/v1/mail/inbound", role=None, data=BytesIO(raw), headers=headers)
    assert (answer.status, answer.code) == (415, "content_type")
    assert (await hand_over(api, b" \r\n")).code == "empty_mail"
    large = await api.ask(
        "POST",
        "/v1/mail/inbound",
        role=None,
        data=BytesIO(b"x" * (MAX_MAIL_BYTES + 1)),
        headers={"Content-Type": "message/rfc822"},
    )
    assert (large.status, large.code) == (413, "body_too_large")


async def test_a_case_that_is_busy_is_tried_again_and_then_the_mail_server_is(api: Running) -> None:
    number, letter = await written_to(api)
    api.door.fails_with = [Stale("moved on")]
    assert (await hand_over(api, customers_mail(In_Reply_To=letter))).status == 202
    for refused in (Temporary("full"), DatabaseGone()):
        api.door.fails_with = [refused]
        again = await hand_over(api, customers_mail("Second", Message_ID="<2@mail.example>"))
        assert again.status == 503
        assert int(again.headers["Retry-After"]) >= 1
    assert await last_words(api, number) == "Here is the photo."


async def test_where_andon_toml_names_no_secret_there_is_no_such_door(
    sqlite_url: str, tmp_path: Path, clock: SetClock
) -> None:
    async with running(sqlite_url, tmp_path, clock, Setting(mail=False)) as api:
        assert (await hand_over(api, customers_mail())).code == "mail_not_configured"
