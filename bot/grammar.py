"""What people type after /andon, understood: order-free, case-free, phone quotes accepted.

    verb  #number  topics  key:value  key=value  key>=value  -key:value  "quoted words"  reason:"..."  @person

Comma means or, a leading minus means not. Nothing here refuses: who asks for more than a verb knows is told by
bot/handlers/slash.py, and the answer shows the understood form back.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from bot import verbs

VERBS = (
    "subscribe",
    "unsubscribe",
    "subscriptions",
    "digest",
    "notifications",
    "list",
    "view",
    "take",
    "assign",
    "retry",
    "pause",
    "notify",
    "decide",
    "reactivate",
    "verify",
    "close",
    "archive",
    "unarchive",
    "hold",
    "resume",
    "undo",
    "jobcheck",
    "why",
    "help",
    *verbs.VERBS,
)

TEXT_LIMIT = 2000
"""Characters of a command that are read; nobody types more, and regular expressions stay cheap."""

_STRAIGHT: dict[str, str | int | None] = {
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‘’‚", "'"),
    "\xa0": " ",
    "≥": ">=",
}
"""What phones make of straight quotes, spaces and >=."""

_DASHES = ("-", "–", "—", "−")
"""A minus, and what phones make of one."""

_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""Slack escapes these three in what people write ("Formatting message text"); & comes last."""

