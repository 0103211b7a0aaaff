"""Spanish, French and Portuguese say everything that English says, in one vocabulary, and in the room there is."""

import re
from collections import Counter

import pytest
from babel.messages.catalog import Message

from bot.words import BASE, key_of, languages, merged
from tests.bot.pseudo import LIMITS, filled, limit_of

OTHERS = [language for language in languages() if language != BASE]
SPOKEN = {
    language: {key_of(message): message for message in merged(language) if message.id}
    for language in languages()
}
ENGLISH = SPOKEN[BASE]

SAME = {
    "es": {"Andon", "normal", "Total"},
    "fr": {"Andon", "cause", "Note", "stock", "Total"},
    "pt": {"Andon", "item", "normal", "stock", "Total"},
}
"""Words that are spelt as in English."""

MARKS = "*`<>~&"
"""Slack's markup; an underscore can be part of a code and is counted with the commands."""

TYPED = re.compile(
    r"/andon(?: [a-z]+)?(?: jobs orders)?|/invite|\b[a-z_]+(?:>=|:)[^\s,*]+|#\w+|\b\d{8}\b|@\w+|\b[a-z]+_[a-z_]+\b"
)
"""What a person types or a program reads: it is the same in every language."""

QUOTED = re.compile(r'reason:"[^"]*"')
"""A reason that stands as an example is said in the reader's language."""

GLOSSARY = {
    r"screenshots?": {"es": "captura", "fr": "capture", "pt": "captura"},
    r"retailer": {"es": "tienda|minorista", "fr": "détaillant", "pt": "lojista"},
    r"connections?": {"es": "conexi[oó]n", "fr": "connexion", "pt": "conex(ão|ões)"},
    r"marketplace": {"es": "marketplace", "fr": "marketplace", "pt": "marketplace"},
    r"jobs?": {"es": "tarea", "fr": "tâche", "pt": "tarefa"},
    r"tickets?": {"es": "ticket", "fr": "ticket", "pt": "ticket"},
    r"channels?": {"es": "canal", "fr": "can(al|aux)", "pt": "cana(l|is)"},
    r"thread": {"es": "hilo", "fr": "fil", "pt": "conversa"},
    r"workspace": {"es": "espacio de trabajo", "fr": "espace de travail", "pt": "workspace"},
    r"on hold": {"es": "en espera", "fr": "en attente", "pt": "em espera"},
    r"history": {"es": "historial", "fr": "historique", "pt": "histórico"},
    r"administrator": {"es": "administrador", "fr": "administrateur", "pt": "administrador"},
    r"lead": {"es": "responsable", "fr": "responsable", "pt": "responsável"},
    r"overdue": {"es": "vencido", "fr": "en retard", "pt": "atrasado"},
    r"archived?": {"es": "archiv|guardar", "fr": "archiv|ranger", "pt": "arquiv|arrum"},
    r"orders?": {"es": "pedido|orden", "fr": "commande|ordre", "pt": "pedido|ordem"},
    r"feed": {"es": "feed", "fr": "flux", "pt": "feed"},
    r"priority": {"es": "prioridad", "fr": "priorité", "pt": "prioridade"},
}
"""English -> the one word for it in each language (docs, glossary), so that a thing keeps its name."""


OTHERWISE = {"found.zip", "answer.mention_help"}
"""An archive that is a file, and verbs of /andon alone in a sentence."""


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def bare(text: str) -> str:
    """Without its holes and without what is typed."""
    text = re.sub(r"^/andon.*", "", text)  # an example is typed as a whole
    return TYPED.sub("", QUOTED.sub("", re.sub(r"\{\w+\}", "", text))).strip()


def pairs(language: str) -> list[tuple[str, Message, Message]]:
    return [(key, ENGLISH[key], said) for key, said in SPOKEN[language].items()]


@pytest.mark.parametrize("language", OTHERS)
def test_every_english_key_is_said(language: str) -> None:
    said = {key for key, message in SPOKEN[language].items() if all(texts(message)) and not message.fuzzy}
    assert sorted(set(ENGLISH) - said) == [], f"add them to locales/{language}/LC_MESSAGES"


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left(language: str) -> None:
    left = {
        key: said.string
        for key, english, said in pairs(language)
        if texts(said) == texts(english)
        and re.search(r"[a-z]{2}", bare(texts(said)[0]))
        and bare(texts(said)[0]) not in SAME[language]
    }
    assert left == {}, "translate them, or add words that are spelt alike to SAME"


