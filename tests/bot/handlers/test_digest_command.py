"""/andon digest: a channel's overview and one's own."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from bot.handlers.slash_digests import weekday_of
from core.domain.member import DigestChoice
from core.domain.workspace import Digests
from core.services.members import GetMember
from core.services.notifications import GetMyNotifications
from core.services.subscriptions import Subscriptions
from sandbox.slack.demo import ANA, GUEST, OPS_JOBS
from tests.bot.payloads import command
from tests.bot.scene import SAY, WORDS, Scene

TRIGGERS = count()
"""Each command is one of its own: the same trigger twice would be the same act."""


async def told(scene: Scene, text: str, **more: Any) -> str:
    status, ack = await scene.carry(command(text, trigger=f"1.2.{next(TRIGGERS)}", **more))
    assert status == 200 and ack is not None and ack["response_type"] == "ephemeral"
    return f"{ack['text']} {ack.get('blocks')}"


async def chosen(scene: Scene, member_id: str = ANA) -> DigestChoice:
    member = await scene.house.ask(GetMember(member_id=member_id), by=scene.system)
    assert member is not None
    return member.digest


async def wanted(scene: Scene) -> list[bool]:
    return [s.digest for s in await scene.house.ask(Subscriptions(), by=scene.system)]


async def test_a_channel_is_switched_off_and_on(scene: Scene) -> None:
    await told(scene, "subscribe jobs", channel=OPS_JOBS)
    assert await wanted(scene) == [True]
    off = await told(scene, "digest off", channel=OPS_JOBS)
    assert SAY("digest.channel_off", channel=f"<#{OPS_JOBS}>") in off
    assert await wanted(scene) == [False]
    assert SAY("digest.channel_on", channel=f"<#{OPS_JOBS}>") in await told(scene, f"digest <#{OPS_JOBS}> ON")
    assert await wanted(scene) == [True]


@pytest.mark.parametrize("choice", DigestChoice)
async def test_everybody_chooses_their_own(scene: Scene, choice: DigestChoice) -> None:
    assert SAY(f"digest.me.{choice}") in await told(scene, f"digest me {choice}")
    assert await chosen(scene) is choice
    assert SAY(f"digest.me.{choice}") in await told(scene, f"RESUMEN {choice} me", user=GUEST)


@pytest.mark.parametrize(
    "text", ["digest me", "digest me sometimes", "digest me off on", "synthèse me maybe"]
)
async def test_a_choice_that_is_none_names_those_there_are(scene: Scene, text: str) -> None:
    assert SAY("error.digest_choice", choices="off, morning, weekly, both") in await told(scene, text)
    assert await chosen(scene) is DigestChoice.BOTH


@pytest.mark.parametrize("text", ["digest weekly", "digest on off", "digest perhaps"])
async def test_a_switch_that_is_none_says_how_it_goes(scene: Scene, text: str) -> None:
    assert SAY("error.digest_switch", choices="on, off") in await told(scene, text)


async def test_bare_it_says_what_it_does(scene: Scene) -> None:
    assert SAY("help.digest") in await told(scene, "digest")


async def test_a_channel_that_hears_of_nothing_has_no_overview(scene: Scene) -> None:
    answer = await told(scene, "digest on", channel=OPS_JOBS)
    assert SAY("digest.channel_on", channel=f"<#{OPS_JOBS}>") not in answer
    assert await wanted(scene) == []


async def test_whoever_may_only_look_does_not_switch_a_channel(scene: Scene) -> None:
    await told(scene, "subscribe jobs", channel=OPS_JOBS)
    await told(scene, "digest off", channel=OPS_JOBS, user=GUEST)
    assert await wanted(scene) == [True]


async def test_what_the_workspace_switched_off_is_said(scene: Scene) -> None:
    said = replace(scene.store.workspace(), digests=Digests(weekly=False))
    scene.store.workspace = lambda: said
    assert SAY("digest.workspace_off") in await told(scene, "digest me weekly")
    assert SAY("digest.workspace_off") not in await told(scene, "digest me morning")


@pytest.mark.parametrize(
    ("day", "weekday"), [("friday", 5), ("FRI", 5), ("5", 5), ("viernes", None), ("t", None), ("8", None)]
)
async def test_the_week_comes_on_a_day_of_ones_own(scene: Scene, day: str, weekday: int | None) -> None:
    shown = await told(scene, f"digest me weekly day:{day}")
    mine = await scene.house.ask(GetMyNotifications(), by=scene.actor(ANA))

    assert mine.weekly_day == (weekday or 2)
    assert (SAY("digest.me.weekly") in shown) is (weekday is not None)
    assert ("Tuesday" in shown) is (weekday is None), "a day that is none names those there are"


@pytest.mark.parametrize(
    ("locale", "day", "weekday"), [("es", "vier", 5), ("pt", "sexta", 5), ("fr", "wed", 3)]
)
def test_a_day_is_named_in_the_readers_language_or_in_english(locale: str, day: str, weekday: int) -> None:
    assert weekday_of(day, WORDS[locale]) == weekday


async def test_a_channel_has_no_day(scene: Scene) -> None:
    await told(scene, "subscribe jobs", channel=OPS_JOBS)

    assert SAY("error.digest_switch", choices="on, off") in await told(scene, "digest on day:friday")
