"""/andon digest: which overviews come, for this channel or for oneself."""

from babel import Locale

from bot.blocks import digest_answers, help_text
from bot.grammar import Typed
from bot.handlers.click import Answer, Click, Whisper
from bot.handlers.slash_subscriptions import channel_of
from bot.own_forms import WEEKDAYS
from bot.words import Say
from core.domain.member import DigestChoice
from core.errors import Invalid
from core.services.digest_choices import SetChannelDigest, SetMyDigest
from core.services.notifications import SetMyNotifications

ME = "me"
SWITCH = {"on": True, "off": False}


async def digest(typed: Typed, click: Click) -> Answer:
    words = tuple(word.casefold() for word in typed.words)
    if not words:
        return Whisper(message=help_text.render("digest", click.say))
    if ME in words:
        return await _mine(tuple(word for word in words if word != ME), typed.one("day"), click)
    if len(words) != 1 or words[0] not in SWITCH or "day" in typed.keys:
        raise Invalid("error.digest_switch", field="digest", choices=", ".join(SWITCH))
    channel_id, _ = channel_of(typed, click)
    wish = SetChannelDigest(key=click.key, channel_id=channel_id, on=SWITCH[words[0]])
    kept = await click.house.dispatch(wish, by=click.actor)
    return Whisper(message=digest_answers.channel(kept.channel_id, kept.on, kept.workspace_off, click.say))


async def _mine(words: tuple[str, ...], day: str | None, click: Click) -> Answer:
    if len(words) != 1 or words[0] not in set(DigestChoice):
        raise Invalid("error.digest_choice", field="digest", choices=", ".join(DigestChoice))
    if day is not None:
        chosen = SetMyNotifications(weekly_day=weekday_of(day, click.say))
        await click.house.dispatch(chosen, by=click.actor)
    wish = SetMyDigest(key=click.key, choice=DigestChoice(words[0]))
    kept = await click.house.dispatch(wish, by=click.actor)
    return Whisper(message=digest_answers.mine(kept.choice, kept.workspace_off, click.say))


def weekday_of(word: str, say: Say) -> int:
    """An ISO weekday, by its number or by the beginning of its name, in the reader's language or in English.
    Raises Invalid."""
    folded = word.casefold()
    if folded in WEEKDAYS:
        return int(folded)
    for locale in (say.locale, Locale.parse("en")):
        names = locale.days["format"]["wide"]  # Monday is 0
        found = [day + 1 for day, name in names.items() if name.casefold().startswith(folded)]
        if len(found) == 1:
            return int(found[0])
    raise Invalid("error.weekday", field="day", days=say.listed([say(f"weekday.{day}") for day in WEEKDAYS]))


RUNS = {"digest": digest}