@pytest.mark.parametrize("language", OTHERS)
def test_words_that_are_spelt_alike_are_still_said(language: str) -> None:
    alike = {bare(texts(said)[0]) for _, english, said in pairs(language) if texts(said) == texts(english)}
    assert SAME[language] - alike == set(), "take them out of SAME"


@pytest.mark.parametrize("language", OTHERS)
def test_a_plural_has_all_forms_of_its_language(language: str) -> None:
    forms = merged(language).num_plurals
    short = [
        key
        for key, english, said in pairs(language)
        if isinstance(english.id, str) != isinstance(said.id, str)
        or (not isinstance(said.id, str) and len([form for form in texts(said) if form]) != forms)
    ]
    assert short == []


def test_a_french_form_that_also_stands_for_nought_says_the_number() -> None:
    silent = [
        key
        for key, _, said in pairs("fr")
        if not isinstance(said.id, str) and any("{count}" not in form for form in texts(said))
    ]
    assert silent == [], "0 takes the first form in French: write {count} in place of one"


@pytest.mark.parametrize("language", OTHERS)
def test_each_form_has_the_holes_of_its_english(language: str) -> None:
    changed = [
        key
        for key, english, said in pairs(language)
        if Counter(re.findall(r"\{\w+\}", texts(said)[-1]))
        != Counter(re.findall(r"\{\w+\}", texts(english)[-1]))
    ]
    assert changed == []


@pytest.mark.parametrize("language", OTHERS)
def test_markup_and_what_is_typed_are_kept(language: str) -> None:
    changed = {}
    for key, english, said in pairs(language):
        for mine, theirs in zip(texts(said), texts(english), strict=True):
            for found in (marks_of, typed_of):
                if found(mine) != found(theirs):
                    changed[key] = (found(theirs), found(mine))
    assert changed == {}


def marks_of(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign in MARKS)


def typed_of(text: str) -> Counter[str]:
    return Counter(TYPED.findall(QUOTED.sub("reason:", re.sub(r"\{\w+\}", "0", text))))


@pytest.mark.parametrize("language", languages())
def test_no_text_is_frayed(language: str) -> None:
    """No blanks at an end or twice, no line break; an ellipsis is the mark of a cut, so menus use three dots."""
    frayed = [
        key
        for key, message in SPOKEN[language].items()
        if any(re.search(r"^\s|\s$|\s\s|[\n\t…]", text) for text in texts(message))
    ]
    assert frayed == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_ends_as_its_english_ends(language: str) -> None:
    """A label stays a label, a sentence a sentence, a question a question."""
    ends = {key: (ending(english), ending(said)) for key, english, said in pairs(language)}
    assert {key: pair for key, pair in ends.items() if pair[0] != pair[1] and key != "letter.greeting"} == {}


def ending(message: Message) -> str:
    found = re.search(r"(\.\.\.|[.:?!])$", texts(message)[-1])
    return found[1] if found else ""


def test_signs_stand_as_each_language_sets_them() -> None:
    french = [
        key
        for key, _, said in pairs("fr")
        if any(re.search(r"[^\S\u00a0][:;?!»]|«[^\S\u00a0]|\w[?!»]", t) for t in texts(said))
    ]
    assert french == [], "a no-break space before : ; ? ! and inside « »"
    spanish = [key for key, _, said in pairs("es") if any(t.count("?") != t.count("¿") for t in texts(said))]
    assert spanish == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("term", GLOSSARY)
def test_a_thing_keeps_its_name(term: str, language: str) -> None:
    english = re.compile(rf"\b{term}\b", re.IGNORECASE)
    spoken = re.compile(GLOSSARY[term][language], re.IGNORECASE)
    other = {
        key: texts(said)[-1]
        for key, theirs, said in pairs(language)
        if english.search(bare(texts(theirs)[-1]))
        and not spoken.search(texts(said)[-1])
        and key not in OTHERWISE
    }
    assert other == {}


@pytest.mark.parametrize("language", languages())
def test_a_text_fits_the_place_where_it_stands(language: str) -> None:
    """Names in it are as long as a label shows them, so that Slack neither refuses nor cuts."""
    long = {
        key: (len(filled(text)), text)
        for key, message in SPOKEN[language].items()
        for text in texts(message)
        if len(filled(text)) > (limit_of(key) or 10_000)
    }
    assert long == {}


def test_every_limit_is_of_some_key() -> None:
    assert [keys for keys, _ in LIMITS if not any(re.fullmatch(keys, key) for key in ENGLISH)] == []
