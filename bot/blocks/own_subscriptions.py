"""What a member hears of themselves, in the form it was understood."""

from bot.blocks import kit
from bot.blocks.kit import Mrkdwn
from bot.blocks.message import Message, message, note
from bot.blocks.subscriptions_list import understood
from bot.routes import NotificationsButton
from bot.words import Say
from core.domain.own_subscription import MyNotifications, Occasion, OwnSubscription


def mine(shown: MyNotifications, say: Say) -> Message:
    """By which way, of what, and the way to change it."""
    head = headed(shown, say)
    rows = [kit.section(kit.bold(head)), *(kit.section(row(s, say)) for s in shown.subscriptions)]
    return message(kit.dotted(head, by_means(shown, say)), [*rows, *_how(shown, say)])


def headed(shown: MyNotifications, say: Say) -> Mrkdwn:
    count = len(shown.subscriptions)
    return kit.said_n(say, "mine.head", count) if count else kit.said(say, "mine.none")


def chosen(shown: MyNotifications, say: Say) -> Message:
    """The answer to a choice: what will come from now on."""
    return note(by_means(shown, say), *_warnings(shown, say))


def subscribed(kept: OwnSubscription, shown: MyNotifications, say: Say) -> Message:
    head = kit.said(say, "mine.done", what=row(kept, say))
    belongs = kit.context(kit.said(say, "mine.belongs"))
    return message(head, [kit.section(head), *_how(shown, say), belongs])


def row(subscription: OwnSubscription, say: Say) -> Mrkdwn:
    """`orders, severity from critical · told on opening and reopening`."""
    occasions = [say(f"occasion.{each}") for each in Occasion if each in subscription.occasions]
    when = kit.said(say, "mine.occasions", occasions=say.listed(occasions))
    return kit.dotted(understood(subscription.topics, subscription.filters, say), when)


def by_means(shown: MyNotifications, say: Say) -> Mrkdwn:
    if shown.means.by_mail and (not shown.mail or shown.address is None):
        return kit.said(say, "mine.no_mail")
    return kit.said(say, f"mine.{shown.means}", address=shown.address or "")


def _how(shown: MyNotifications, say: Say) -> list[kit.Block]:
    change = kit.button(say("home.my_notifications"), NotificationsButton().element())
    return [kit.section(by_means(shown, say), accessory=change), *_warnings(shown, say)]


def _warnings(shown: MyNotifications, say: Say) -> list[kit.Block]:
    return [kit.context(kit.words(":warning:", kit.said(say, "mine.silent")))] if shown.silent else []
