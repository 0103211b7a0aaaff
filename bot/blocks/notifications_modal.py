"""My notifications: what I subscribed to, by which way I hear of it, and which overviews I get."""

from bot.blocks import kit, own_subscriptions
from bot.blocks.fields import choices, inputs
from bot.blocks.kit import Block
from bot.forms import NotificationsForm
from bot.routes import NotificationsModal, SubscribeMeButton, UnsubscribeMeButton
from bot.words import Say
from core.domain.member import Means
from core.domain.own_subscription import MyNotifications, OwnSubscription


def render(shown: MyNotifications, route: NotificationsModal, say: Say) -> Block:
    address = route.view()
    return kit.modal(
        say("modal.notifications.title"),
        [*_mine(shown, say), kit.divider(), *_fields(shown, say)],
        callback_id=address["callback_id"],
        private_metadata=address["private_metadata"],
        submit=say("modal.notifications.submit"),
        close=say("modal.cancel"),
    )


def _mine(shown: MyNotifications, say: Say) -> list[Block]:
    add = kit.button(say("mine.add"), SubscribeMeButton().element())
    head = kit.section(kit.bold(own_subscriptions.headed(shown, say)), accessory=add)
    return [head, *(_row(n, each, say) for n, each in enumerate(shown.subscriptions))]


def _row(n: int, subscription: OwnSubscription, say: Say) -> Block:
    remove = UnsubscribeMeButton(subscription_id=subscription.id, slot=f"n{n}")
    return kit.section(
        own_subscriptions.row(subscription, say), accessory=kit.button(say("mine.remove"), remove.element())
    )


def _fields(shown: MyNotifications, say: Say) -> list[Block]:
    """The means that work here; the address where Slack tells none and mail can be sent."""
    can = [m for m in Means if shown.mail or not m.by_mail]
    typed = shown.mail and not shown.address_is_slacks
    kept = {
        "means": shown.means if shown.means in can else Means.DIRECT,
        "address": shown.address or "",
        "mornings": shown.digest.mornings,
        "weekly": shown.digest.weeks,
        "weekly_day": str(shown.weekly_day),
    }
    drawn = {
        block["block_id"]: block
        for block in inputs(NotificationsForm, say, kept=kept, options={"means": choices("means", can, say)})
    }
    after_means = [drawn["address"]] if typed else _where_mail_goes(shown, say)
    overviews = [drawn["mornings"], drawn["weekly"], drawn["weekly_day"], *_switched_off(shown, say)]
    return [drawn["means"], *after_means, *overviews]


def _where_mail_goes(shown: MyNotifications, say: Say) -> list[Block]:
    if not shown.mail:
        return [kit.context(kit.said(say, "mine.mail_not_set_up"))]
    return [kit.context(kit.said(say, "mine.address_is_slacks", address=shown.address or ""))]


def _switched_off(shown: MyNotifications, say: Say) -> list[Block]:
    off = shown.mornings_off or shown.weeks_off
    return [kit.context(kit.words(":warning:", kit.said(say, "digest.workspace_off")))] if off else []
