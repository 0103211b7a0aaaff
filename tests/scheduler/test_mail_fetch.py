"""The leader alone looks into the folder, again at once while there is more, and says a trouble once."""

import asyncio

import pytest

from core.errors import Parked
from core.ports.postbox import TakeMail
from scheduler.mail_fetch import AT_ONCE, MailFetch


class Postbox:
    """`rounds` are what each look comes to: a number of mails, or what is raised."""

    def __init__(self, *rounds: int | Exception) -> None:
        self.rounds = list(rounds)
        self.looks = 0
        self.done = asyncio.Event()

    async def empty(self, take: TakeMail, limit: int) -> int:
        self.looks += 1
        outcome = self.rounds.pop(0)
        if not self.rounds:
            self.done.set()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


async def take(raw: bytes) -> None: ...


async def fetched(fetch: MailFetch, until: asyncio.Event) -> None:
    running = asyncio.create_task(fetch.run())
    async with asyncio.timeout(30):
        await until.wait()
        await fetch.stop()
        await running


async def test_a_full_round_is_followed_by_another_without_a_pause() -> None:
    box = Postbox(AT_ONCE, AT_ONCE, 3)
    await fetched(MailFetch(box, take, every_s=3600), box.done)
    assert box.looks == 3


async def test_a_trouble_is_said_once_and_its_end_too(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    box = Postbox(*[Parked("imap_login_refused")] * 3, TimeoutError(), KeyError("bug"), 0, 0)
    await fetched(MailFetch(box, take, every_s=0.001), box.done)
    assert caplog.text.count("imap_login_refused") == 1
    assert caplog.text.count("timed_out") == 1
    assert caplog.text.count("mails are fetched") == 1


async def test_who_does_not_lead_leaves_the_folder_alone() -> None:
    asked = asyncio.Event()

    def leads() -> bool:
        asked.set()
        return False

    box = Postbox(0)
    await fetched(MailFetch(box, take, leads=leads, every_s=3600), asked)
    assert box.looks == 0
