"""Letters from Andon's real mail adapter into the mailbox, its JSON, its faults, and its memory."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.errors import AdapterError, OutcomeUnknown, Permanent, Temporary
from sandbox.mailbox.demo import Mailbox, MailboxConfig
from sandbox.mailbox.faults import FaultKind, PlannedFault
from sandbox.mailbox.letters import received, shown
from tests.sandbox.mailbox.conftest import Corner, letter, mail_to


async def messages(corner: Corner) -> list[dict[str, Any]]:
    async with corner.http.get(corner.url + "api/messages") as answer:
        assert answer.status == 200
        found: list[dict[str, Any]] = (await answer.json())["messages"]
        return found


async def test_a_letter_stands_in_the_mailbox(corner: Corner) -> None:
    message_id = await corner.mail.send(letter())
    (got,) = await messages(corner)
    assert got["message_id"] == message_id
    assert got["subject"] == "eBay AU order sync is stopped"
    assert got["to"] == [{"name": "Kitchenware Co", "address": "ops@kitchenware.example"}]
    assert got["envelope"] == {"from": "andon@ops.example", "to": ["ops@kitchenware.example"]}
    assert got["case"] == "20262010"
    assert got["text"] == letter().body
    assert got["times"] == 1


async def test_the_newest_comes_first_and_a_repeat_is_counted(corner: Corner) -> None:
    for number, one in enumerate(("a", "b", "a")):
        await corner.mail.send(letter(id=one, subject=f"Letter {number}"))
    assert [(got["subject"], got["times"]) for got in await messages(corner)] == [
        ("Letter 2", 2),
        ("Letter 1", 1),
        ("Letter 0", 1),
    ]


async def test_the_letter_as_it_came_is_a_download(corner: Corner) -> None:
    await corner.mail.send(letter())
    (got,) = await messages(corner)
    async with corner.http.get(f"{corner.url}api/messages/{got['id']}/raw") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert len(await answer.read()) == got["size_bytes"]
    async with corner.http.get(corner.url + "api/messages/99-abc/raw") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("kind", "family", "kept"),
    [
        (FaultKind.BUSY, Temporary, 0),
        (FaultKind.GREYLIST, Temporary, 0),
        (FaultKind.UNKNOWN_MAILBOX, Permanent, 0),
        (FaultKind.TOO_BIG, Permanent, 0),
        (FaultKind.DROP_BEFORE_DATA, Temporary, 0),
        (FaultKind.DROP_AFTER_DATA, OutcomeUnknown, 1),
    ],
)
async def test_a_planned_fault_happens_once(
    corner: Corner, kind: FaultKind, family: type[AdapterError], kept: int
) -> None:
    async with corner.http.post(corner.url + "api/faults", json={"kind": kind}) as answer:
        assert (await answer.json())["faults"] == [{"kind": kind, "to": None, "times": 1}]
    with pytest.raises(family):
        await corner.mail.send(letter())
    assert len(await messages(corner)) == kept
    await corner.mail.send(letter())
    assert len(await messages(corner)) == kept + 1


async def test_a_fault_for_one_recipient_spares_the_others(corner: Corner) -> None:
    corner.mailbox.faults.add(PlannedFault(kind=FaultKind.GREYLIST, to="ops@kitchenware.example", times=2))
    await corner.mail.send(letter(to_address="ana@shop.example"))
    with pytest.raises(Temporary):
        await corner.mail.send(letter())
    async with corner.http.delete(corner.url + "api/faults") as answer:
        assert (await answer.json())["faults"] == []
    await corner.mail.send(letter())


@pytest.mark.parametrize(
    "body", ["", "[]", "5", '{"kind": "fire"}', '{"kind": "busy", "times": 0}', '{"kind": []}']
)
async def test_a_fault_that_is_none_is_refused_with_an_example(corner: Corner, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with corner.http.post(corner.url + "api/faults", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert "greylist" in (await answer.json())["error"]


async def test_a_foreign_page_cannot_plan_a_fault(corner: Corner) -> None:
    async with corner.http.post(corner.url + "api/faults", data='{"kind": "busy"}') as answer:
        assert answer.status == 400
    assert corner.mailbox.faults.planned == ()


async def test_an_open_page_is_told_when_a_letter_comes(corner: Corner) -> None:
    async with corner.http.get(corner.url + "api/stream") as stream, asyncio.timeout(5):
        assert await stream.content.readuntil(b"\r\n\r\n") == b"data: look\r\n\r\n"
        await corner.mail.send(letter())
        assert await stream.content.readuntil(b"\r\n\r\n") == b"data: look\r\n\r\n"


async def test_stopping_lets_open_pages_go(corner: Corner) -> None:
    async with corner.http.get(corner.url + "api/stream") as stream, asyncio.timeout(5):
        await stream.content.readuntil(b"\r\n\r\n")
        await corner.mailbox.stop()
        await stream.content.read()  # until its end
    with pytest.raises(Temporary):
        await corner.mail.send(letter())


async def test_letters_outlive_a_restart_and_a_torn_line_is_left_out(tmp_path: Path) -> None:
    config = MailboxConfig(file=tmp_path / "letters.jsonl")
    first = Mailbox(config)
    await first.start()
    await mail_to(first).send(letter(id="one"))
    await mail_to(first).send(letter(id="two"))
    before = first.messages()
    await first.stop()
    with (tmp_path / "letters.jsonl").open("ab") as file:
        file.write(b'{"id": "3-ab", "raw')
    second = Mailbox(config)
    await second.start()
    assert second.messages() == before
    await second.stop()


async def test_only_so_many_are_kept() -> None:
    mailbox = Mailbox(MailboxConfig(keep=2))
    await mailbox.start()
    for number in range(3):
        await mail_to(mailbox).send(letter(id=f"n{number}", subject=str(number)))
    assert [message["subject"] for message in mailbox.messages()] == ["2", "1"]
    await mailbox.stop()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?utf-8?b?%%%?=\r\nFrom: <<>>,,;\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xff",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n--x--",
        b"Content-Type: text/html\r\n\r\n<script>alert(1)</script>",
        b"To: " + b"a," * 2000 + b"\r\n\r\n",
    ],
)
def test_a_mail_made_of_nonsense_is_shown_all_the_same(raw: bytes) -> None:
    mail = received(raw, sender="", recipients=["a@b"], number=1, at=datetime(2026, 11, 22, tzinfo=UTC))
    drawn = shown(mail)
    assert drawn["size_bytes"] == len(raw)
    assert all(isinstance(drawn[name], str) for name in ("subject", "text", "message_id", "case"))
