"""Promises of lists: who sees which case, in which order, and what a search finds."""

from datetime import timedelta

import pytest

from core.domain.case import Case
from core.domain.case_parts import Hold, HoldKind, Kind, Severity, Source, Subject
from core.domain.delivery_incident_table import State as IncidentState
from core.domain.job_ticket_table import State
from core.ports.unit_of_work import CaseFilter
from tests.contracts.world import World, incident, issue, later, ticket
from tests.fakes.clock import MONDAY_MORNING

NOW = MONDAY_MORNING + timedelta(days=1)
HOLD = Hold(kind=HoldKind.RETAILER, reason="waits for their change", since=MONDAY_MORNING)
PAST = later(3600)


async def found(world: World, wanted: CaseFilter, limit: int = 50, offset: int = 0) -> list[str]:
    """The ids, and proof that `count` agrees."""
    cases = await world.read(lambda unit: unit.cases.find(wanted, limit=limit, offset=offset))
    if limit == 50 and offset == 0:
        assert await world.read(lambda unit: unit.cases.count(wanted)) == len(cases)
    return [case.id for case in cases]


async def add(world: World, **cases: dict[str, object]) -> None:
    """Tickets by id, each a second newer than the one before."""
    made: list[Case] = [
        ticket(name, 20260100 + n, at=later(n), **fields) for n, (name, fields) in enumerate(cases.items())
    ]
    await world.add(*made)


async def test_each_group_holds_its_cases_newest_first(world: World) -> None:
    await add(
        world,
        fresh={},
        late={"due_at": PAST},
        held={"state": State.ON_HOLD, "hold": HOLD, "due_at": PAST},
        closed={"state": State.CLOSED, "due_at": PAST},
        hidden={"state": State.CLOSED, "archived_at": PAST, "archived_reason": "actioned"},
    )

    groups = {
        "open": ["held", "late", "fresh"],
        "overdue": ["late"],
        "held": ["held"],
        "closed": ["closed"],
        "archived": ["hidden"],
        "all": ["hidden", "closed", "held", "late", "fresh"],
    }
    for group, ids in groups.items():
        assert await found(world, CaseFilter(group=group, due_before=NOW)) == ids, group


async def test_an_unknown_group_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="no group is called 'everything'"):
        await found(world, CaseFilter(group="everything"))


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (CaseFilter(kinds=(Kind.ISSUE,)), ["i"]),
        (CaseFilter(kinds=(Kind.ISSUE, Kind.JOB_TICKET)), ["i", "c", "b", "a"]),
        (CaseFilter(severities=("critical",)), ["b"]),
        (CaseFilter(codes=("offboarded", "order.stock_out")), ["i", "c"]),
        (CaseFilter(accounts=("umbra",)), ["b"]),
        (CaseFilter(channels=("eBay",)), ["c"]),
        (CaseFilter(states=("containing",)), ["a"]),
        (CaseFilter(owner="U0ANA"), ["b"]),
        (CaseFilter(subject_id="4711"), ["i"]),
        (CaseFilter(created_after=later(1)), ["i", "c"]),
        (CaseFilter(updated_after=later(1)), ["i", "c"]),
        (CaseFilter(accounts=("acme",), severities=("high",), owner="U0ANA"), []),
        (CaseFilter(visible_accounts=frozenset({"umbra"})), ["b"]),
        (CaseFilter(visible_accounts=frozenset()), []),
        (CaseFilter(visible_accounts=frozenset({"acme", "umbra"})), ["i", "b", "a"]),
    ],
)
async def test_a_filter_takes_what_it_says(world: World, wanted: CaseFilter, ids: list[str]) -> None:
    await add(
        world,
        a={"state": State.CONTAINING},
        b={"severity": Severity.CRITICAL, "account": "umbra", "owner": "U0ANA"},
        c={"code": "offboarded", "account": None, "channel": "eBay"},
    )
    await world.add(issue("i", 20260200, at=later(9)))

    assert await found(world, wanted) == ids


async def test_a_kinds_own_tabs_tell_apart_what_one_state_does_not(world: World) -> None:
    await world.add(
        incident("p", 20260301),
        incident("f", 20260302, at=later(1), first_absence=True),
        incident("s", 20260303, at=later(2), state=IncidentState.SOLUTION_SENT),
    )

    assert await found(world, CaseFilter(tabs=("pending",))) == ["p"]
    assert await found(world, CaseFilter(tabs=("first_absence",))) == ["f"]
    assert await found(world, CaseFilter(tabs=("solution_sent", "first_absence"))) == ["s", "f"]
    assert await found(world, CaseFilter(states=("pending",))) == ["f", "p"]


