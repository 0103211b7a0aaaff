"""Mails are fetched over a real connection, and marked as seen once they are on record and not before."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import Invalid, Parked, Temporary
from mail.config import ImapConfig, Security
from mail.imap import ImapPostbox
from mail.inbound.parser import MAX_MAIL_BYTES, parse_mail
from tests.mail.imap_server import PASSWORD, USER, Folder, imap_server
from tests.mail.inbound.mails import customers_mail

CERTIFICATE = Path(__file__).parent / "localhost.pem"


@pytest.fixture
async def folder() -> AsyncIterator[Folder]:
    async with imap_server() as opened:
        yield opened


def config(served: Folder, **more: Any) -> ImapConfig:
    plain = ImapConfig(
        host="127.0.0.1",
        port=served.port,
        username=USER,
        password=PASSWORD,
        security=Security.NONE,
        timeout_s=30,
    )
    return replace(plain, **more)


class Door:
    """`fails` maps a mail's text to what is raised for it."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.taken: list[str] = []
        self.seen_before: list[set[int]] = []
        self.fails: dict[str, Exception] = {}

    async def take(self, raw: bytes) -> None:
        text = parse_mail(raw).text or parse_mail(raw).subject
        self.seen_before.append(set(self.folder.seen))
        if text in self.fails:
            raise self.fails[text]
        self.taken.append(text)


async def test_each_unseen_mail_is_taken_once_and_marked_after_that(folder: Folder) -> None:
    first, second = folder.add(customers_mail("One.")), folder.add(customers_mail("Two."))
    door = Door(folder)
    assert await ImapPostbox(config(folder)).empty(door.take, 10) == 2
    assert door.taken == ["One.", "Two."]
    assert door.seen_before == [set(), {first}], "marked after it was taken"
    assert folder.seen == {first, second}
    assert await ImapPostbox(config(folder)).empty(door.take, 10) == 0


async def test_no_more_than_the_limit_in_one_round(folder: Folder) -> None:
    for number in range(3):
        folder.add(customers_mail(f"Mail {number}."))
    door, box = Door(folder), ImapPostbox(config(folder))
    assert [await box.empty(door.take, 2), await box.empty(door.take, 2)] == [2, 1]
    assert door.taken == ["Mail 0.", "Mail 1.", "Mail 2."]


@pytest.mark.parametrize("error", [Temporary("busy_case"), TimeoutError()])
async def test_a_door_that_is_shut_for_now_ends_the_round_and_marks_nothing(
    folder: Folder, error: Exception
) -> None:
    folder.add(customers_mail("One."))
    folder.add(customers_mail("Two."))
    door = Door(folder)
    door.fails["One."] = error
    with pytest.raises(type(error)):
        await ImapPostbox(config(folder)).empty(door.take, 10)
    assert (door.taken, folder.seen) == ([], set())
    door.fails.clear()
    assert await ImapPostbox(config(folder)).empty(door.take, 10) == 2


async def test_a_mail_that_cannot_be_taken_holds_no_other_up(folder: Folder) -> None:
    bad, good = folder.add(customers_mail("One.")), folder.add(customers_mail("Two."))
    door = Door(folder)
    door.fails["One."] = Invalid("error.whatever")
    assert await ImapPostbox(config(folder)).empty(door.take, 10) == 1
    assert folder.seen == {good}
    assert bad not in folder.seen


async def test_of_a_mail_that_is_too_large_the_headers_are_taken(folder: Folder) -> None:
    uid = folder.add(customers_mail("x", Subject="Large") + b"y" * MAX_MAIL_BYTES)
    door = Door(folder)
    assert await ImapPostbox(config(folder)).empty(door.take, 10) == 1
    assert (door.taken, folder.seen) == (["Large"], {uid})


async def test_a_mail_that_somebody_deleted_meanwhile_is_passed_over(folder: Folder) -> None:
    folder.add(customers_mail("One."))
    second = folder.add(customers_mail("Two."))
    door = Door(folder)

    async def delete_the_second(raw: bytes) -> None:
        folder.mails.pop(second, None)
        await door.take(raw)

    assert await ImapPostbox(config(folder)).empty(delete_the_second, 10) == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"password": "wrong"}, "imap_login_refused"), ({"folder": 'No "such"'}, "imap_no_such_folder")],
)
async def test_what_we_have_configured_wrongly_is_said(
    folder: Folder, change: dict[str, str], reason: str
) -> None:
    with pytest.raises(Parked) as refused:
        await ImapPostbox(config(folder, **change)).empty(Door(folder).take, 10)
    assert refused.value.reason == reason
    assert folder.commands[-1] == "LOGOUT", "nobody stays connected"


@pytest.mark.parametrize("command", ["LOGIN", "SEARCH", "FETCH", "STORE"])
async def test_a_line_that_breaks_loses_nothing(folder: Folder, command: str) -> None:
    folder.add(customers_mail("One."))
    folder.breaks_at = command
    door = Door(folder)
    with pytest.raises(Temporary):
        await ImapPostbox(config(folder)).empty(door.take, 10)
    folder.breaks_at = ""
    await ImapPostbox(config(folder)).empty(door.take, 10)
    assert set(door.taken) == {"One."}, "taken again where it broke before the mark: the door knows a repeat"
    assert len(folder.seen) == 1


async def test_nobody_there_is_temporary() -> None:
    async with imap_server() as gone:
        address = config(gone)
    with pytest.raises(Temporary) as refused:
        await ImapPostbox(address).empty(Door(gone).take, 10)
    assert refused.value.reason == "imap_unreachable"


async def test_over_tls_with_a_certificate_that_is_known_and_not_without() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    async with imap_server(tls) as folder:
        folder.add(customers_mail("One."))
        known = config(folder, host="localhost", security=Security.TLS, ca_file=CERTIFICATE)
        door = Door(folder)
        assert await ImapPostbox(known).empty(door.take, 10) == 1
        with pytest.raises(Parked, match="imap_tls"):
            await ImapPostbox(replace(known, ca_file=None)).empty(door.take, 10)
