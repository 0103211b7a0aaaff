"""How many characters a piece of Block Kit says."""

from collections.abc import Collection

SPEAKING = frozenset({"plain_text", "mrkdwn", "markdown", "text", "link", "raw_text"})
"""The types whose `text` is read by people: text objects, a markdown block, parts of rich text, plain cells."""


def chars_of(piece: object, *, but: Collection[str] = ()) -> int:
    """Code points of all texts in it, however deep, without the fields named in `but`.

    It is not recursive: the JSON is not ours.
    """
    chars, waiting = 0, [piece]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            kind, text = value.get("type"), value.get("text")
            if isinstance(kind, str) and kind in SPEAKING and isinstance(text, str):
                chars += len(text)
            waiting.extend(entry for name, entry in value.items() if name not in but)
        elif isinstance(value, list):
            waiting.extend(value)
    return chars