_TOKEN = re.compile(
    r"""([^\s:="'<>]+(?:>=|[:=])\s*)?(?:"([^"]*)"?|'([^']*)'(?=\s|$)|(<[@#!h][^>\s]*(?:\|[^>]*)?>)|(\S+))"""
)
_NUMBER = re.compile(r"^#?(20\d\d\d{4,8})$", re.ASCII)
_MEMBER = re.compile(r"^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$")
_CHANNEL = re.compile(r"^<#([CG][A-Z0-9]+)(?:\|([^>]*))?>$")
_PERMALINK = re.compile(r"/archives/([CDG][A-Z0-9]+)/p(\d{10})(\d{6})")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A command line, taken apart. Values keep the case they were typed in; keys and verbs are lower case."""

    verb: str = ""
    numbers: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    """What stands without a key, in order: topics, a group, a name."""
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    negated: dict[str, tuple[str, ...]] = field(default_factory=dict)
    at_least: dict[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    channel: tuple[str, str] | None = None
    """Id and name of a channel that was mentioned."""
    message: tuple[str, str] | None = None
    """Channel id and ts of a message whose link was given."""
    text: str = ""
    """What is said, letter by letter, behind a verb of bot/verbs.py that carries it."""

    def one(self, key: str) -> str | None:
        values = self.keys.get(key)
        return values[0] if values else None

    @property
    def number(self) -> int | None:
        return self.numbers[0] if self.numbers else None


def parse(text: str) -> Typed:
    """Never raises: any text is some command."""
    line = _unescaped(text[:TEXT_LIMIT])
    if said := verbs.with_text(line, verb_of):
        return replace(_taken_apart(said[0]), text=said[1])
    return _taken_apart(line)


def did_you_mean(word: str, known: tuple[str, ...] = VERBS) -> str | None:
    """The nearest known word, or None."""
    near = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return near[0] if near else None


def verb_of(word: str) -> str | None:
    """The verb that a word names, in any of the four languages."""
    folded = word.casefold()
    return folded if folded in VERBS else TRANSLATED.get(folded)


def _taken_apart(line: str) -> Typed:
    straight = line.translate(str.maketrans(_STRAIGHT))
    found = _Collected()
    for match in _TOKEN.finditer(straight):
        prefix, double, single, angled, bare = match.groups()
        quoted = double if double is not None else single
        value = next((v for v in (quoted, angled, bare) if v is not None), "")
        if prefix is not None:
            found.key(prefix.strip(), value, quoted=quoted is not None)
        elif quoted is not None:
            found.said(value)
        else:
            found.bare(value)
    return found.typed()


class _Collected:
    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.words: list[tuple[str, bool]] = []
        """Each with whether it can be the verb: what stands in quotes cannot."""
        self.keys: dict[str, tuple[str, ...]] = {}
        self.negated: dict[str, tuple[str, ...]] = {}
        self.at_least: dict[str, str] = {}
        self.members: list[str] = []
        self.channel: tuple[str, str] | None = None
        self.message: tuple[str, str] | None = None

    def key(self, prefix: str, value: str, *, quoted: bool) -> None:
        name = prefix.rstrip(":=>").casefold()
        if prefix.endswith(">="):
            self.at_least[name] = value.casefold()
            return
        if name in ("http", "https"):  # a link, not a key
            self.bare(prefix + value)
            return
        values = tuple(v for v in ([value] if quoted else value.split(",")) if v.strip())
        target = self.negated if name.startswith(_DASHES) else self.keys
        name = name.lstrip("".join(_DASHES))
        if name and values:
            target[name] = (*target.get(name, ()), *values)

    def said(self, words: str) -> None:
        if words.strip():
            self.words.append((words, False))

    def bare(self, word: str) -> None:
        if message := _PERMALINK.search(word):
            self.message = message[1], f"{message[2]}.{message[3]}"
        elif member := _MEMBER.match(word):
            self.members.append(member[1])
        elif channel := _CHANNEL.match(word):
            self.channel = channel[1], channel[2] or ""
        else:
            for part in word.split(","):
                if number := _NUMBER.match(part):
                    self.numbers.append(int(number[1]))
                elif part:
                    self.words.append((part, "," not in word))

    def typed(self) -> Typed:
        verb, words = _verb_first(self.words)
        return Typed(
            verb=verb,
            numbers=tuple(self.numbers),
            words=words,
            keys=self.keys,
            negated=self.negated,
            at_least=self.at_least,
            members=tuple(self.members),
            channel=self.channel,
            message=self.message,
        )


def _unescaped(text: str) -> str:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _verb_first(words: list[tuple[str, bool]]) -> tuple[str, tuple[str, ...]]:
    """The verb wherever it stands; where there is none, the first word, which then is a verb unknown."""
    names = [verb_of(word) if may_be else None for word, may_be in words]
    at = next((n for n, name in enumerate(names) if name is not None), None)
    if at is None:
        at = 0 if words and words[0][1] and words[0][0].isalpha() else None
    if at is None:
        return "", tuple(word for word, _ in words)
    rest = tuple(word for n, (word, _) in enumerate(words) if n != at)
    return names[at] or words[at][0].casefold(), rest


TRANSLATED: Mapping[str, str] = {
    # Spanish
    "suscribir": "subscribe",
    "desuscribir": "unsubscribe",
    "suscripciones": "subscriptions",
    "resumen": "digest",
    "notificaciones": "notifications",
    "listar": "list",
    "ver": "view",
    "tomar": "take",
    "asignar": "assign",
    "reintentar": "retry",
    "pausar": "pause",
    "notificar": "notify",
    "decidir": "decide",
    "reactivar": "reactivate",
    "verificar": "verify",
    "cerrar": "close",
    "archivar": "archive",
    "desarchivar": "unarchive",
    "retener": "hold",
    "reanudar": "resume",
    "deshacer": "undo",
    "revisión": "jobcheck",
    "revision": "jobcheck",
    "porqué": "why",
    "porque": "why",
    "ayuda": "help",
    # French
    "abonner": "subscribe",
    "désabonner": "unsubscribe",
    "desabonner": "unsubscribe",
    "abonnements": "subscriptions",
    "synthèse": "digest",
    "synthese": "digest",
    "lister": "list",
    "voir": "view",
    "prendre": "take",
    "attribuer": "assign",
    "réessayer": "retry",
    "reessayer": "retry",
    "suspendre": "pause",
    "prévenir": "notify",
    "prevenir": "notify",
    "décider": "decide",
    "decider": "decide",
    "réactiver": "reactivate",
    "reactiver": "reactivate",
    "vérifier": "verify",
    "verifier": "verify",
    "fermer": "close",
    "archiver": "archive",
    "désarchiver": "unarchive",
    "desarchiver": "unarchive",
    "attendre": "hold",
    "reprendre": "resume",
    "annuler": "undo",
    "contrôle": "jobcheck",
    "controle": "jobcheck",
    "pourquoi": "why",
    "aide": "help",
    # Portuguese; a word that Spanish has too stands above
    "subscrever": "subscribe",
    "cancelar": "unsubscribe",
    "subscrições": "subscriptions",
    "subscricoes": "subscriptions",
    "resumo": "digest",
    "notificações": "notifications",
    "notificacoes": "notifications",
    "atribuir": "assign",
    "repetir": "retry",
    "avisar": "notify",
    "reativar": "reactivate",
    "fechar": "close",
    "arquivar": "archive",
    "desarquivar": "unarchive",
    "reter": "hold",
    "retomar": "resume",
    "desfazer": "undo",
    "verificação": "jobcheck",
    "verificacao": "jobcheck",
    "porquê": "why",
    "ajuda": "help",
    **verbs.TRANSLATED,
}
"""A verb as people of the other three languages type it, with and without accents. English always works."""
