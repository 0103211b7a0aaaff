"""/andon digest: which overviews come, for this channel or for oneself."""

from bot.blocks import digest_answers, help_text
from bot.grammar import Typed
from bot.handlers.click import Answer, Click, Whisper
from bot.handlers.slash_subscriptions import channel_of
from core.domain.member import DigestChoice
from core.errors import Invalid
from core.services.digest_choices import SetChannelDigest, SetMyDigest

ME = "me"
SWITCH = {"on": True, "off": False}


async def digest(typed: Typed, click: Click) -> Answer:
    words = tuple(word.casefold() for word in typed.words)
    if not words:
        return Whisper(message=help_text.render("digest", click.say))
    if ME in words:
        return await _mine(tuple(word for word in words if word != ME), click)
    if len(words) != 1 or words[0] not in SWITCH:
        raise Invalid("error.digest_switch", field="digest", choices=", ".join(SWITCH))
    channel_id, _ = channel_of(typed, click)
    wish = SetChannelDigest(key=click.key, channel_id=channel_id, on=SWITCH[words[0]])
    kept = await click.house.dispatch(wish, by=click.actor)
    return Whisper(message=digest_answers.channel(kept.channel_id, kept.on, kept.workspace_off, click.say))


async def _mine(words: tuple[str, ...], click: Click) -> Answer:
    if len(words) != 1 or words[0] not in set(DigestChoice):
        raise Invalid("error.digest_choice", field="digest", choices=", ".join(DigestChoice))
    wish = SetMyDigest(key=click.key, choice=DigestChoice(words[0]))
    kept = await click.house.dispatch(wish, by=click.actor)
    return Whisper(message=digest_answers.mine(kept.choice, kept.workspace_off, click.say))


RUNS = {"digest": digest}
