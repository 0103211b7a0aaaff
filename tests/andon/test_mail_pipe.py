"""A mail server's pipe hands a mail over, and learns by the exit status what to do with it."""

import asyncio
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from andon.mail_pipe import SEND_BACK, TAKEN, TRY_AGAIN, hand_over
from andon.settings import Settings
from mail.inbound.parser import MAX_MAIL_BYTES
from tests.api.running import SECRET, DatabaseGone, Setting, running
from tests.contracts.databases import sqlite_template, sqlite_url
from tests.fakes.clock import SetClock
from tests.mail.inbound.mails import customers_mail

__all__ = ["sqlite_template", "sqlite_url"]


class Input:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


async def piped(monkeypatch: pytest.MonkeyPatch, raw: bytes, url: str, secret: str = SECRET) -> int:
    monkeypatch.setattr("sys.stdin", Input(raw))
    return await hand_over(Settings(url=url, mail_secret=SecretStr(secret)))


@pytest.fixture
def today() -> SetClock:
    """The pipe signs by the real clock."""
    clock = SetClock()
    clock.advance((datetime.now(UTC) - clock.now()).total_seconds())
    return clock


async def test_a_mail_is_taken_once_and_a_repeat_is_no_failure(
    sqlite_url: str, tmp_path: Path, today: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(sqlite_url, tmp_path, today) as api:
        for _ in range(2):
            assert await piped(monkeypatch, customers_mail(), api.address) == TAKEN
        rows: Any = await api.world.read(lambda unit: unit.mails.unmatched(9))
        assert [row.text for row in rows] == ["Here is the photo."]


async def test_what_may_work_later_stays_in_the_queue_and_what_never_will_goes_back(
    sqlite_url: str, tmp_path: Path, today: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(sqlite_url, tmp_path, today) as api:
        other = "whsec_" + "b" * 40
        assert await piped(monkeypatch, customers_mail(), api.address, other) == TRY_AGAIN
        assert await piped(monkeypatch, customers_mail(), api.address, "") == TRY_AGAIN
        api.door.fails_with = [DatabaseGone()]
        assert await piped(monkeypatch, customers_mail(), api.address) == TRY_AGAIN
        assert await piped(monkeypatch, b"\n", api.address) == SEND_BACK
        assert await piped(monkeypatch, b"x" * (MAX_MAIL_BYTES + 1), api.address) == SEND_BACK
        address = api.address
    assert await piped(monkeypatch, customers_mail(), address) == TRY_AGAIN, "nobody listens any more"


async def test_where_no_mail_is_configured_it_stays_in_the_queue(
    sqlite_url: str, tmp_path: Path, today: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(sqlite_url, tmp_path, today, Setting(mail=False)) as api:
        async with asyncio.timeout(30):
            assert await piped(monkeypatch, customers_mail(), api.address) == TRY_AGAIN
