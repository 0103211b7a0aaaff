"""The rich_text block: what the composer of Slack writes, and what can be sent in its place.

Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block.
"""

from bot.blocks.kit import limits
from bot.blocks.validator.schema import Check, array, boolean, integer, may, must, obj, string, tagged, url

STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")

_STYLE = may(obj({name: may(boolean()) for name in STYLES}))
_ID = must(string(least=1))

PARTS: dict[str, Check] = {
    "text": obj({"text": must(string(least=1)), "style": _STYLE}, tag="type"),
    "link": obj(
        {
            "url": must(url(limits.URL_CHARS)),
            "text": may(string()),
            "unsafe": may(boolean()),
            "style": _STYLE,
        },
        tag="type",
    ),
    "user": obj({"user_id": _ID, "style": _STYLE}, tag="type"),
    "usergroup": obj({"usergroup_id": _ID, "style": _STYLE}, tag="type"),
    "channel": obj({"channel_id": _ID, "style": _STYLE}, tag="type"),
    "team": obj({"team_id": _ID, "style": _STYLE}, tag="type"),
    "emoji": obj(
        {
            "name": _ID,
            "unicode": may(string()),
            "url": may(string()),
            "skin_tone": may(integer(1, 6)),
            "style": _STYLE,
        },
        tag="type",
    ),
    "broadcast": obj({"range": must(string(among={"here", "channel", "everyone"}))}, tag="type"),
    "color": obj({"value": _ID}, tag="type"),
    "date": obj(
        {
            "timestamp": must(integer()),
            "format": must(string(least=1)),
            "url": may(string()),
            "fallback": may(string()),
            "style": _STYLE,
        },
        tag="type",
    ),
}

_PARTS = array(tagged(PARTS))
_SECTION = obj({"elements": must(_PARTS)}, tag="type")
_BORDER = may(integer(0, 1))

CONTENTS: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_quote": obj({"elements": must(_PARTS), "border": _BORDER}, tag="type"),
    "rich_text_preformatted": obj(
        {"elements": must(_PARTS), "border": _BORDER, "language": may(string())}, tag="type"
    ),
    "rich_text_list": obj(
        {
            "style": must(string(among={"bullet", "ordered"})),
            "elements": must(array(tagged({"rich_text_section": _SECTION}), least=1)),
            "indent": may(integer(0, limits.LIST_INDENT)),
            "offset": may(integer(0)),
            "border": _BORDER,
        },
        tag="type",
    ),
}

RICH_TEXT = obj(
    {
        "elements": must(array(tagged(CONTENTS), least=1)),
        "block_id": may(string(limits.BLOCK_ID_CHARS)),
    },
    tag="type",
)
