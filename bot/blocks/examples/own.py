"""What members hear of themselves, as it is drawn: the form, and the answers to commands."""

from dataclasses import replace
from typing import Any

from bot import routes
from bot.blocks import notifications_modal, own_subscriptions, subscribe_me_modal
from bot.blocks.examples.given import AT
from bot.blocks.message import Message
from bot.words import Say
from core.domain.member import DigestChoice, Means
from core.domain.own_subscription import MyNotifications, Occasion, OwnSubscription
from core.domain.subscription import Filters, Topic


def mine(text: str) -> MyNotifications:
    orders = OwnSubscription(
        id="o1",
        team_id="T0DEMO",
        member_id="U0ANA",
        topics=frozenset({Topic.ORDERS, Topic.INVOICES}),
        filters=Filters(severity_at_least="critical", wanted={"account": (text,)}),
        created_at=AT,
    )
    jobs = replace(orders, id="o2", topics=frozenset({Topic.JOBS}), occasions=frozenset(Occasion))
    return MyNotifications(
        means=Means.BOTH,
        address="ana@shop.example",
        address_is_slacks=True,
        digest=DigestChoice.BOTH,
        weekly_day=2,
        mail=True,
        mornings_off=False,
        weeks_off=False,
        subscriptions=(orders, jobs),
    )


def modals(say: Say, text: str) -> dict[str, dict[str, Any]]:
    shown, route = mine(text), routes.NotificationsModal()
    typed = replace(shown, means=Means.MAIL, address_is_slacks=False, subscriptions=(), mornings_off=True)
    no_mail = replace(shown, mail=False, address=None, subscriptions=(), digest=DigestChoice.OFF)
    return {
        "notifications": notifications_modal.render(shown, route, say),
        "notifications_typed": notifications_modal.render(typed, route, say),
        "notifications_no_mail": notifications_modal.render(no_mail, route, say),
        "subscribe_me": subscribe_me_modal.render(routes.SubscribeMeModal(below="V0BELOW"), say),
    }


def messages(say: Say, text: str) -> dict[str, Message]:
    shown = mine(text)
    silent = replace(shown, means=Means.DIGEST, digest=DigestChoice.OFF, subscriptions=())
    return {
        "mine": own_subscriptions.mine(shown, say),
        "mine_none": own_subscriptions.mine(silent, say),
        "mine_subscribed": own_subscriptions.subscribed(shown.subscriptions[1], shown, say),
        "mine_chosen": own_subscriptions.chosen(replace(shown, means=Means.MAIL), say),
        "mine_silent": own_subscriptions.chosen(silent, say),
        "mine_no_address": own_subscriptions.chosen(replace(shown, address=None), say),
    }
