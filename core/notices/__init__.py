"""What Andon may tell people, one file per kind: the data, and examples that tests and the gallery draw."""

from typing import ClassVar, Self


class Notice:
    """A message sent once. A card is none: cards are drawn again and again.

    Subclasses are frozen dataclasses of plain values (str, int, bool, datetime, tuples of them, None), so
    that they can wait in a table. `EXAMPLES` is set below each class.
    """

    EXAMPLES: ClassVar[tuple[Self, ...]] = ()
