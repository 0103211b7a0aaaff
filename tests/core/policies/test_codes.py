"""Codes and causes, and how often a removed job would have run."""

from datetime import timedelta

import pytest

from core.policies.closing_removal import interval_of
from core.policies.codes import ISSUE_CODES, JOB_CAUSES, guess_cause, issue_code
from tests.core.policies.closing_morning import job

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("schedule", "interval"),
    [
        ("PT15M", timedelta(minutes=15)),
        ("P1DT2H", timedelta(hours=26)),
        ("PT90S", timedelta(seconds=90)),
        ("*/5 * * * *", timedelta(minutes=5)),
        ("0 * * * *", timedelta(hours=1)),
        ("@hourly", timedelta(hours=1)),
        ("30 2 * * 1", DAY),
        ("P", DAY),
        ("PT", DAY),
        ("", DAY),
        (None, DAY),
        ("every now and then", DAY),
    ],
)
def test_a_schedule_is_read_and_what_cannot_be_read_is_a_day(
    schedule: str | None, interval: timedelta
) -> None:
    assert interval_of(job(schedule=schedule)) == interval


@pytest.mark.parametrize(
    "hostile", ["PT0M", "*/0 * * * *", "P" + "9" * 30 + "D", "*/" + "9" * 30 + " * * * *"]
)
def test_a_nonsensical_schedule_neither_crashes_nor_shortens_the_wait(hostile: str) -> None:
    assert interval_of(job(schedule=hostile)) >= timedelta(minutes=1)


def test_without_a_job_it_is_a_day() -> None:
    assert interval_of(None) == DAY


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        ("OAuth: invalid_grant", "token_expired"),
        ("HTTP 401", "token_expired"),
        ("Seller account was deactivated", "offboarded"),
        ("selector .price not found", "website_changed"),
        ("429 Too Many Requests", "rate_limited"),
        ("feed.xml missing", "feed_failure"),
        ("connection reset by peer", "connection_failure"),
        ("sync aborted", "sync_failure"),
        ("invalid value in row 3", "data_error"),
        ("", "unknown"),
        ("42", "unknown"),
    ],
)
def test_a_cause_is_guessed_from_the_error(error: str, cause: str) -> None:
    assert guess_cause(None, error) == cause


def test_a_cause_that_the_platform_names_is_believed_and_a_strange_one_is_not() -> None:
    assert guess_cause("offboarded", "401") == "offboarded"
    assert guess_cause("unknown", "401") == "token_expired"
    assert guess_cause("<!channel>", None) == "unknown"


def test_every_cause_can_be_named() -> None:
    assert {guess_cause(cause, None) for cause in JOB_CAUSES} == set(JOB_CAUSES)


def test_the_codes_of_the_vendors_pages_are_known() -> None:
    assert issue_code("order.sync_timeout").check_for_duplicate
    assert issue_code("invoice.billing_failed").retry_after == DAY
    assert not issue_code("order.fulfilled_without_tracking").retryable
    assert not issue_code("never.heard_of").retryable
    assert {"platform.sftp_permission", "platform.file_already_processed", "order.asn_resend"} <= set(
        ISSUE_CODES
    )
