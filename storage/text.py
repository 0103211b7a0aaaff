"""Text from outside, made storable without losing a character.

PostgreSQL refuses NUL in text, and neither database takes a lone surrogate (it has no UTF-8). Both do arrive:
JSON may spell them as \\u0000 and \\ud800. Dropping them would lose what somebody sent, so they are escaped:
a noncharacter of Unicode leads four hexadecimal digits, and stands for itself the same way.
"""

import re
from hashlib import sha256

LEAD = "\ufdd0"
"""A noncharacter: never in text that means something. https://www.unicode.org/faq/private_use.html#noncharacters"""

LONGEST_KEY = 200
"""Code points of an indexed text. A B-tree row of PostgreSQL holds at most 2,704 bytes, and one code point
has at most four. https://www.postgresql.org/docs/15/btree-implementation.html"""

_UNSTORABLE = re.compile(f"[\x00\ud800-\udfff{LEAD}]")
_ESCAPED = re.compile(f"{LEAD}([0-9a-f]{{4}})")


def escape(text: str) -> str:
    """What both databases take. Different texts stay different."""
    return _UNSTORABLE.sub(lambda found: f"{LEAD}{ord(found[0]):04x}", text)


def unescape(stored: str) -> str:
    """The text that `escape` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), stored) if LEAD in stored else stored


def key(text: str) -> str:
    """A text short enough for an index. A longer one keeps its beginning and is told apart by its digest."""
    stored = escape(text)
    if len(stored) <= LONGEST_KEY:
        return stored
    return f"{stored[: LONGEST_KEY - 65]}~{sha256(stored.encode()).hexdigest()}"
