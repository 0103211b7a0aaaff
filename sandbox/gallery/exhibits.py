"""What the gallery shows: the examples that the golden tests approve, drawn and checked anew for each visitor."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

from bot.blocks.examples import HOSTILE
from bot.blocks.examples.drawings import Drawing, drawings
from bot.blocks.examples.hostile import hostile_drawings
from bot.blocks.validator import validate
from bot.words import Say

Json: TypeAlias = dict[str, Any]
Text: TypeAlias = Literal["example", "hostile"]
Draw: TypeAlias = Callable[[Say, dict[str, Say], Text], Mapping[str, Drawing]]

TRYING = (
    "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"> "
    f"javascript:document.title='taken' {HOSTILE}"
)
"""A text that tries everything in Slack, and in a page."""

READER_LOCALES = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR", "pt": "pt-PT"}
"""How dates are written for whoever reads a language; another language stands for itself."""


def drawn(say: Say, words: dict[str, Say], text: Text) -> Mapping[str, Drawing]:
    """Every drawing; with `hostile`, a text that tries everything wherever words of others may stand."""
    return hostile_drawings(TRYING, say, words) if text == "hostile" else drawings(say, words)


def exhibits(draw: Draw, language: str, words: dict[str, Say], text: Text) -> list[Json]:
    """Each drawing of one language with its surface and what Slack would refuse of it."""
    return [
        {
            "name": name,
            "surface": one.surface.value,
            "payload": one.payload,
            "problems": [str(problem) for problem in validate(one.payload, one.surface)],
        }
        for name, one in draw(words[language], words, text).items()
    ]