async def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    await world.add(*(ticket(f"case-{n:02d}", 20260100 + n) for n in range(12)))  # all of the same moment

    pages = [await found(world, CaseFilter(), limit=5, offset=offset) for offset in (0, 5, 10, 15)]

    assert [len(page) for page in pages] == [5, 5, 2, 0]
    assert [case for page in pages for case in page] == [f"case-{n:02d}" for n in reversed(range(12))]
    assert await world.read(lambda unit: unit.cases.count(CaseFilter())) == 12


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("20260100", ["plain"]),
        ("#20260100", ["plain"]),
        ("EBAY orders", ["plain"]),
        ("orders acme", ["plain"]),
        ("straße", ["odd"]),
        ("STRASSE", ["odd"]),
        ("100%", ["odd"]),
        ("%", ["odd"]),
        ("_", ["odd"]),
        ("/x\\y", ["odd"]),
        ("o'brien\"", ["odd"]),
        ('\'; DROP TABLE "case"; --', []),
        ("nul\x00here", ["odd"]),
        ("lone\ud800", ["odd"]),
        ("4711", ["order"]),
        ("  ", ["order", "odd", "plain"]),
        ("x" * 60_000, []),
        ("a " * 5_000, ["order", "odd", "plain"]),
    ],
)
async def test_a_search_takes_what_was_typed_literally(world: World, typed: str, ids: list[str]) -> None:
    nothing = Subject(type="other", id="77", label="none")
    nowhere = Source(connector="shop", external_id="77")
    odd = "Straße 100% o'brien\" _x /x\\y a nul\x00here lone\ud800"
    await world.add(
        ticket("plain", 20260100),
        issue("odd", 20260101, at=later(1), title=odd, subject=nothing, source=nowhere),
        issue("order", 20260102, at=later(2), subject=Subject(type="order", id="4711", label="Order 4711 a")),
    )
    assert await found(world, CaseFilter(text=typed)) == ids


async def test_the_newest_of_a_key_and_of_a_job_is_found_open_or_not(world: World) -> None:
    await add(
        world,
        old={"dedup_key": "k"},
        new={"dedup_key": "k", "state": State.CLOSED},
        other={"job_id": "job-8"},
    )

    by_key = await world.run(lambda uow: uow.cases.newest_with_key("k"))
    of_job = await world.run(lambda uow: uow.cases.of_job("shop", "job-7"))

    assert by_key is not None and by_key.id == "new"
    assert of_job is not None and of_job.id == "new"
    assert await world.run(lambda uow: uow.cases.newest_with_key("K")) is None
    assert await world.run(lambda uow: uow.cases.of_job("other", "job-7")) is None
    assert (await world.run(lambda uow: uow.cases.by_number(20260100))).id == "old"


async def test_keys_that_differ_only_far_behind_are_kept_apart(world: World) -> None:
    long = "k" * 10_000
    await add(world, one={"dedup_key": long + "1"}, two={"dedup_key": long + "2"}, nul={"dedup_key": "k\x00"})

    keys = [long + "1", long + "2", "k\x00"]
    hits = await world.run(lambda uow: [uow.cases.newest_with_key(key) for key in keys])

    assert [hit.id if hit else None for hit in hits] == ["one", "two", "nul"]
    assert [hit.dedup_key if hit else None for hit in hits] == keys
    assert await world.run(lambda uow: uow.cases.newest_with_key(long)) is None


async def test_the_sales_channels_are_listed_once_each(world: World) -> None:
    await add(
        world, a={"channel": "eBay"}, b={"channel": "Amazon"}, c={"channel": "eBay"}, d={"channel": None}
    )

    assert await world.read(lambda unit: unit.cases.channels()) == ("Amazon", "eBay")


async def test_the_sales_channels_are_those_of_the_accounts_that_are_asked_for(world: World) -> None:
    await add(
        world,
        a={"channel": "eBay", "account": "acme"},
        b={"channel": "Amazon", "account": "umbra"},
        c={"channel": "Etsy", "account": None},
    )
    acme, nobody = frozenset({"acme"}), frozenset[str]()

    assert await world.read(lambda unit: unit.cases.channels(acme)) == ("eBay",)
    assert await world.read(lambda unit: unit.cases.channels(nobody)) == ()


async def test_a_change_moves_a_case_between_the_lists(world: World) -> None:
    await world.add(issue())
    await world.run(lambda uow: uow.cases.get("case-2").archive("actioned", by="U1", at=uow.now))

    assert await found(world, CaseFilter()) == []
    assert await found(world, CaseFilter(group="archived")) == ["case-2"]
