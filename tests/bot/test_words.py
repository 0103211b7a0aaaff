"""Words in four languages: found, filled, counted, and never the reason a card is not drawn."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot import words
from bot.words import WordsError, negotiate

AT = datetime(2026, 3, 4, 9, 10, tzinfo=UTC)

ENGLISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "greeting"
msgstr "Hello {name}"

msgid "orders.waiting"
msgid_plural "orders.waiting"
msgstr[0] "{count} order of {shop} waits"
msgstr[1] "{count} orders of {shop} wait"

msgid "only.english"
msgstr "Only here"

msgid "at"
msgstr "since {at}"
"""

FRENCH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "greeting"
msgstr "Bonjour {name}"

msgid "orders.waiting"
msgid_plural "orders.waiting"
msgstr[0] "{count} commande de {shop} attend"
msgstr[1] "{count} commandes de {shop} attendent"
"""


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    """A folder of catalogues of the test's own."""
    for language, text in (("en", ENGLISH), ("fr", FRENCH)):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "first.po").write_text(text, "utf-8")
    return tmp_path


def test_a_key_is_said_with_its_facts_in_each_language(catalogues: Path) -> None:
    said = words.load(strict=True, folder=catalogues)
    assert said["en"]("greeting", name="Ana") == "Hello Ana"
    assert said["fr"]("greeting", name="Ana") == "Bonjour Ana"


def test_what_a_language_lacks_is_said_in_english(catalogues: Path) -> None:
    assert words.load(strict=True, folder=catalogues)["fr"]("only.english") == "Only here"


def test_a_fact_may_be_called_key(catalogues: Path) -> None:
    (catalogues / "en" / "LC_MESSAGES" / "second.po").write_text('msgid "odd"\nmsgstr "{key} {count}"\n')
    assert words.load(strict=True, folder=catalogues)["en"]("odd", key="k", count=2) == "k 2"


def test_numbers_choose_the_plural_of_their_language(catalogues: Path) -> None:
    said = words.load(strict=True, folder=catalogues)
    assert said["en"].n("orders.waiting", 1, shop="Kit") == "1 order of Kit waits"
    assert said["en"].n("orders.waiting", 0, shop="Kit") == "0 orders of Kit wait"
    assert said["fr"].n("orders.waiting", 0, shop="Kit") == "0 commande de Kit attend"
    assert said["en"].n("orders.waiting", 1400, shop="Kit") == "1,400 orders of Kit wait"


def test_braces_in_a_fact_are_only_braces(catalogues: Path) -> None:
    assert (
        words.load(strict=True, folder=catalogues)["en"]("greeting", name="{name} {0} {")
        == "Hello {name} {0} {"
    )


def test_a_missing_key_is_shown_as_it_is_and_logged_once(
    catalogues: Path, caplog: pytest.LogCaptureFixture
) -> None:
    say = words.load(folder=catalogues)["fr"]
    assert [say("no.such.key"), say("no.such.key"), say.n("no.such.count", 2)] == [
        "no.such.key",
        "no.such.key",
        "no.such.count",
    ]
    assert [record.getMessage() for record in caplog.records] == [
        "words missing: language=fr key=no.such.key fault=no words",
        "words missing: language=fr key=no.such.count fault=no words",
    ]


