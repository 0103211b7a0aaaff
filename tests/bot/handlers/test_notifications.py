"""My notifications: by command and in the form of App Home."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from bot.routes import (
    NotificationsButton,
    NotificationsModal,
    SubscribeMeButton,
    SubscribeMeModal,
    UnsubscribeMeButton,
)
from core.domain.member import DigestChoice, Means
from core.domain.own_subscription import MyNotifications, Occasion, OwnSubscription
from core.domain.subscription import Topic
from core.domain.workspace import Digests
from core.policies.routing import FILTER_FIELDS
from core.services.notifications import GetMyNotifications
from core.services.subscriptions import Subscriptions
from sandbox.slack.demo import ANA, GUEST, OPS_JOBS
from sandbox.slack.person import Person
from tests.bot.payloads import chosen, command, send, submit, typed
from tests.bot.scene import SAY, Scene

Json = dict[str, Any]
TRIGGERS = count()
"""Each command is one of its own: the same trigger twice would be the same act."""

YES = {"type": "checkboxes", "selected_options": [{"value": "yes"}]}
NO: Json = {"type": "checkboxes", "selected_options": []}


def can_mail(scene: Scene) -> None:
    workspace = scene.store.workspace()
    scene.store.workspace = lambda: replace(workspace, mail=True)


async def told(scene: Scene, text: str, **more: Any) -> str:
    status, ack = await scene.carry(command(text, trigger=f"1.2.{next(TRIGGERS)}", **more))
    assert status == 200 and ack is not None and ack["response_type"] == "ephemeral"
    return f"{ack['text']} {ack.get('blocks')}"


async def mine(scene: Scene, member_id: str = ANA) -> MyNotifications:
    return await scene.house.ask(GetMyNotifications(), by=scene.actor(member_id))


async def subscribed(scene: Scene, member_id: str = ANA) -> tuple[OwnSubscription, ...]:
    return (await mine(scene, member_id)).subscriptions


async def test_one_subscribes_oneself_with_the_words_for_a_channel(scene: Scene) -> None:
    shown = await told(
        scene, 'subscribe me orders,invoices severity>=critical account:"Acme" -code:low_stock on:reopened'
    )
    (kept,) = await subscribed(scene)

    assert set(kept.topics) == {Topic.ORDERS, Topic.INVOICES}
    assert set(kept.occasions) == {Occasion.REOPENED}
    assert (kept.filters.severity_at_least, kept.filters.wanted) == ("critical", {"account": ("Acme",)})
    assert kept.filters.unwanted == {"code": ("low_stock",)}
    assert SAY("mine.belongs") in shown and "Acme" in shown
    assert await scene.house.ask(Subscriptions(), by=scene.system) == (), "no channel is touched"


async def test_ones_own_are_listed_and_ended(scene: Scene) -> None:
    await told(scene, "abonner ME jobs")
    await told(scene, "subscribe me orders")
    assert SAY.n("mine.head", 2) in await told(scene, "subscriptions me")
    assert SAY.n("mine.head", 1) in await told(scene, "unsubscribe me orders")
    assert [set(s.topics) for s in await subscribed(scene)] == [{Topic.JOBS}]
    assert SAY("mine.none") in await told(scene, "unsubscribe me")
    assert SAY("error.not_subscribed") in await told(scene, "unsubscribe me")


async def test_a_preview_is_the_same_for_oneself_and_subscribes_nobody(scene: Scene) -> None:
    assert "7 days" in await told(scene, "subscribe me jobs preview")
    assert await subscribed(scene) == ()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("subscribe me", SAY("error.no_topic", topics=", ".join(Topic))),
        ("subscribe me lamps", SAY("error.unknown_topic", word="lamps", topics=", ".join(Topic))),
        ("subscribe me jobs on:closed", SAY("error.which_occasion", occasions="opened, reopened, escalated")),
        (f"subscribe me jobs <#{OPS_JOBS}|ops-jobs>", SAY("error.me_or_a_channel")),
        ("subscribe me jobs language:fr", SAY("error.me_or_a_channel")),
        ("notifications pigeon", SAY("error.which_means", means="direct, mail, both, digest")),
        ("notifications mial", SAY("error.which_means", means="mail")),
        ("notifications mail", SAY("error.no_mail")),
    ],
)
async def test_what_cannot_be_is_refused_with_what_can(scene: Scene, text: str, refusal: str) -> None:
    assert refusal.replace("&", "&amp;") in await told(scene, text)
    assert await subscribed(scene) == ()
    assert (await mine(scene)).means is Means.DIRECT


async def test_a_channel_has_no_occasions(scene: Scene) -> None:
    refused = SAY("error.unknown_filter", field="on", fields=", ".join(FILTER_FIELDS))
    assert refused in await told(scene, "subscribe jobs on:opened")
    assert await scene.house.ask(Subscriptions(), by=scene.system) == ()


@pytest.mark.parametrize("means", Means)
async def test_the_means_are_chosen_by_a_word(scene: Scene, means: Means) -> None:
    can_mail(scene)
    shown = await told(scene, f"notificaciones {means}")

    assert SAY(f"mine.{means}", address="ana.ruiz@harbour.example") in shown
    assert (await mine(scene)).means is means


async def test_an_address_is_typed_only_where_slack_tells_none(scene: Scene) -> None:
    can_mail(scene)
    link = "<mailto:ana@else.example|ana@else.example>"
    assert SAY("error.address_is_slacks") in await told(scene, f"notifications mail address:{link}")

    member = await scene.house.people.member(ANA)
    assert member is not None
    await scene.store.run(lambda uow: uow.members.keep(replace(member, email=None)), scene.system)
    assert "/andon notifications mail" in await told(scene, "notifications mail")
    await told(scene, f"notifications mail address:{link}")
    assert ((await mine(scene)).address, (await mine(scene)).means) == ("ana@else.example", Means.MAIL)


async def test_who_will_hear_of_nothing_is_warned(scene: Scene) -> None:
    await told(scene, "digest me off")

    assert SAY("mine.silent") in await told(scene, "notifications digest")


async def test_the_form_of_app_home_shows_and_keeps_every_choice(live: Scene, ana: Person) -> None:
    can_mail(live)
    view = await form(live, ana)
    assert view["callback_id"] == NotificationsModal.name
    assert "ana.ruiz@harbour.example" in str(view["blocks"]), "Slack tells it, so it is not typed"
    assert "address" not in {b["block_id"] for b in view["blocks"] if b["type"] == "input"}

    filled = {"means": chosen("both"), "mornings": NO, "weekly": YES, "weekly_day": chosen("5")}
    assert await send(ana, view, **filled) is None
    answer = SAY("mine.both", address="ana.ruiz@harbour.example")
    await ana.until_modal(lambda v: answer in str(v["blocks"]))
    kept = await mine(live)
    assert (kept.means, kept.digest, kept.weekly_day) == (Means.BOTH, DigestChoice.WEEKLY, 5)


async def test_in_the_form_one_subscribes_and_unsubscribes(live: Scene, ana: Person) -> None:
    view = await form(live, ana)
    await ana.click_in_view(view, SubscribeMeButton.name)
    adding = await ana.until_modal(lambda v: v["callback_id"] == SubscribeMeModal.name)
    filled = {"topic": chosen("orders"), "severity": chosen("high"), "more": typed("account:acme")}
    assert await send(ana, adding, **filled, reopened=YES) is None
    await live.settled()
    (kept,) = await subscribed(live)
    assert (set(kept.topics), kept.filters.severity_at_least) == ({Topic.ORDERS}, "high")
    assert kept.filters.wanted == {"account": ("acme",)}
    assert set(kept.occasions) == {Occasion.OPENED, Occasion.REOPENED}

    below = await ana.until_modal(lambda v: SAY.n("mine.head", 1) in str(v["blocks"]))
    assert below["id"] == view["id"], "what it stood on is drawn afresh"
    await ana.click_in_view(below, f"{UnsubscribeMeButton.name}.n0")
    await ana.until_modal(lambda v: SAY("mine.none") in str(v["blocks"]))
    assert await subscribed(live) == ()


async def test_the_form_opens_by_command_too(live: Scene, ana: Person) -> None:
    await ana.command(OPS_JOBS, "/andon notifications")

    assert (await ana.until_modal())["callback_id"] == NotificationsModal.name


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ("colour:red", SAY("error.unknown_filter", field="colour", fields=", ".join(FILTER_FIELDS))),
        ("jobs", SAY("error.only_filters")),
        ("severity>=huge", "huge"),
    ],
)
async def test_filters_that_are_none_are_refused_at_their_field(scene: Scene, more: str, error: str) -> None:
    body = submit(SubscribeMeModal(below="V1"), topic=chosen("jobs"), more=typed(more))
    _, ack = await scene.carry(body)

    assert ack is not None and list(ack["errors"]) == ["more"] and error in ack["errors"]["more"]
    assert await subscribed(scene) == ()


async def test_a_typed_address_is_kept_and_a_wrong_one_refused_at_its_field(scene: Scene) -> None:
    can_mail(scene)
    member = await scene.house.people.member(ANA)
    assert member is not None
    await scene.store.run(lambda uow: uow.members.keep(replace(member, email=None)), scene.system)
    filled: dict[str, Any] = {
        "means": chosen("mail"),
        "weekly_day": chosen("2"),
        "weekly": YES,
        "mornings": YES,
    }

    for wrong in ("", "nobody"):
        _, ack = await scene.carry(submit(NotificationsModal(), address=typed(wrong), **filled))
        assert ack is not None and list(ack["errors"]) == ["address"]
    _, ack = await scene.carry(submit(NotificationsModal(), address=typed("ana@shop.example"), **filled))
    assert ack is not None and ack["response_action"] == "clear"
    kept = await mine(scene)
    assert (kept.address, kept.means, kept.digest) == ("ana@shop.example", Means.MAIL, DigestChoice.BOTH)


async def test_a_day_that_was_left_as_it_was_goes_on_following_the_workspace(scene: Scene) -> None:
    filled: dict[str, Any] = {"means": chosen("direct"), "weekly": YES, "mornings": YES}
    await scene.carry(submit(NotificationsModal(), **filled, weekly_day=chosen("2")))
    workspace = scene.store.workspace()
    scene.store.workspace = lambda: replace(workspace, digests=Digests(weekly_day=4))
    assert (await mine(scene)).weekly_day == 4

    await scene.carry(submit(NotificationsModal(), **filled, weekly_day=chosen("1")))
    assert (await mine(scene)).weekly_day == 1


async def test_a_guest_chooses_too_but_no_address(scene: Scene) -> None:
    await told(scene, "subscribe me orders", user=GUEST)
    assert len(await subscribed(scene, GUEST)) == 1
    await told(scene, "notifications digest", user=GUEST)
    assert (await mine(scene, GUEST)).means is Means.DIGEST


async def form(live: Scene, ana: Person) -> Json:
    """My notifications, opened from App Home."""
    await ana.open_home()
    home = await ana.until(ana.home)
    await ana.click_in_view(home, NotificationsButton.name)
    return await ana.until_modal()
