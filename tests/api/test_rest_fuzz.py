"""Bodies nobody would send, to every act: each is answered, none with a 500, and the case can still be read."""

import json
from random import Random
from typing import Any

from api.acts import ACTS
from api.bodies import CaseQuery
from tests.api.cases import ISSUE, TICKET, two_cases
from tests.api.running import Running

PER_ACT = 14
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**70, 1.5, 1e308, "", " ", "x" * 3001, "\x00", "\u202e<!channel>", "2026-11-24T09:00:00Z",
    "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00-14:00", "retailer", "reactivate", "pause_job", "change", [],
    {}, ["a"], {"a": {"b": []}}, "actioned", "rita@acme.example", TICKET, ISSUE,
)  # fmt: skip


def body(random: Random, members: list[str]) -> Any:
    """Mostly an object with the right names and wild values; now and then something else."""
    if random.random() < 0.1:
        return random.choice(VALUES)
    told = {name: random.choice(VALUES) for name in members if random.random() < 0.9}
    if random.random() < 0.15:
        told["surprise"] = random.choice(VALUES)
    told.pop("seen_version", None) if random.random() < 0.8 else None
    return told


async def test_no_body_of_an_act_is_answered_with_a_500(api: Running) -> None:
    await two_cases(api)
    random = Random(4711)
    seen = set()
    for act in ACTS:
        for _ in range(PER_ACT):
            number = random.choice((TICKET, ISSUE))
            sent = body(random, list(act.body.model_fields))
            answer = await api.ask(
                "POST",
                f"/v1/cases/{number}/{act.name}",
                data=json.dumps(sent).encode(),
                headers={"Content-Type": "application/json"},
            )
            seen.add(answer.status)
            assert answer.status in (200, 403, 404, 409, 422), (act.name, sent, answer.raw)
            if answer.status != 200:
                assert answer.code
    assert {200, 409, 422} <= seen
    for number in (TICKET, ISSUE):
        assert (await api.get(f"/v1/export?number={number}")).body["chain_whole"] is True


async def test_no_query_is_answered_with_a_500(api: Running) -> None:
    await two_cases(api)
    random = Random(1147)
    names = sorted(CaseQuery.model_fields)
    for _ in range(80):
        query = [(name, str(random.choice(VALUES))[:300]) for name in random.sample(names, 3)]
        answer = await api.get("/v1/cases", params=query)
        assert answer.status in (200, 422), (query, answer.raw)


async def test_wild_texts_to_search_for_find_nothing_and_break_nothing(api: Running) -> None:
    await two_cases(api)
    for text in ("%", "_", "'", '"', "\\", "a\x00b", "😀", "%' OR 1=1 --", "[", "*", "\u0661"):
        answer = await api.get("/v1/cases", params={"text": text, "group": "all"})
        assert answer.status == 200
        assert answer.body["total"] == 0, text
