"""What stands on a card, and what does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.blocks import case_card
from bot.blocks.examples import AT, CARDS, issue, job_ticket
from bot.blocks.message import Message
from bot.blocks.states import AMBER, GREEN, GREY, RED
from bot.words import load
from core.domain.case_parts import Subject
from core.domain.issue import State as IssueState
from core.domain.job_ticket_table import State
from core.views import CaseCard, Step, StepState

SAY = load(strict=True)["en"]


def drawn(card: CaseCard) -> Message:
    return case_card.render(card, SAY)


def body(card: CaseCard) -> str:
    return "\n".join(
        block["text"]["text"] if block["type"] == "section" else block["elements"][0]["text"]
        for block in drawn(card).blocks
        if block["type"] in ("section", "context")
    )


def strip(card: CaseCard) -> str:
    return str(drawn(card).attachments[0]["blocks"][0]["text"]["text"])


def test_the_same_card_gives_the_same_bytes() -> None:
    assert all(drawn(card) == drawn(card) for card in CARDS.values())


def test_the_title_is_bold_and_leads_to_the_job() -> None:
    assert "*<https://platform.example/jobs/7|#20262010 eBay AU order sync keeps failing>*" in body(
        job_ticket(State.OPEN)
    )


def test_it_says_why_and_what_to_do() -> None:
    shown = body(job_ticket(State.OPEN))
    assert "token expired (“refresh token revoked”)" in shown
    assert "<https://docs.example/runbooks/token-expired|What to do>" in shown
    assert "<https://platform.example/runs/8840|Last run>" in shown


def test_repeats_are_counted_and_a_first_time_is_not() -> None:
    assert "failed 6 times since" in body(job_ticket(State.OPEN))
    assert "seen 14 times since" in body(issue(IssueState.OPEN, occurrences=14))
    assert "seen" not in body(issue(IssueState.OPEN))


def test_once_stopped_it_says_that_nothing_failed_since() -> None:
    assert "failed 7 times, none since" in body(job_ticket(State.CONTAINED))


def test_a_failure_after_the_stop_is_not_hidden() -> None:
    later = job_ticket(State.CONTAINED, last_failure_at=AT + timedelta(hours=3))
    assert "none since" not in body(later)


def test_no_order_waiting_is_not_worth_a_word() -> None:
    assert "waiting" in body(job_ticket(State.OPEN))
    assert "orders waiting" not in body(job_ticket(State.OPEN, orders_waiting=0))


def test_the_steps_say_who_and_when() -> None:
    shown = body(job_ticket(State.CONTAINED))
    assert ":one: Stopped by <@U0ANA>, <!date^" in shown
    assert ":two: *Notify the retailer* - now" in shown
    assert ":three: Decide - then" in shown


def test_what_is_being_done_says_so_until_the_platform_confirms() -> None:
    assert "*Stopping* - waiting for the platform" in body(job_ticket(State.CONTAINING))
    assert "needs: nobody, the platform is working" in strip(job_ticket(State.REACTIVATING))


def test_a_problem_has_a_line_of_its_own() -> None:
    assert ":warning: the platform does not let Andon do this" in body(
        job_ticket(State.OPEN, problem="forbidden")
    )


def test_a_code_nobody_wrote_words_for_is_shown() -> None:
    assert "brand_new" in body(job_ticket(State.OPEN, problem="brand_new"))


def test_a_step_that_was_skipped_is_not_called_done() -> None:
    card = CARDS["job_ticket.contained_not_possible"]
    assert "Marked as not stoppable by <@U0ANA>" in body(card)
    assert "cannot be stopped here" in drawn(card).text
    assert "is stopped" not in drawn(card).text


def test_a_closed_ticket_shows_its_proof_and_no_old_failure() -> None:
    shown = body(job_ticket(State.CLOSED))
    assert "<https://platform.example/runs/8841|Run 8841> succeeded" in shown
    assert "(4 mins)" in shown
    assert "does not report how many items failed" in shown
    assert "Last run" not in shown
    assert "refresh token" not in shown


def test_a_removed_integration_is_not_said_to_work_again() -> None:
    card = CARDS["job_ticket.closed_removed"]
    assert "was removed" in drawn(card).text
    assert "works again" not in drawn(card).text


def test_a_duplicate_names_the_other_ticket() -> None:
    assert "duplicate of #20262009" in body(CARDS["job_ticket.closed_duplicate"])


def test_overdue_is_a_word_and_a_colour() -> None:
    card = CARDS["job_ticket.open_overdue"]
    assert "*Overdue*" in strip(card)
    assert "Overdue" in drawn(card).text
    assert drawn(card).attachments[0]["color"] == RED


@pytest.mark.parametrize(
    ("card", "color", "word"),
    [
        (job_ticket(State.OPEN), RED, "Open"),
        (job_ticket(State.CONTAINED), AMBER, "Stopped"),
        (job_ticket(State.ON_HOLD), GREY, "On hold"),
        (job_ticket(State.CLOSED), GREEN, "Closed"),
        (CARDS["issue.archived"], GREY, "Archived"),
    ],
)
def test_the_strip_says_the_state_in_colour_and_word(card: CaseCard, color: str, word: str) -> None:
    assert drawn(card).attachments[0]["color"] == color
    assert f"*{word}*" in strip(card)


def test_a_hold_says_for_whom_why_and_until_when() -> None:
    shown = strip(job_ticket(State.ON_HOLD))
    assert "waits for the retailer: waits for the new password" in shown
    assert "wakes <!date^" in shown


def test_nobody_is_asked_to_act_on_what_is_closed() -> None:
    assert "needs:" not in strip(job_ticket(State.CLOSED))


def test_the_notification_says_number_what_and_where_first() -> None:
    text = drawn(replace(job_ticket(State.OPEN), title="Stock feed", retailer="Acme")).text
    assert text.startswith("#20262010 Stock feed keeps failing (Acme)")


def test_an_unsafe_runbook_is_no_link() -> None:
    assert "javascript" not in str(drawn(job_ticket(State.OPEN, runbook_url="javascript:alert(1)")).payload())


def test_a_retry_that_failed_says_why() -> None:
    assert "the marketplace behind the platform cannot be reached" in body(
        issue(IssueState.OPEN, retry_error="upstream_unavailable")
    )


def test_a_copy_that_exists_already_is_shown_before_anybody_retries() -> None:
    assert "already exists there: MP-77120" in body(issue(IssueState.OPEN, duplicate_at="MP-77120"))


@pytest.mark.parametrize("state", StepState)
@pytest.mark.parametrize("name", ["stop", "notify", "decide", "prove"])
def test_every_step_has_words_in_every_state(name: str, state: StepState) -> None:
    steps = tuple(Step(name=n, state=state) for n in ("stop", "notify", "decide", "prove") if n == name)
    assert "step." not in body(job_ticket(State.OPEN, steps=steps))


def test_a_thing_whose_label_says_what_it_is_is_not_named_twice() -> None:
    subject = Subject(type="order", id="o1", label="Order 1002-B", url="https://shop.example/o1")

    words = body(replace(issue(IssueState.OPEN), subject=subject))

    assert "Open Order 1002-B" in words
    assert "order Order" not in words


def test_a_ticket_that_was_closed_before_andon_never_looks_proved() -> None:
    card = CARDS["job_ticket.closed_before_andon"]
    assert "was closed before Andon" in body(card)
    assert "nothing was verified here" in strip(card)
    assert not any(claim in body(card) + strip(card) for claim in ("works again", "technically", "succeeded"))
