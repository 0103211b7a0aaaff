"""/andon notifications; subscribe me, unsubscribe me, subscriptions me."""

from dataclasses import replace

from bot.blocks import own_subscriptions
from bot.grammar import Typed, did_you_mean
from bot.handlers.click import Answer, Click, Open, Whisper
from bot.handlers.notifications import drawn, mine
from bot.handlers.slash_subscriptions import filters_of, topics_in
from core.domain.member import Means
from core.domain.own_subscription import Occasion
from core.errors import Invalid
from core.services.notifications import SetMyNotifications
from core.services.own_subscriptions import SubscribeMe, UnsubscribeMe

ON = "on"
"""The key that names the occasions: on:opened,reopened."""


async def notifications(typed: Typed, click: Click) -> Answer:
    """Bare it opens the modal; with a word it is chosen at once."""
    words, address = tuple(word.casefold() for word in typed.words), typed.one("address")
    if not words and address is None:
        return Open(view=await drawn(click))
    if len(words) > 1 or (words and words[0] not in set(Means)):
        near = did_you_mean(words[0], tuple(Means))
        raise Invalid("error.which_means", field="means", means=near or ", ".join(Means))
    wish = SetMyNotifications(
        key=click.key, means=Means(words[0]) if words else None, address=_address(address)
    )
    kept = await click.house.dispatch(wish, by=click.actor)
    return Whisper(message=own_subscriptions.chosen(kept, click.say))


async def subscribe_me(typed: Typed, click: Click) -> Answer:
    _alone(typed)
    occasions = frozenset(_occasion(word) for word in typed.keys.get(ON, ()))
    filters = filters_of(replace(typed, keys={k: v for k, v in typed.keys.items() if k != ON}))
    wish = SubscribeMe(key=click.key, topics=topics_in(typed.words), filters=filters, occasions=occasions)
    kept = await click.house.dispatch(wish, by=click.actor)
    return Whisper(message=own_subscriptions.subscribed(kept, await mine(click), click.say))


async def unsubscribe_me(typed: Typed, click: Click) -> Answer:
    _alone(typed)
    wish = UnsubscribeMe(key=click.key, topics=topics_in(typed.words))
    await click.house.dispatch(wish, by=click.actor)
    return Whisper(message=own_subscriptions.mine(await mine(click), click.say))


async def subscriptions_me(typed: Typed, click: Click) -> Answer:
    _alone(typed)
    return Whisper(message=own_subscriptions.mine(await mine(click), click.say))


def _alone(typed: Typed) -> None:
    """Raises Invalid where a channel was named too, or its language: what is meant is not clear then."""
    if typed.channel is not None or "language" in typed.keys:
        raise Invalid("error.me_or_a_channel", field="channel")


def _occasion(word: str) -> Occasion:
    folded = word.casefold()
    if folded not in set(Occasion):
        near = did_you_mean(folded, tuple(Occasion))
        raise Invalid("error.which_occasion", field=ON, occasions=near or ", ".join(Occasion))
    return Occasion(folded)


def _address(typed: str | None) -> str | None:
    """Slack makes a link of what people type: <mailto:ana@shop.example|ana@shop.example>."""
    if typed is None:
        return None
    return typed.strip("<>").partition("|")[0].removeprefix("mailto:")


OF_ME = {"subscribe": subscribe_me, "unsubscribe": unsubscribe_me, "subscriptions": subscriptions_me}
RUNS = {"notifications": notifications}
