"""manifest.yml and the code say the same: Slack is asked for all that is used and for nothing else.

Limits of a manifest: github.com/slackapi/manifest-schema (SLACK 6).
"""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.app import EVENTS, ROOT_COMMAND
from bot.routes import SHORTCUTS
from sandbox.slack import app_from_manifest
from sandbox.slack.methods import METHODS
from tests.bot.scene import open_scene

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
FEATURES, SETTINGS = MANIFEST["features"], MANIFEST["settings"]
SCOPES: frozenset[str] = frozenset(MANIFEST["oauth_config"]["scopes"]["bot"])
BOT_EVENTS: frozenset[str] = frozenset(SETTINGS["event_subscriptions"]["bot_events"])

SCOPES_OF_EVENT = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "channel_unarchive": ("channels:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "reaction_added": ("reactions:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}
"""docs.slack.dev/reference/events: what each needs."""

SCOPES_OF_METHOD = {
    "apps_connections_open": (),  # with the app token, which has a scope of its own
    "auth_test": (),
    "chat_delete": ("chat:write",),
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_open": ("im:write",),
    "conversations_replies": ("channels:history", "groups:history", "im:history"),
    "files_completeUploadExternal": ("files:write",),
    "files_getUploadURLExternal": ("files:write",),
    "files_info": ("files:read",),
    "usergroups_list": ("usergroups:read",),
    "usergroups_users_list": ("usergroups:read",),
    "users_info": ("users:read", "users:read.email"),
    "users_list": ("users:read", "users:read.email"),
    "views_open": (),
    "views_publish": (),
    "views_push": (),
    "views_update": (),
}
"""docs.slack.dev/reference/methods: every kind of channel that Andon posts in needs its own."""

FAMILIES = {method.partition(".")[0] for method in METHODS}

ALWAYS = {"commands"}
"""For the slash command and the shortcuts, which no method asks for."""


def called_methods() -> set[str]:
    """Methods of the Web API that the code calls on a client."""
    found = set()
    for path in (p for room in ("bot", "andon") for p in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value)
                if owner.endswith("client") and node.func.attr.partition("_")[0] in FAMILIES:
                    found.add(node.func.attr)
    return found


def test_the_events_are_those_that_the_app_listens_to() -> None:
    assert {event.partition(".")[0] for event in BOT_EVENTS} == set(EVENTS)


def test_the_command_and_the_shortcuts_are_those_of_the_code() -> None:
    assert [c["command"] for c in FEATURES["slash_commands"]] == [ROOT_COMMAND]
    named = {s["callback_id"]: s["type"] for s in FEATURES["shortcuts"]}
    assert named == {route.name: "message" for route in SHORTCUTS}


def test_mentions_in_a_command_arrive_as_ids() -> None:
    assert FEATURES["slash_commands"][0]["should_escape"] is True


def test_every_method_that_is_called_has_its_scopes_here() -> None:
    assert called_methods() == set(SCOPES_OF_METHOD), "say in SCOPES_OF_METHOD what it needs"


@pytest.mark.parametrize("method", SCOPES_OF_METHOD)
def test_the_local_slack_asks_for_the_same(method: str) -> None:
    known = METHODS[method.replace("_", ".")]
    wanted = set(SCOPES_OF_METHOD[method])
    assert known.caller == "app" or not known.scopes or wanted & set(known.scopes), f"{known.scopes}"


def test_the_scopes_are_what_methods_and_events_need_and_nothing_else() -> None:
    needed = set(ALWAYS)
    for scopes in (*SCOPES_OF_METHOD.values(), *(SCOPES_OF_EVENT[e] for e in BOT_EVENTS)):
        needed |= set(scopes)
    assert sorted(needed - SCOPES) == [], "asked for by the code, not by the manifest"
    assert sorted(SCOPES - needed) == [], "each scope has to have a reason"


def test_socket_mode_needs_no_addresses() -> None:
    assert SETTINGS["socket_mode_enabled"] is True and SETTINGS["interactivity"]["is_enabled"] is True
    assert "request_url" not in SETTINGS["event_subscriptions"]
    assert "request_url" not in SETTINGS["interactivity"]


def test_the_home_tab_is_on_and_the_other_one_takes_no_messages() -> None:
    """Who writes there is owed an answer (SLACK 8)."""
    home = FEATURES["app_home"]
    assert home["home_tab_enabled"] is True
    assert home["messages_tab_enabled"] is True, "direct messages are shown there"
    assert home["messages_tab_read_only_enabled"] is True


def test_it_stays_within_slacks_limits() -> None:
    shown = MANIFEST["display_information"]
    assert 0 < len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?", shown["background_color"])
    assert len(FEATURES["bot_user"]["display_name"]) <= 80
    assert 1 <= len(FEATURES["shortcuts"]) <= 10
    for each in FEATURES["shortcuts"]:
        assert len(each["name"]) <= 24 and len(each["callback_id"]) <= 255 and len(each["description"]) <= 150
    assert 1 <= len(FEATURES["slash_commands"]) <= 50
    for each in FEATURES["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", each["command"])
        assert len(each["description"]) <= 2000 and len(each["usage_hint"]) <= 1000
    assert len(SCOPES) == len(MANIFEST["oauth_config"]["scopes"]["bot"]) <= 255
    assert len(BOT_EVENTS) == len(SETTINGS["event_subscriptions"]["bot_events"]) <= 100


def test_no_key_is_misspelt() -> None:
    assert set(MANIFEST) == {"display_information", "features", "oauth_config", "settings"}
    assert set(FEATURES) <= {"app_home", "bot_user", "shortcuts", "slash_commands", "unfurl_domains"}
    assert set(SETTINGS) <= {
        "allowed_ip_address_ranges",
        "event_subscriptions",
        "interactivity",
        "is_hosted",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
    }


async def test_a_workspace_that_installs_it_takes_the_app() -> None:
    """The local Slack grants what the manifest asks for and no more; the scene lists people and connects."""
    assert set(app_from_manifest(MANIFEST).bot_scopes) == SCOPES
    async with open_scene(connected=True) as scene:
        assert scene.slack.workspace.config.app.bot_events == tuple(
            SETTINGS["event_subscriptions"]["bot_events"]
        )
        refused = [e for e in scene.slack.workspace.hub.traffic(2000) if e.get("error")]
        assert refused == []
        assert scene.slack.workspace.delivery.socket.connected
