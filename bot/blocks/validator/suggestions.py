"""What an app answers when Slack asks it for the options of an external select (block_suggestion).

Slack tells the app of no fault in it: the person sees an empty menu (bolt-js #1630).
https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
"""

from collections.abc import Iterator

from bot.blocks.kit import limits
from bot.blocks.validator.objects import MENU_OPTION, plain
from bot.blocks.validator.problem import Problem, Surface
from bot.blocks.validator.schema import array, either, must, obj


def validate_options(reply: object) -> list[Problem]:
    """Why Slack would show none of these options; an empty list means it would. No options are fine: no match.

    Pointers start at the reply. Fields beside `options` and `option_groups` are not looked at. Never raises.
    """
    return list(_reply(reply))


def _reply(reply: object) -> Iterator[Problem]:
    if not isinstance(reply, dict):
        yield Problem("must provide an object", "")
        return
    yield from _ONE_LIST(reply, "", Surface.MESSAGE)
    for name, check in _LISTS.items():
        if name in reply:
            yield from check(reply[name], f"/{name}", Surface.MESSAGE)


_ONE_LIST = either("options", "option_groups")
_OPTIONS = array(MENU_OPTION, limits.OPTIONS)
_GROUP = obj({"label": must(plain(limits.OPTION_GROUP_CHARS)), "options": must(_OPTIONS)})
_LISTS = {"options": _OPTIONS, "option_groups": array(_GROUP, limits.OPTION_GROUPS)}
