"""What has to be known before the first click: who is who, and which channels andon.toml subscribed."""

import logging

from andon.config import Config
from bot.gateway.chat import SlackChat
from bot.handlers.groups import Groups
from bot.handlers.people import People
from core.dispatch import Ask, Dispatch
from core.domain.member import Actor, Path
from core.domain.subscription import Filters
from core.errors import AdapterError
from core.services.subscriptions import Subscribe, Subscriptions

log = logging.getLogger(__name__)


async def learn_people(people: People, groups: Groups, chat: SlackChat) -> None:
    """Who is in which user group, and everybody in the workspace, once; later changes come as events. Without it
    the first click of each person costs one call to Slack."""
    await groups.start()
    try:
        await people.learn(await chat.members())
    except AdapterError as error:
        log.warning("members could not be listed (%s); each is looked up when they click", error.reason)


async def seed_subscriptions(dispatch: Dispatch, ask: Ask, config: Config, team_id: str) -> None:
    """For channels that have none: what people changed since stays as they changed it."""
    system = Actor.system(team_id, Path.SCHEDULE)
    for wanted in config.file.subscriptions:
        if await ask(Subscriptions(channel_id=wanted.channel), by=system):
            continue
        await dispatch(
            Subscribe(
                channel_id=wanted.channel,
                channel_name=wanted.name,
                topics=wanted.topics,
                filters=Filters(),
                locale=wanted.locale,
            ),
            by=system,
        )
