"""The corpus put to Slack's own blocks.validate, which needs no account.

Only where ANDON_TEST_SLACK_API names the address (https://slack.com/api/): otherwise there is nothing to collect.
A difference found here belongs in the corpus, or in the list of differences at the top of bot/blocks/validator.
"""

import os

import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.blocks.corpus import Case, corpus
from tests.sandbox.slack.validating import answer, expected_of_validate, places, validatable, validated

API = os.environ.get("ANDON_TEST_SLACK_API", "")
CASES = [case for cases in corpus().values() for case in cases if validatable(case)]

if API:

    @pytest.mark.live
    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
    async def test_slack_takes_and_refuses_what_the_corpus_says(case: Case) -> None:
        client = AsyncWebClient(
            base_url=API, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=5)]
        )
        error, errors = places(await answer(validated(client, case)))
        expected_error, expected = expected_of_validate(case)
        assert error == expected_error
        assert {pointer for _, pointer in expected} <= {pointer for _, pointer in errors}
