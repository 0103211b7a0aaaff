"""/andon subscribe, unsubscribe, subscriptions."""

from bot.blocks import subscriptions_list
from bot.grammar import Typed, did_you_mean
from bot.handlers.click import Answer, Click, Whisper
from core.domain.case_parts import Severity
from core.domain.subscription import Filters, Topic
from core.errors import Invalid
from core.services.subscriptions import (
    PreviewSubscription,
    Subscribe,
    Subscriptions,
    UncoveredTopics,
    Unsubscribe,
)

_TOPIC_WORDS = {
    **{t.value: t for t in Topic},
    **{t.value.removesuffix("s"): t for t in Topic},
    "job": Topic.JOBS,
    "tickets": Topic.JOBS,
    "invoice": Topic.INVOICES,
}
PREVIEW = "preview"


async def subscribe(typed: Typed, click: Click) -> Answer:
    wants_preview = PREVIEW in (w.casefold() for w in typed.words)
    topics = topics_in(tuple(w for w in typed.words if w.casefold() != PREVIEW))
    filters = filters_of(typed)
    if wants_preview:
        cards = await click.house.ask(
            PreviewSubscription(topics=topics or frozenset(Topic), filters=filters), by=click.actor
        )
        return Whisper(message=subscriptions_list.preview(topics, filters, cards, click.say))
    channel_id, channel_name = channel_of(typed, click)
    kept = await click.house.dispatch(
        Subscribe(
            key=click.key,
            channel_id=channel_id,
            channel_name=channel_name,
            topics=topics,
            filters=filters,
            locale=typed.one("language"),
        ),
        by=click.actor,
    )
    return Whisper(message=subscriptions_list.subscribed(kept, click.say))


async def unsubscribe(typed: Typed, click: Click) -> Answer:
    channel_id, _ = channel_of(typed, click)
    topics = topics_in(typed.words)
    left = await click.house.dispatch(
        Unsubscribe(key=click.key, channel_id=channel_id, topics=topics), by=click.actor
    )
    return Whisper(message=subscriptions_list.unsubscribed(left, click.say))


async def subscriptions(typed: Typed, click: Click) -> Answer:
    channel_id = typed.channel[0] if typed.channel else None
    found = await click.house.ask(Subscriptions(channel_id=channel_id), by=click.actor)
    uncovered = await click.house.ask(UncoveredTopics(), by=click.actor)
    return Whisper(message=subscriptions_list.render(found, uncovered, click.say))


def filters_of(typed: Typed) -> Filters:
    """severity>=high and severity:high,critical both work; the rest goes to the core, which names its fields."""
    wanted = {k: v for k, v in typed.keys.items() if k != "language"}
    least = typed.at_least.get("severity")
    for field in typed.at_least:
        if field != "severity":
            raise Invalid("error.unknown_filter", field=field, fields="severity")
    if least is not None and least not in set(Severity):
        near = did_you_mean(least, tuple(Severity))
        raise Invalid(
            "error.unknown_severity", field="severity", value=least, severities=near or ", ".join(Severity)
        )
    return Filters(severity_at_least=least, wanted=wanted, unwanted=dict(typed.negated))


def topics_in(words: tuple[str, ...]) -> frozenset[Topic]:
    topics = set()
    for word in words:
        topic = _TOPIC_WORDS.get(word.casefold())
        if topic is None:
            near = did_you_mean(word, tuple(Topic))
            raise Invalid("error.unknown_topic", field="topics", word=word, topics=near or ", ".join(Topic))
        topics.add(topic)
    return frozenset(topics)


def channel_of(typed: Typed, click: Click) -> tuple[str, str]:
    if typed.channel is not None:
        return typed.channel
    if click.place.channel_id is None:
        raise Invalid("error.which_channel", field="channel")
    return click.place.channel_id, ""


RUNS = {"subscribe": subscribe, "unsubscribe": unsubscribe, "subscriptions": subscriptions}
