"""User groups as an app sees them: listed, read, edited by somebody, and told of."""

import asyncio
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack import SandboxSlack, run_sandbox_slack
from sandbox.slack.demo import ANA, LUIS, PRIYA
from tests.sandbox.slack.conftest import APP, client_of, config, connected
from tests.sandbox.slack.levers import control, refused
from tests.sandbox.slack.test_events import hear

LEADS = "S07OPSLEADS"
PATIENCE_S = 30
LISTENING = replace(APP, bot_events=(*APP.bot_events, "subteam_members_changed", "subteam_updated"))


async def test_who_is_in_a_group_is_read_by_its_id(client: AsyncWebClient) -> None:
    assert (await client.usergroups_users_list(usergroup=LEADS))["users"] == [LUIS, PRIYA]
    assert await refused(client.usergroups_users_list(usergroup="S0NOWHERE")) == "no_such_subteam"


async def test_a_group_that_is_edited_says_who_came_and_who_went() -> None:
    async with run_sandbox_slack(config(app=LISTENING)) as slack, connected(slack, "socket") as app:
        moved, updated = hear(app, "subteam_members_changed"), hear(app, "subteam_updated")
        await control(slack, "group", group=LEADS, users=[ANA, LUIS])
        who = (await asyncio.wait_for(moved.get(), PATIENCE_S))["event"]
        whole = (await asyncio.wait_for(updated.get(), PATIENCE_S))["event"]["subteam"]
    assert (who["subteam_id"], who["added_users"], who["removed_users"]) == (LEADS, [ANA], [PRIYA])
    assert (whole["id"], whole["users"], whole["date_delete"]) == (LEADS, [ANA, LUIS], 0)


async def test_an_app_that_did_not_subscribe_hears_nothing_of_groups(slack: SandboxSlack) -> None:
    await control(slack, "group", group=LEADS, users=[])
    assert slack.workspace.events.repeat_last() is False


async def test_a_disabled_group_is_listed_only_when_asked_for(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    await control(slack, "group", group=LEADS, act="disable")
    assert (await client.usergroups_list())["usergroups"] == []
    [gone] = (await client.usergroups_list(include_disabled=True))["usergroups"]
    assert gone["date_delete"] > 0
    assert await refused(client.usergroups_users_list(usergroup=LEADS)) == "no_such_subteam"

    await control(slack, "group", group=LEADS, act="enable")
    assert (await client.usergroups_users_list(usergroup=LEADS))["users"] == [LUIS, PRIYA]


@pytest.mark.parametrize(
    ("body", "error"),
    [({"group": "S0NOWHERE", "users": []}, "not_found"), ({"group": LEADS}, "invalid_act")],
)
async def test_the_lever_says_what_is_wrong(slack: SandboxSlack, body: dict[str, object], error: str) -> None:
    async with (
        aiohttp.ClientSession(slack.base_url) as session,
        session.post("/control/group", json=body) as response,
    ):
        assert (await response.json())["error"] == error


async def test_who_was_put_into_a_group_is_in_it_after_a_restart(tmp_path: Path) -> None:
    kept = config(state_path=tmp_path / "slack.db")
    async with run_sandbox_slack(kept) as slack:
        await control(slack, "group", group=LEADS, users=[ANA])
    async with run_sandbox_slack(kept) as slack:
        assert (await client_of(slack).usergroups_users_list(usergroup=LEADS))["users"] == [ANA]
