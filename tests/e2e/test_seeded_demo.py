"""The demo has a past: every seed case, and not one message more than without it."""

from collections import Counter
from pathlib import Path

import pytest

from andon.demo_seed import load_seed
from core.domain.case_parts import Kind
from sandbox.slack.demo import OPS_JOBS, OPS_LEADS, ORDERS
from tests.e2e.terminal import REFUSED, andon
from tests.e2e.walker import Walker
from tests.e2e.world import shown_text, until

SEEDED = 82


async def test_the_past_stands_in_lists_and_app_home_and_in_no_channel(
    ana: Walker, capsys: pytest.CaptureFixture[str]
) -> None:
    world, number = ana.world, await ana.failing()
    places = (OPS_JOBS, ORDERS, OPS_LEADS)
    before = {place: len(world.messages(place)) for place in places}

    assert await load_seed(world.places) == SEEDED

    counted: Counter[str] = Counter()
    for kind in Kind:
        status, page = await world.api(
            "GET", "/v1/cases", params={"group": "all", "kind": kind, "limit": "50"}
        )
        assert status == 200
        counted[kind] = page["total"]
    assert sum(counted.values()) >= SEEDED and min(counted.values()) >= 16
    _, found = await world.api("GET", "/v1/cases", params={"text": "Vase cassé", "group": "all"})
    assert found["total"] == 1
    await ana.person.open_home()

    async def has_many_cases() -> bool:
        return shown_text({"blocks": (await ana.person.home() or {}).get("blocks")}).count("#20") >= 10

    await until(has_many_cases, within_s=60, what="a full page of App Home")
    seeded = ("88214", "ES-10221", "FR-5490", "PT-3288", "Miravia")
    for place in places:
        later = world.messages(place)[before[place] :]
        assert not [m for m in later if any(word in shown_text(m) for word in seeded)], place
    assert await ana.state(number) == "open"

    assert await load_seed(world.places) == 0, "a demo that is started again has its past already"
    assert capsys.readouterr().err == ""


async def test_a_demo_without_an_andon_goes_on_without_a_past(
    ana: Walker, capsys: pytest.CaptureFixture[str]
) -> None:
    await ana.world.andon.kill()
    assert await load_seed(ana.world.places) == 0
    assert "could not be loaded" in capsys.readouterr().err


async def test_cases_are_imported_from_a_terminal_and_refused_in_words(ana: Walker, tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text(
        "kind,source,external_id,opened_at,state,category,customer,description\n"
        "support_ticket,desk,1,2026-10-01T08:00:00Z,,return,Joana,Quero devolver\n"
        "support_ticket,desk,2,2026-10-01T08:00:00Z,lost,return,Joana,x\n",
        encoding="utf-8",
    )
    said = await andon(ana.world, "import", str(file))

    assert said.status == REFUSED
    assert "2 rows: 1 created, 0 already there, 1 refused" in said.out
    assert "line 3: state is one of: open, in_progress, on_hold, closed" in said.err
    listed = await andon(ana.world, "cases", "--kind", "support_ticket", "--text", "devolver")
    assert "Quero devolver" in listed.out
