"""The verbs beside the main job: for parcels, customers and what is said of a case; and which carry a text.

What somebody says to a carrier, a customer or a colleague is kept letter by letter: a comma in it does not mean
"or", and 10:30 is no key. So behind these verbs, and the case they name, nothing is taken apart.
"""

import re
from collections.abc import Callable, Mapping

VERBS = (
    "solve",
    "contact",
    "reviewed",
    "reply",
    "category",
    "merge",
    "reopen",
    "acknowledge",
    "comment",
    "priority",
    "cause",
    "link",
    "history",
)

WITH_TEXT = frozenset({"solve", "reply", "comment"})

TRANSLATED: Mapping[str, str] = {
    # Spanish
    "solucionar": "solve",
    "contactar": "contact",
    "revisado": "reviewed",
    "responder": "reply",
    "categoría": "category",
    "categoria": "category",
    "fusionar": "merge",
    "reabrir": "reopen",
    "enterado": "acknowledge",
    "comentar": "comment",
    "prioridad": "priority",
    "causa": "cause",
    "vincular": "link",
    "historial": "history",
    # French
    "résoudre": "solve",
    "resoudre": "solve",
    "contacter": "contact",
    "relu": "reviewed",
    "répondre": "reply",
    "repondre": "reply",
    "catégorie": "category",
    "categorie": "category",
    "fusionner": "merge",
    "rouvrir": "reopen",
    "vu": "acknowledge",
    "commenter": "comment",
    "priorité": "priority",
    "priorite": "priority",
    "motif": "cause",
    "lier": "link",
    "historique": "history",
    # Portuguese; a word that Spanish has too stands above
    "resolver": "solve",
    "revisto": "reviewed",
    "juntar": "merge",
    "ciente": "acknowledge",
    "prioridade": "priority",
    "ligar": "link",
    "histórico": "history",
    "historico": "history",
}

_FIRST_TWO = re.compile(r"^\s*(\S+)(?:\s+(\S+))?")
_NAMES_A_CASE = re.compile(
    r"^#?20\d{6,10}$|/archives/[CDG][A-Z0-9]+/p\d{16}|^(?:order|invoice|tracking|job|sku)[:=]\S+$",
    re.ASCII | re.IGNORECASE,
)
_OPTION = re.compile(r"^\s*(as[:=]\S+)")
_PAIRS = {'"': '"', "'": "'", "“": "”", "„": "“", "«": "»", "‘": "’"}


def with_text(line: str, verb_of: Callable[[str], str | None]) -> tuple[str, str] | None:
    """(what is taken apart, what is said) where a line begins with such a verb, or with a case and the verb."""
    found = _FIRST_TWO.match(line)
    first, second = (found[1], found[2] or "") if found else ("", "")
    if verb_of(first) in WITH_TEXT:
        end = found.end(2) if found and _NAMES_A_CASE.search(second) else found.end(1) if found else 0
    elif verb_of(second) in WITH_TEXT and _NAMES_A_CASE.search(first):
        end = found.end(2) if found else 0
    else:
        return None
    if option := _OPTION.match(line[end:]):
        end += option.end()
    return line[:end], _unquoted(line[end:].strip())


def _unquoted(said: str) -> str:
    """Without the quotes around the whole of it, a phone's too."""
    if len(said) >= 2 and _PAIRS.get(said[0]) == said[-1] and said[0] not in said[1:-1]:
        return said[1:-1].strip()
    return said
