"""Issues through the door: opened and cleared by platforms, retried by people, each guard with its reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.case_parts import Link, Subject
from core.domain.platform_facts import Capabilities, Downstream, Order
from core.errors import GuardRefused, Repeated, TransitionRefused
from core.notices.retry_result import RetryResult
from core.services.cases import AcknowledgeCase, ArchiveCase, TakeCase, UnarchiveCase
from core.services.issues import ReportIssueCleared, RetryOrder
from core.services.job_tickets import ContainJob
from core.services.operations import SayOutcome, WriteResult
from core.views import CaseCard, IssueCard
from tests.core.services.office import ANA, LUIS, PLATFORM, Office, ago, person

HOUR = 3600


def order(*copies: str, **more: object) -> Order:
    fields: dict[str, object] = {"order_id": "1001", "status": "sent", "attempts": 2, "checked_at": ago(0)}
    return Order(**(fields | {"downstream": tuple(Downstream(id=c) for c in copies)} | more))  # type: ignore[arg-type]


async def cleared(office: Office, minutes_ago: float = 1) -> CaseCard | None:
    return await office.do(
        ReportIssueCleared(
            dedup_key="order:1001:stock", event_at=office.clock.now() - timedelta(minutes=minutes_ago)
        ),
        PLATFORM,
    )


async def again(office: Office, minutes_ago: float = 0) -> CaseCard:
    return await office.report(event_at=office.clock.now() - timedelta(minutes=minutes_ago))


async def test_an_issue_opens_with_what_was_told_and_its_runbook(office: Office) -> None:
    card = await office.report(description="Stock is 0")

    assert isinstance(card, IssueCard)
    assert (card.state, card.severity, card.code) == ("open", "critical", "order.stock_out")
    assert (card.subject.label, card.description) == ("1001-A", "Stock is 0")
    assert (card.runbook_url, card.retryable) == ("https://docs.example/stock-out", True)
    assert (await office.issue(card)).due_at is not None
    assert list(office.store.tables.cards) == [(card.case_id, "C0OPS")]


async def test_the_same_cause_while_open_is_one_more_occurrence_and_no_new_post(office: Office) -> None:
    card = await office.report()
    twice = await again(office)

    assert (twice.case_id, twice.occurrences, twice.version) == (card.case_id, 2, card.version)
    assert len(office.store.tables.cards) == 1 and office.store.waiting() == ()


async def test_within_a_day_of_its_end_the_same_number_comes_back(office: Office) -> None:
    card = await office.report()
    await cleared(office)
    office.clock.advance(24 * HOUR)
    back = await again(office)
    issue = await office.issue(card)

    assert (back.number, back.state, back.reopen_count) == (card.number, "open", 1)
    assert (issue.closed_at, issue.close_outcome, issue.acked_at) == (None, None, None)
    assert issue.due_at is not None and issue.due_at > office.clock.now()


async def test_later_than_a_day_it_is_a_new_one_that_names_the_old(office: Office) -> None:
    card = await office.report()
    await cleared(office)
    office.clock.advance(24 * HOUR + 1)
    new = await again(office)

    assert new.number != card.number
    assert new.links == (Link(relation="recurs_from", number=card.number),)


@pytest.mark.parametrize("later_s", [60, 48 * HOUR], ids=["soon", "days later"])
async def test_what_is_told_late_from_before_the_end_moves_nothing(office: Office, later_s: float) -> None:
    card = await office.report()
    await cleared(office)
    office.clock.advance(later_s)
    told = await office.report(event_at=ago(2))

    assert (told.case_id, told.state, told.occurrences) == (card.case_id, "resolved", 1)


async def test_a_recurrence_just_after_the_clearing_is_not_lost_to_our_slower_clock(office: Office) -> None:
    """The platform cleared it a minute before we heard of it, and it came back before we did."""
    await office.report()
    await cleared(office, minutes_ago=1)

    assert (await again(office, minutes_ago=0.5)).state == "open"


async def test_the_platform_clears_it(office: Office) -> None:
    card = await office.report()
    done = await cleared(office)
    issue = await office.issue(card)

    assert done is not None
    assert (done.state, issue.close_outcome, issue.closed_at) == ("resolved", "cleared", office.clock.now())


async def test_an_older_clearing_moves_nothing_and_an_unknown_one_is_nobodys(office: Office) -> None:
    card = await office.report()
    await cleared(office, minutes_ago=30)
    assert (await office.issue(card)).state == "open"
    assert await office.do(ReportIssueCleared(dedup_key="order:9", event_at=ago(0)), PLATFORM) is None


async def test_an_archived_issue_ends_in_silence_and_is_seen_again_when_it_recurs(office: Office) -> None:
    card = await office.act(AcknowledgeCase, await office.report())
    await office.act(ArchiveCase, card, reason="no_action_needed")
    await cleared(office)
    assert ((await office.issue(card)).state, (await office.issue(card)).archived) == ("resolved", True)

    office.clock.advance(60)
    await again(office)
    issue = await office.issue(card)
    assert (issue.state, issue.archived, issue.acked_at) == ("open", False, None)


async def test_what_was_put_away_unresolved_comes_back_open(office: Office) -> None:
    card = await office.act(AcknowledgeCase, await office.report())
    await office.act(ArchiveCase, card, reason="actioned")
    await again(office)

    issue = await office.issue(card)
    assert (issue.state, issue.archived, issue.acked_at, issue.occurrences) == ("open", False, None, 2)


async def test_unarchived_it_is_what_it_was(office: Office) -> None:
    card = await office.act(AcknowledgeCase, await office.report())
    await office.act(ArchiveCase, card, reason="actioned")
    back = await office.act(UnarchiveCase, card)

    assert (back.state, back.archived_at) == ("acknowledged", None)


async def test_a_retry_is_asked_for_once_and_succeeds(office: Office) -> None:
    card = await office.report()
    shown = await office.act(RetryOrder, card)
    asked = office.under_way()
    assert (shown.state, asked.kind, asked.target) == ("retrying", "order.retry", "1001")
    assert asked.arguments == {"duplicate_checked": False}
    with pytest.raises(TransitionRefused):
        await office.act(RetryOrder, card, LUIS)
    with pytest.raises(TransitionRefused):
        await office.act(ArchiveCase, card, reason="actioned")

    await office.settle(order=order())
    issue = await office.issue(card)
    assert (issue.state, issue.close_outcome, issue.retry_error) == ("resolved", "retried", None)
    (told,) = office.told("thread", RetryResult)
    assert (told.notice.outcome, told.notice.order) == ("retried", "1001-A")


async def test_a_retry_that_failed_is_open_again_with_the_error_and_an_occurrence(office: Office) -> None:
    card = await office.act(TakeCase, await office.report())
    await office.act(RetryOrder, card)
    await office.settle(WriteResult.FAILED, "validation")
    issue = await office.issue(card)

    assert (issue.state, issue.retry_error, issue.occurrences) == ("open", "validation", 2)
    (told,) = office.told("thread", RetryResult)
    assert (told.notice.outcome, told.notice.owner, told.notice.error) == ("failed", "U0ANA", "validation")


async def test_a_copy_found_at_its_destination_is_named_and_has_to_be_looked_at(office: Office) -> None:
    card = await office.report()
    await office.act(RetryOrder, card)
    await office.settle(WriteResult.FAILED, "duplicate_suspected", order=order("MP-77120"))

    assert (await office.issue(card)).duplicate_at == "MP-77120"
    with pytest.raises(GuardRefused) as refused:
        await office.act(RetryOrder, card)
    assert refused.value.code == "error.duplicate_not_checked"
    await office.act(RetryOrder, card, duplicate_checked=True)
    assert office.under_way().arguments == {"duplicate_checked": True}


async def test_after_a_timeout_one_looks_before_one_retries(office: Office) -> None:
    card = await office.report("order.sync_timeout")
    assert isinstance(card, IssueCard) and card.needs_duplicate_check

    with pytest.raises(GuardRefused) as refused:
        await office.act(RetryOrder, card)
    assert (refused.value.code, office.operations()) == ("error.duplicate_not_checked", [])


async def test_a_failed_billing_is_retried_after_a_day_and_after_another_day(office: Office) -> None:
    card = await office.report("invoice.billing_failed")
    assert isinstance(card, IssueCard) and card.retry_after == ago(5) + timedelta(hours=24)
    with pytest.raises(GuardRefused) as refused:
        await office.act(RetryOrder, card)
    assert refused.value.code == "error.retry_too_early"
    assert refused.value.facts["at"] == ago(5) + timedelta(hours=24)

    office.clock.advance(24 * HOUR)
    await office.act(RetryOrder, card)
    await office.settle(WriteResult.FAILED, "validation")
    with pytest.raises(GuardRefused):
        await office.act(RetryOrder, card)
    office.clock.advance(24 * HOUR)
    await office.act(RetryOrder, card)


async def test_the_platforms_own_waiting_time_comes_first(office: Office) -> None:
    card = await office.report(retry_after=ago(-60))

    with pytest.raises(GuardRefused) as refused:
        await office.act(RetryOrder, card)
    assert refused.value.facts["at"] == ago(-60)


@pytest.mark.parametrize(
    ("code", "subject"),
    [
        ("order.fulfilled_without_tracking", "order"),
        ("order.never_heard_of", "order"),
        ("order.stock_out", "product"),
    ],
)
async def test_what_cannot_be_retried_draws_no_button_and_refuses(
    office: Office, code: str, subject: str
) -> None:
    card = await office.report(code, subject=Subject(type=subject, id="1", label="1"))

    assert "retry" not in card.actions
    with pytest.raises(GuardRefused) as refused:
        await office.act(RetryOrder, card)
    assert refused.value.code == "error.not_retryable"


async def test_a_platform_that_cannot_retry_is_not_asked(office: Office) -> None:
    office.workspace = replace(office.workspace, capabilities={"shop": Capabilities()})

    with pytest.raises(GuardRefused):
        await office.act(RetryOrder, await office.report())


@pytest.mark.parametrize(("was_done", "state"), [(True, "resolved"), (False, "acknowledged")])
async def test_an_unknown_outcome_is_said_and_a_person_who_looked_settles_it(
    office: Office, was_done: bool, state: str
) -> None:
    card = await office.report()
    await office.act(RetryOrder, card)
    asked = office.under_way()
    await office.settle(WriteResult.UNKNOWN, "timed_out")
    assert (await office.issue(card)).state == "acknowledged"
    assert "retry" not in (await office.now(card)).actions
    with pytest.raises(Repeated):
        await office.act(RetryOrder, card)  # nobody knows whether the first arrived

    assert (await office.now(card)).unread_write
    after = await office.act(SayOutcome, card, was_done=was_done)
    assert not after.unread_write
    assert office.operations()[0].id == asked.id
    assert (await office.issue(card)).state == state
    if not was_done:
        await office.act(RetryOrder, card)


async def test_an_issue_has_nothing_to_contain(office: Office) -> None:
    with pytest.raises(TransitionRefused):
        await office.act(ContainJob, await office.report())


HOSTILE = ["<!channel>", "a" * 10_000, "\x00\x07", "\u202egnp.exe\u202c", "&lt;b&gt;", "\ud800"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_from_a_platform_is_kept_as_it_came(office: Office, text: str) -> None:
    subject = Subject(type="order", id="1", label=text)
    card = await office.report(title=text, description=text, subject=subject, account=None)

    assert (card.title, card.description, card.subject.label) == (text, text, text)
    restricted = person("U0ANA", "Ana", ANA.role, accounts=frozenset({"Other"}))
    assert card.account is None and restricted.accounts is not None
