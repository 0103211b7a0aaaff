"""Promises of the smaller books, and that text of any kind comes back as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.close_attempt import AttemptState, CloseAttempt, ClosingForm, UploadedFile
from core.domain.evidence import Evidence, EvidenceType
from core.domain.member import DigestChoice, Member, Role
from core.domain.subscription import Filters, Subscription, Topic
from core.domain.user_group import UserGroup
from core.errors import NotFound
from core.ports.unit_of_work import UnitOfWork
from tests.contracts.world import ANA, World, issue, later, ticket
from tests.fakes.clock import MONDAY_MORNING
from tests.fakes.transactions import TEAM

HOSTILE = (
    '<!channel> &lt;b&gt; \'"; DROP TABLE "case"; -- %_\\ \u202eright-to-left \u200bzero '
    "tab\t nl\r\n nul\x00 bell\x07 lone\udc80 \ufdd0 \ufdd00000 emoji\U0001f6d1 e\u0301"
)


def screenshot(name: str, case_id: str, sha256: str, verdict: str = "ok", at: float = 0) -> Evidence:
    return Evidence(
        id=name,
        case_id=case_id,
        type=EvidenceType.SCREENSHOT,
        added_by="U0ANA",
        added_at=later(at),
        sha256=sha256,
        verdict=verdict,
        uploaded_at=MONDAY_MORNING,
        width_px=800,
        file_name=HOSTILE,
    )


def attempt(name: str = "try-1", by: str = "U0ANA", at: float = 0) -> CloseAttempt:
    return CloseAttempt(
        id=name,
        team_id=TEAM,
        case_id="case-1",
        seen_version=3,
        by=by,
        by_name="Ana",
        by_role=2,
        path="modal",
        asked_at=later(at),
        form=ClosingForm(note=HOSTILE, files=(UploadedFile(id="F1", name="a.png", size_bytes=9),)),
    )


@pytest.mark.parametrize("text", [HOSTILE, "x" * 10_000, "", "\ud800", "\x00"])
async def test_text_of_any_kind_comes_back_to_the_last_character(world: World, text: str) -> None:
    opened = issue(title=text, description=text, account=text, channel=text, dedup_key=text)
    opened.recorded.clear()
    await world.add(opened)
    await world.run(
        lambda uow: uow.cases.get("case-2").comment(text, by="U1", at=uow.now), replace(ANA, name=text)
    )

    kept = await world.case("case-2")
    assert (kept.title, kept.description, kept.account, kept.channel, kept.dedup_key) == (text,) * 5
    (row,) = await world.read(lambda unit: unit.history.of("case-2"))
    assert (row.facts["text"], row.actor_name) == (text, text)


async def test_any_act_key_is_taken_however_long_or_odd(world: World) -> None:
    keys = [HOSTILE, "k" * 9_000 + "1", "k" * 9_000 + "2"]
    for key in keys:
        await world.run(lambda uow, key=key: uow.inbox.keep(key))  # type: ignore[misc]

    for key in keys:
        seen = await world.run(lambda uow, key=key: uow.inbox.seen(key))  # type: ignore[misc]
        assert seen is not None and seen.key == key
    assert await world.run(lambda uow: uow.inbox.seen("k" * 9_000)) is None


async def test_evidence_is_listed_oldest_first_and_comes_back_whole(world: World) -> None:
    second, first = screenshot("e2", "case-1", "bb", at=2), screenshot("e1", "case-1", "aa", at=1)

    def add_both(uow: UnitOfWork) -> None:
        uow.evidence.add(second)
        uow.evidence.add(first)

    await world.run(add_both)

    assert await world.read(lambda unit: unit.evidence.of("case-1")) == (first, second)
    assert await world.read(lambda unit: unit.evidence.of("case-2")) == ()


async def test_a_picture_shown_for_another_case_is_found_out(world: World) -> None:
    await world.add(ticket(), ticket("case-8", 20260008))

    def add_both(uow: UnitOfWork) -> None:
        uow.evidence.add(screenshot("e1", "case-1", "aa"))
        uow.evidence.add(screenshot("e2", "case-8", "aa", verdict="reused", at=1))
        uow.evidence.add(screenshot("e3", "case-8", "bb", at=1))

    await world.run(add_both)

    assert await world.read(lambda unit: unit.evidence.used_elsewhere("aa", "case-8")) == 20260001
    assert await world.read(lambda unit: unit.evidence.used_elsewhere("aa", "case-1")) is None
    assert await world.read(lambda unit: unit.evidence.used_elsewhere("bb", "case-1")) == 20260008
    assert await world.read(lambda unit: unit.evidence.used_elsewhere("cc", "case-1")) is None


async def test_a_deleted_picture_is_listed_until_its_bytes_are_gone_and_stays_known(world: World) -> None:
    await world.add(ticket(), ticket("case-8", 20260008))
    shown, twin = screenshot("e1", "case-1", "aa"), screenshot("e2", "case-8", "aa", at=1)

    def add_both(uow: UnitOfWork) -> None:
        uow.evidence.add(replace(shown, store_key="k"))
        uow.evidence.add(replace(twin, store_key="k"))

    await world.run(add_both)
    await world.run(lambda uow: uow.evidence.renew(replace(shown, store_key="k", verdict="deleted")))
    assert await world.read(lambda unit: unit.evidence.deleted()) == (), "another piece shows the same bytes"

    await world.run(lambda uow: uow.evidence.renew(replace(twin, store_key="k", verdict="deleted")))
    assert len(await world.read(lambda unit: unit.evidence.deleted())) == 2
    await world.run(lambda uow: uow.evidence.renew(replace(shown, store_key=None, verdict="deleted")))
    assert [e.id for e in await world.read(lambda unit: unit.evidence.deleted())] == ["e2"]
    assert await world.read(lambda unit: unit.evidence.used_elsewhere("aa", "case-8")) == 20260001


async def test_evidence_moves_to_the_case_that_a_case_turns_out_to_be(world: World) -> None:
    await world.add(ticket(), ticket("case-8", 20260008))

    def add_all(uow: UnitOfWork) -> None:
        uow.evidence.add(screenshot("e1", "case-1", "aa"))
        uow.evidence.add(screenshot("e2", "case-8", "bb", at=1))
        uow.evidence.add(screenshot("e3", "case-1", "cc", at=2))

    await world.run(add_all)
    await world.run(lambda uow: uow.evidence.move("case-1", "case-8"))

    moved = await world.read(lambda unit: unit.evidence.of("case-8"))
    assert [(piece.id, piece.case_id) for piece in moved] == [
        ("e1", "case-8"),
        ("e2", "case-8"),
        ("e3", "case-8"),
    ]
    assert await world.read(lambda unit: unit.evidence.of("case-1")) == ()
    assert await world.read(lambda unit: unit.evidence.used_elsewhere("aa", "case-1")) == 20260008
    assert await world.read(lambda unit: unit.evidence.used_elsewhere("aa", "case-8")) is None


async def test_evidence_moves_from_a_duplicate_to_the_case_that_stays(world: World) -> None:
    await world.add(ticket(), ticket("case-8", 20260008))

    def add_then_move(uow: UnitOfWork) -> None:
        uow.evidence.add(screenshot("e1", "case-8", "aa"))
        uow.evidence.add(screenshot("e2", "case-1", "bb", at=1))
        uow.evidence.move("case-8", "case-1")

    await world.run(add_then_move)

    moved = await world.read(lambda unit: unit.evidence.of("case-1"))
    assert [(e.id, e.case_id) for e in moved] == [("e1", "case-1"), ("e2", "case-1")]
    assert await world.read(lambda unit: unit.evidence.of("case-8")) == ()
    assert await world.read(lambda unit: unit.evidence.used_elsewhere("aa", "case-1")) is None
    assert await world.read(lambda unit: unit.evidence.used_elsewhere("aa", "case-8")) == 20260001


async def test_the_newest_closing_of_a_person_is_found_and_can_be_settled(world: World) -> None:
    tries = (attempt(), attempt("try-2", at=5), attempt("try-3", by="U0BO", at=9))

    def add_all(uow: UnitOfWork) -> None:
        for each in tries:
            uow.attempts.add(each)

    await world.run(add_all)
    refused = replace(tries[1], state=AttemptState.REFUSED, outcome="refused", settled_at=later(9))
    await world.run(lambda uow: uow.attempts.settle(refused))

    assert await world.read(lambda unit: unit.attempts.newest("case-1", "U0ANA")) == refused
    assert await world.read(lambda unit: unit.attempts.get("try-1")) == tries[0]
    assert await world.read(lambda unit: unit.attempts.newest("case-1", "U0CY")) is None
    with pytest.raises(NotFound):
        await world.run(lambda uow: uow.attempts.settle(attempt("try-9")))


async def test_members_are_kept_renewed_and_found_by_role(world: World) -> None:
    lead = Member(
        id="U0LEA", team_id=TEAM, name="Lea", role=Role.LEAD, accounts=frozenset({"acme"}), locale="fr"
    )
    bo = Member(id="U0BO", team_id=TEAM, name=HOSTILE, role=Role.OPERATOR, digest=DigestChoice.OFF)

    def keep(uow: UnitOfWork) -> None:
        uow.members.keep(lead)
        uow.members.keep(bo)
        uow.members.keep(replace(bo, role=Role.ADMIN))

    await world.run(keep)

    assert await world.read(lambda unit: unit.members.get("U0LEA")) == lead
    assert await world.read(lambda unit: unit.members.having(Role.LEAD)) == (
        replace(bo, role=Role.ADMIN),
        lead,
    )
    assert await world.read(lambda unit: unit.members.having(Role.ADMIN)) == (replace(bo, role=Role.ADMIN),)
    assert await world.read(lambda unit: unit.members.get("U0CY")) is None


async def test_a_user_group_is_kept_as_it_was_read_last(world: World) -> None:
    leads = UserGroup(id="S2", handle="ops-leads", members=frozenset({"U0LEA"}), read_at=MONDAY_MORNING)
    gone = UserGroup(id="S1", handle="", members=frozenset(), read_at=MONDAY_MORNING)

    def keep(uow: UnitOfWork) -> None:
        uow.members.keep_group(leads)
        uow.members.keep_group(gone)
        uow.members.keep_group(replace(leads, members=frozenset({"U0BO", "U0LEA"}), read_at=later(60)))

    await world.run(keep)

    assert await world.read(lambda unit: unit.members.groups()) == (
        gone,
        replace(leads, members=frozenset({"U0BO", "U0LEA"}), read_at=later(60)),
    )


async def test_a_channel_has_one_subscription(world: World) -> None:
    first = Subscription(
        id="s1",
        team_id=TEAM,
        channel_id="C1",
        channel_name="ops",
        topics=frozenset({Topic.JOBS}),
        filters=Filters(
            severity_at_least="high", wanted={"account": ("acme",)}, unwanted={"code": ("x", "y")}
        ),
        created_by="U0ANA",
        created_at=MONDAY_MORNING,
    )
    other = replace(first, id="s2", channel_id="C2", created_at=MONDAY_MORNING + timedelta(seconds=1))
    again = replace(first, id="s3", topics=frozenset({Topic.ISSUES}), created_at=later(5), digest=False)

    def keep(uow: UnitOfWork) -> None:
        for each in (first, other, again):
            uow.subscriptions.keep(each)

    await world.run(keep)
    assert await world.read(lambda unit: unit.subscriptions.all()) == (other, again)
    assert await world.read(lambda unit: unit.subscriptions.of("C1")) == again
    await world.run(lambda uow: uow.subscriptions.drop("C1"))
    await world.run(lambda uow: uow.subscriptions.drop("C9"))
    assert await world.read(lambda unit: unit.subscriptions.all()) == (other,)
