"""The seed set is what it says: of every kind and language, with known codes, nobody's data, and importable."""

import re
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path as File
from typing import Any

import pytest

from api.import_rows import read_row
from bot.blocks import case_card, detail_modal, home_tab
from bot.blocks.validator import Surface, validate
from bot.routes import DetailModal, HomeFilterButton
from bot.words import load
from core.dispatch import make_dispatch
from core.domain.case import Case
from core.domain.case_parts import Kind
from core.domain.member import Actor, Path, Role
from core.domain.past import PastIncident, PastIssue, PastJobTicket, PastSupportTicket
from core.domain.support_ticket_table import CATEGORIES
from core.domain.workspace import Workspace
from core.policies.carriers import CODES, carrier_code
from core.policies.codes import ISSUE_CODES, JOB_CAUSES
from core.policies.plan import plan
from core.services.drawing import card_of
from core.services.importing import Found, ImportCase
from core.services.past_cases import as_case, import_key
from core.views import CasePage, Counters
from sandbox.seed import FILES, moment, seed_rows
from tests.fakes.clock import MONDAY_MORNING, SetClock
from tests.fakes.transactions import TEAM, FakeTransactions

ROOT = File(__file__).parents[3]
WORDS = load(strict=True)
ROWS = seed_rows(MONDAY_MORNING)
PASTS = [read_row(row).past() for row in ROWS]
ADMIN = Actor(id="api:demo", team_id=TEAM, name="demo", role=Role.ADMIN, path=Path.REST)


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


EVERYTHING = [text for row in ROWS for text in texts(row)]


@cache
def cases() -> tuple[Case, ...]:
    workspace = Workspace(team_id=TEAM)
    return tuple(
        as_case(past, workspace, case_id=f"case-{n}", number=20260001 + n, now=MONDAY_MORNING)
        for n, past in enumerate(PASTS)
    )


def test_every_kind_is_there_in_every_language() -> None:
    counted = Counter((past.KIND, past.locale) for past in PASTS)
    assert len(PASTS) >= 80
    assert set(counted) == {(kind, language) for kind in Kind for language in WORDS}
    assert min(counted.values()) >= 4


def test_there_is_a_present_and_a_past() -> None:
    for kind in Kind:
        of_kind = [case for case in cases() if kind == case.KIND]
        live = [case for case in of_kind if not case.ended and not case.archived]
        assert len(live) >= 4 and len(of_kind) - len(live) >= 8, kind
    assert sum(case.archived for case in cases()) >= 10
    assert sum(case.hold is not None for case in cases()) >= 4


def test_every_code_is_one_that_andon_knows() -> None:
    for past in PASTS:
        if isinstance(past, PastIssue):
            assert past.code in ISSUE_CODES
        elif isinstance(past, PastIncident):
            assert past.carrier in CODES and carrier_code(past.carrier, past.carrier_code).reason != "unknown"
        elif isinstance(past, PastJobTicket):
            assert past.cause in JOB_CAUSES
        else:
            assert isinstance(past, PastSupportTicket) and past.category in CATEGORIES


def test_no_address_or_telephone_is_anybodys() -> None:
    found = [address for text in EVERYTHING for address in re.findall(r"\S+@(\S+)", text)]
    assert found and set(found) == {"example.org"}
    assert not [text for text in EVERYTHING if "://" in text]
    dialled = [number for text in EVERYTHING for number in re.findall(r"\+\d[\d ]{7,}", text)]
    assert dialled
    assert not [n for n in dialled if not n.startswith(("+44 7700 900", "+33 6 39 98"))], (
        "Ofcom's and ARCEP's"
    )


def test_no_two_rows_are_the_same_case_or_say_the_same() -> None:
    assert len({import_key(past) for past in PASTS}) == len(PASTS)
    said = [note.text for past in PASTS for note in past.notes]
    assert len(said) >= 60 and len(set(said)) == len(said)


def test_people_write_as_people_do() -> None:
    said = " ".join(EVERYTHING)
    assert all(letter in said for letter in "áéíóúñçãõêèàôº€")
    assert any(ord(letter) > 0x1F300 for letter in said), "an emoji here and there"


async def test_every_row_is_taken_and_calls_nobody() -> None:
    store = FakeTransactions(clock=SetClock())
    dispatch = make_dispatch(store)
    done = [await dispatch(ImportCase(past=past), by=ADMIN) for past in PASTS]
    assert {each.found for each in done} == {Found.CREATED}
    assert store.waiting() == () and store.tables.cards == {}


@pytest.mark.parametrize("language", WORDS)
def test_every_case_can_be_drawn_and_slack_would_take_it(language: str) -> None:
    say, workspace = WORDS[language], Workspace(team_id=TEAM)
    problems: dict[str, list[object]] = {}
    for case in cases():
        card = card_of(case, workspace, MONDAY_MORNING)
        route = DetailModal(case_id=card.case_id, version=card.version)
        detail = detail_modal.render(card, (), {}, route, say, steps=plan(case, workspace))
        problems[case.source.external_id] = [
            *validate(case_card.render(card, say).payload(), Surface.MESSAGE),
            *validate(detail, Surface.MODAL),
        ]
    assert {name: found for name, found in problems.items() if found} == {}


@pytest.mark.parametrize("language", WORDS)
def test_every_page_of_app_home_holds_them(language: str) -> None:
    workspace = Workspace(team_id=TEAM)
    cards = tuple(card_of(case, workspace, MONDAY_MORNING) for case in cases())
    for offset in range(0, len(cards), 10):
        page = CasePage(cards=cards[offset : offset + 10], total=len(cards), offset=offset, limit=10)
        drawn = home_tab.render(
            counters=Counters(open=40, overdue=9, held=4, closed=42, total=len(cards)),
            queue=CasePage(cards=cards[:5], total=5, offset=0, limit=5),
            page=page,
            shown=HomeFilterButton(offset=offset),
            sales_channels=sorted({card.channel for card in cards if card.channel}),
            uncovered=(),
            role=Role.OPERATOR,
            say=WORDS[language],
        )
        assert validate(drawn, Surface.HOME) == []


@pytest.mark.parametrize("offset", [timedelta(), timedelta(days=200), timedelta(hours=13)])
def test_it_is_as_fresh_as_whoever_asks(offset: timedelta) -> None:
    now = datetime(2027, 3, 1, 12, tzinfo=UTC) + offset
    opened = [datetime.fromisoformat(row["opened_at"]) for row in seed_rows(now)]
    assert opened == sorted(opened)
    assert now - timedelta(days=70) < opened[0] and now - timedelta(hours=4) < opened[-1] < now


def test_an_installed_andon_has_the_files() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["tool"]["setuptools"]["package-data"]["sandbox.seed"]
    packed = {path.name for pattern in wanted for path in (ROOT / "sandbox" / "seed").glob(pattern)}
    assert packed == {f"{name}.jsonl" for name in FILES}


def test_an_age_is_days_hours_and_minutes() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert moment("1d 3h", now) == "2026-11-19T09:00:00+00:00"
    assert moment("+2d", now) == "2026-11-22T12:00:00+00:00"
    assert moment("1h 30m", now) == "2026-11-20T10:30:00+00:00"
    for wrong in ("", "+", "soon", "3", "2d-"):
        with pytest.raises(ValueError, match="is no age"):
            moment(wrong, now)