def test_a_missing_fact_shows_the_key_and_never_the_other_facts_in_the_log(
    catalogues: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert words.load(folder=catalogues)["en"]("greeting", nom="a secret") == "greeting"
    assert "greeting" in caplog.text and "a secret" not in caplog.text


def test_strict_words_raise_for_a_missing_key_and_for_a_missing_fact(catalogues: Path) -> None:
    say = words.load(strict=True, folder=catalogues)["en"]
    with pytest.raises(WordsError, match=r"no\.such\.key"):
        say("no.such.key")
    with pytest.raises(WordsError, match="greeting"):
        say("greeting")


def test_has_knows_what_can_be_said(catalogues: Path) -> None:
    say = words.load(strict=True, folder=catalogues)["fr"]
    assert (say.has("only.english"), say.has("no.such.key")) == (True, False)


def test_a_key_in_two_files_is_refused_with_both_names(catalogues: Path) -> None:
    (catalogues / "en" / "LC_MESSAGES" / "second.po").write_text('msgid "greeting"\nmsgstr "Hi"\n')
    with pytest.raises(WordsError, match=r"'greeting' stands in first\.po and in second\.po"):
        words.load(folder=catalogues)


def test_files_of_one_language_are_said_as_one(catalogues: Path) -> None:
    (catalogues / "en" / "LC_MESSAGES" / "second.po").write_text('msgid "bye"\nmsgstr "Bye"\n')
    say = words.load(strict=True, folder=catalogues)["fr"]
    assert (say("bye"), say("greeting", name="Ana")) == ("Bye", "Bonjour Ana")


def test_words_not_yet_written_are_said_in_english(catalogues: Path) -> None:
    (catalogues / "fr" / "LC_MESSAGES" / "second.po").write_text('msgid "only.english"\nmsgstr ""\n')
    assert words.load(strict=True, folder=catalogues)["fr"]("only.english") == "Only here"


def test_a_moment_among_the_facts_is_shown_with_its_zone(catalogues: Path) -> None:
    assert words.load(strict=True, folder=catalogues)["en"]("at", at=AT) == "since 4 Mar 2026, 09:10 UTC"


def test_the_program_speaks_its_four_languages() -> None:
    assert list(words.load(strict=True)) == ["en", "es", "fr", "pt"]


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [
        ("es_LA", "es"),
        ("pt-PT", "pt"),
        ("pt-BR", "pt"),
        ("en-GB", "en"),
        ("FR-ca", "fr"),
        ("fr", "fr"),
        ("es-ES.UTF-8@euro", "es"),
        ("zh-Hant-TW", "fr"),
        ("", "fr"),
        (None, "fr"),
        ("'; DROP", "fr"),
        ("_", "fr"),
    ],
)
def test_a_reader_is_spoken_to_in_the_nearest_language(wanted: str | None, spoken: str) -> None:
    assert negotiate(wanted, "fr") == spoken


def test_english_is_spoken_when_the_default_is_unknown_too() -> None:
    assert negotiate("xx", "yy") == "en"


def test_day_and_time_are_those_of_the_zone() -> None:
    say = words.load(strict=True)["en"]
    assert say.when(AT) == "4 Mar 2026, 09:10"
    assert say.when(AT, "Australia/Sydney", zone=True) == "4 Mar 2026, 20:10 AEDT"
    assert say.time(AT, "Europe/Madrid") == "10:10"
    assert say.day(AT) == "4 Mar 2026"


def test_days_are_written_as_each_language_writes_them() -> None:
    said = words.load(strict=True)
    assert [said[language].day(AT) for language in ("es", "fr", "pt")] == [
        "4 mar 2026",
        "4 mars 2026",
        "4 de mar. de 2026",
    ]


def test_an_unknown_zone_is_utc_and_said_so_once(caplog: pytest.LogCaptureFixture) -> None:
    say = words.load()["en"]
    assert say.when(AT, "Mars/Olympus") == say.when(AT, "Mars/Olympus") == "4 Mar 2026, 09:10"
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 secs"),
        (1, "1 sec"),
        (59.6, "1 min"),
        (90, "1 min 30 secs"),
        (7_500, "2 hrs 5 mins"),
        (7_205, "2 hrs"),
        (190_000, "2 days 4 hrs"),
        (-90, "1 min 30 secs"),
        (timedelta(hours=3), "3 hrs"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(seconds: float | timedelta, shown: str) -> None:
    assert words.load(strict=True)["en"].duration(seconds) == shown


def test_money_is_written_as_each_language_writes_it() -> None:
    said = words.load(strict=True)
    assert said["en"].money(Decimal("1412.5"), "EUR") == "€1,412.50"
    assert said["fr"].money("1412.5", "EUR") == "1\u202f412,50\xa0€"


@pytest.mark.parametrize("value", ["much", "NaN", "Infinity", ""])
def test_money_that_is_no_number_is_shown_as_it_came(value: str) -> None:
    assert words.load(strict=True)["en"].money(value, "EUR") == f"{value} EUR"


def test_a_list_is_said_as_a_sentence_lists_it() -> None:
    said = words.load(strict=True)
    assert said["en"].listed(["a", "b", "c"]) == "a, b and c"
    assert said["fr"].listed(["a", "b"]) == "a et b"
    assert said["en"].listed([]) == ""
