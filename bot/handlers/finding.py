"""Which case a typed command means: a number, a link to its card, order:1001, or a name; and where cards stand."""

from collections.abc import Iterable

from bot.grammar import Typed
from bot.handlers.click import Click
from core.errors import Invalid, NotFound
from core.services.reading import CardAt, FindCard, FindCardBySubject, GetCopies
from core.views import CaseCard

SUBJECT_KEYS = ("order", "invoice", "tracking", "job", "sku")


async def named_card(typed: Typed, click: Click) -> CaseCard:
    """Raises Invalid when nothing was named, NotFound when there is no such case."""
    ask, actor = click.house.ask, click.actor
    if typed.number is not None:
        return await ask(FindCard(number=typed.number), by=actor)
    if typed.message is not None:
        return await ask(CardAt(channel_id=typed.message[0], ts=typed.message[1]), by=actor)
    for key in SUBJECT_KEYS:
        if value := typed.one(key):
            return await ask(FindCardBySubject(text=value), by=actor)
    if typed.words:
        return await ask(FindCardBySubject(text=" ".join(typed.words)), by=actor)
    raise Invalid("error.which_case", field="number")


async def named_by_words(words: tuple[str, ...], typed: Typed, click: Click) -> CaseCard:
    """Like `named_card` where some of the words mean something else."""
    if typed.number is not None or typed.message is not None or typed.keys:
        try:
            return await named_card(typed, click)
        except NotFound:
            if not words:
                raise
    if not words:
        raise Invalid("error.which_case", field="number")
    return await click.house.ask(FindCardBySubject(text=" ".join(words)), by=click.actor)


async def links_to(case_ids: Iterable[str], click: Click) -> dict[str, str]:
    """Case id -> the address of its card in Slack. Without those whose card does not stand yet, or that the
    person may not see."""
    team_url, found = click.house.team_url, {}
    for case_id in dict.fromkeys(case_ids) if team_url else ():
        try:
            copies = await click.house.ask(GetCopies(case_id=case_id), by=click.actor)
        except NotFound:
            continue
        for copy in copies:  # the home copy comes first
            if copy.ts is not None:
                stamp = copy.ts.replace(".", "")
                found[case_id] = f"{team_url}archives/{copy.channel_id}/p{stamp}"
                break
    return found
