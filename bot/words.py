"""Words: `say("error.stale", ...)` in one language, and its dates, durations, numbers and money.

The keys are ours (an error's code, a card's line); the words are gettext catalogues that any translation tool
opens: `locales/<language>/LC_MESSAGES/<noun>.po`, one file per noun so that many hands can work at once. They
are compiled as they are loaded, so no .mo file can be out of date. English is complete; what another language
lacks is said in English. A key without words never breaks a card: the key itself is shown, and logged once.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.core import negotiate_locale
from babel.dates import format_date, format_time, get_timezone
from babel.lists import format_list
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

LOCALES = Path(__file__).parents[1] / "locales"
BASE = "en"

DYNAMIC_PREFIXES = (
    "account_role.",  # + buyer, seller, retailer or store
    "action.",  # + an action of a case
    "archive.",  # + a reason to archive
    "asks.",  # + the name of a command that was refused
    "category.",  # + what a customer wants
    "cause.",  # + a cause of a job's failure
    "checklist.",  # + a rule of the closing policy
    "choice.",  # + what can be decided on an account
    "claim.",  # + what a closing says it is
    "confirm.",  # + an action that asks first
    "contact_outcome.",  # + a ContactOutcome
    "containment.",  # + a ContainmentKind
    "customer.",  # + how a customer's word came
    "deadline.",  # + what a Deadline is for
    "detail.",  # + a field of the details
    "digest.",  # + what an overview counts, how a case stands in it, or a DigestChoice
    "done.",  # + the name of a command
    "error.",  # + the code of an error
    "event.",  # + the class of an event
    "evidence.",  # + an EvidenceType
    "form.",  # + form and field
    "found.",  # + what a file turned out to be
    "group.",  # + a group of cases
    "heard.",  # + an Occasion
    "help.",  # + a verb of /andon
    "hold.",  # + a HoldKind
    "home.",  # + a counter, kind or act of App Home
    "jobcheck.",  # + what became of a failing job
    "kind.",  # + a Kind
    "letter.",  # + a cause and a part of the letter
    "mail_kept.",  # + why a mail counts as nobody's word
    "means.",  # + a Means
    "medium.",  # + how a confirmation came
    "menu.",  # + a group or entry of a menu
    "modal.",  # + a form
    "needs.",  # + a Needs
    "mine.",  # + a Means
    "news.",  # + what a carrier said or did
    "not_reported.",  # + a fact of a run
    "occasion.",  # + an Occasion
    "outcome.",  # + the outcome of a case
    "parcel.ended.",  # + the outcome of a delivery incident
    "problem.",  # + a code of a platform or of ours
    "reason.",  # + why a parcel was not delivered
    "relation.",  # + how cases belong together
    "reminder.",  # + a target
    "resolution.",  # + a Resolution
    "retry.",  # + the outcome of a retry
    "role.",  # + a Role
    "runbook.",  # + a RunbookRating
    "said.",  # + what a confirmation says
    "severity.",  # + a Severity
    "shut.",  # + why a destination is shut
    "state.",  # + the kind and state of a case
    "step.",  # + a step and its state
    "step_done.",  # + a step
    "step_failed.",  # + a step
    "subject.",  # + the type of a case's subject
    "support_outcome.",  # + the outcome of a support ticket
    "tip.",  # + advice for a reason
    "title.",  # + kind and state of a case
    "topic.",  # + a Topic
    "undo.",  # + an action that can be taken back
    "verdict.",  # + what was found of a picture
    "wake_on.",  # + what ends a hold
    "warn.",  # + what a solution is asked about
    "weekday.",  # + an ISO weekday
    "window.",  # + a part of the day
    "woke.",  # + what ended a hold
)
"""Beginnings of the keys that code puts together from a value; all others stand in the code whole."""

FORMATS = {"en": "en_GB"}
"""Where a language is written in several ways: day before month and 24 hours, which no reader mistakes."""

logger = logging.getLogger(__name__)


class WordsError(Exception):
    """A key without words, words without their fact, or catalogues that disagree. Raised in strict mode."""


class Say:
    """One language. Made by `load`."""

    def __init__(self, language: str, translations: GNUTranslations, *, strict: bool = False) -> None:
        self.language = language
        self.locale = Locale.parse(FORMATS.get(language, language))
        self._translations = translations
        self._strict = strict
        self._told: set[str] = set()

    def __call__(self, key: str, /, **facts: object) -> str:
        """The words of `key`, each `{name}` in them replaced by that fact. A datetime is shown in UTC."""
        return self._filled(key, self._translations.gettext(key), facts)

    def n(self, key: str, count: int, /, **facts: object) -> str:
        """The words of `key` for this number of things; `{count}` in them is the number."""
        words = self._translations.ngettext(key, key, count)
        return self._filled(key, words, {"count": self.number(count), **facts})

    def has(self, key: str) -> bool:
        """Whether this language or English has words for the key. It does not see keys with plurals."""
        return self._translations.gettext(key) != key

    def when(self, at: datetime, tz: tzinfo | str = "UTC", *, zone: bool = False) -> str:
        """Day and time in that zone, for mail and fallbacks; on cards a date token suits each reader."""
        there = at.astimezone(self._zone(tz))
        pattern = str(self.locale.datetime_formats["medium"])
        day, time = self.day(there), format_time(there, "short", locale=self.locale)
        words = pattern.replace("'", "").replace("{1}", day).replace("{0}", time)
        return f"{words} {there.tzname()}" if zone else words

    def day(self, on: date) -> str:
        """A day: `4 Mar 2026`. A datetime is taken in its own zone."""
        return format_date(on, "medium", locale=self.locale)

    def time(self, at: datetime, tz: tzinfo | str = "UTC") -> str:
        """The time of day in that zone: `09:10`."""
        return format_time(at.astimezone(self._zone(tz)), "short", locale=self.locale)

    def duration(self, seconds: float | timedelta) -> str:
        """How long, in its two largest units: `2 hrs 5 mins`. The sign is dropped."""
        span = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
        parts = list(_parts(round(abs(span))))
        return " ".join(format_unit(n, f"duration-{unit}", "short", locale=self.locale) for unit, n in parts)

    def number(self, value: int | float | Decimal) -> str:
        return format_decimal(value, locale=self.locale)

    def money(self, value: Decimal | int | str, currency: str) -> str:
        """An amount, such as `€412.00`. A value that is no number is shown as it came, with its currency."""
        try:
            amount = Decimal(value)
            if amount.is_finite():
                return format_currency(amount, currency, locale=self.locale)
        except InvalidOperation:
            pass  # no number, or one of more digits than there is money
        return f"{value} {currency}"

    def listed(self, items: Sequence[str]) -> str:
        """The items as a sentence lists them: `a, b and c`."""
        return format_list(list(items), locale=self.locale)

    def _filled(self, key: str, words: str, facts: Mapping[str, object]) -> str:
        if words == key:
            return self._missing(key, "no words")
        try:
            return words.format_map({name: self._shown(fact) for name, fact in facts.items()})
        except (LookupError, ValueError, AttributeError, TypeError) as fault:
            return self._missing(key, f"{type(fault).__name__} {fault}")

    def _shown(self, fact: object) -> object:
        return self.when(fact, zone=True) if isinstance(fact, datetime) else fact

    def _missing(self, key: str, fault: str) -> str:
        if self._strict:
            raise WordsError(f"{self.language}: {key!r}: {fault}; see locales/{self.language}/LC_MESSAGES")
        if key not in self._told:
            self._told.add(key)
            logger.error("words missing: language=%s key=%s fault=%s", self.language, key, fault)
        return key

    def _zone(self, tz: tzinfo | str) -> tzinfo:
        try:
            return get_timezone(tz)
        except LookupError:
            self._missing(f"time zone {str(tz)[:64]!r}", "unknown, UTC is used")
            return get_timezone("UTC")


def load(*, strict: bool = False, folder: Path = LOCALES) -> dict[str, Say]:
    """Language -> its words. `strict` is for tests: what is missing raises WordsError in place of a log line.

    Raises WordsError when a key stands in two files, PoFileError for a file that cannot be read.
    """
    compiled = {language: _compiled(merged(language, folder)) for language in languages(folder)}
    for language, translations in compiled.items():
        if language != BASE:
            translations.add_fallback(compiled[BASE])
    return {language: Say(language, words, strict=strict) for language, words in compiled.items()}


@lru_cache(maxsize=8)
def languages(folder: Path = LOCALES) -> tuple[str, ...]:
    """The languages that have a catalogue, English first."""
    found = {path.parts[-3] for path in folder.glob("*/LC_MESSAGES/*.po")}
    return (BASE, *sorted(found - {BASE}))


def negotiate(wanted: str | None, default: str) -> str:
    """The language to speak to a reader of this locale, in any spelling: es_LA, pt-PT, en-GB.

    `default` is spoken when there is none, and English when that has no catalogue either.
    """
    asked = [_tag(tag) for tag in (wanted, default) if tag]
    return negotiate_locale(asked, languages()) or BASE


def catalogue_files(language: str, folder: Path = LOCALES) -> dict[str, Catalog]:
    """File name -> what it holds. Raises PoFileError, naming the line."""
    paths = sorted((folder / language / "LC_MESSAGES").glob("*.po"))
    return {path.name: _read(path, language) for path in paths}


def merged(language: str, folder: Path = LOCALES) -> Catalog:
    """All files of a language in one. Raises WordsError for a key that stands in two files."""
    whole = Catalog(locale=language, charset="utf-8")
    owner: dict[str, str] = {}
    for name, catalogue in catalogue_files(language, folder).items():
        for message in catalogue:
            if message.id:
                key = key_of(message)
                if key in owner:
                    raise WordsError(f"{language}: {key!r} stands in {owner[key]} and in {name}; keep one")
                owner[key] = name
                whole[message.id] = message
    return whole


def key_of(message: Message) -> str:
    """The key of a message, whether it has plurals or not."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _compiled(catalogue: Catalog) -> GNUTranslations:
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return GNUTranslations(buffer)


def _tag(locale: str) -> str:
    return locale.strip().split(".")[0].split("@")[0].replace("-", "_").lower()


def _parts(seconds: int) -> Iterator[tuple[str, int]]:
    """The two largest units of a span, the second one only when it is not zero and next to the first."""
    for position, (unit, size_s) in enumerate(_UNITS_S):
        if seconds >= size_s or size_s == 1:
            yield unit, seconds // size_s
            if position + 1 < len(_UNITS_S):
                smaller, smaller_s = _UNITS_S[position + 1]
                if rest := seconds % size_s // smaller_s:
                    yield smaller, rest
            return


_UNITS_S = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
