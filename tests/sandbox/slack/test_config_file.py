"""sandbox.toml and a foreign manifest: what they say stands in the workspace, what is wrong is said in words."""

from pathlib import Path

import pytest

from sandbox.slack import run_sandbox_slack
from sandbox.slack.config_file import ConfigFileError, config_of_manifest, read_config_file
from sandbox.slack.demo import demo_config
from tests.sandbox.slack.conftest import client_of

MANIFEST = """
display_information: {name: Deploys}
features:
  slash_commands: [{command: /deploy, description: Ship it}]
  shortcuts: [{callback_id: roll_back, name: Roll back, type: message}]
oauth_config: {scopes: {bot: ["chat:write"]}}
settings: {event_subscriptions: {bot_events: [app_mention]}}
"""
WHOLE = """
[workspace]
name = "Small Shop"
domain = "small-shop"

[app]
manifest = "manifest.yml"
bot_token = "xoxb-mine"
request_url = "http://127.0.0.1:3000/slack/events"

[limits]
rate_scale = 0
ack_deadline_s = 1.5

[[users]]
name = "ana"
real_name = "Ana Ruiz"
locale = "es-ES"

[[users]]
name = "gus"
real_name = "Gus Marsh"
guest = true

[[channels]]
name = "ops-jobs"
private = true
members = ["ana", "gus"]

[[groups]]
handle = "leads"
name = "Leads"
members = ["ana"]
"""


def written(folder: Path, text: str, name: str = "sandbox.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def mistakes(folder: Path, text: str) -> list[str]:
    """What is said of the file, without its path."""
    path = written(folder, text)
    with pytest.raises(ConfigFileError) as caught:
        read_config_file(path)
    assert all(line.startswith(f"{path}: ") for line in caught.value.lines)
    return [line.removeprefix(f"{path}: ") for line in caught.value.lines]


async def test_what_the_file_says_stands_in_the_workspace(tmp_path: Path) -> None:
    written(tmp_path, MANIFEST, "manifest.yml")
    config = read_config_file(written(tmp_path, WHOLE))
    assert (config.team_name, config.bot_token, config.rate_scale) == ("Small Shop", "xoxb-mine", None)
    assert (config.request_url, config.ack_deadline_s) == ("http://127.0.0.1:3000/slack/events", 1.5)
    assert (config.app.name, config.app.bot_scopes) == ("Deploys", ("chat:write",))
    assert [c.command for c in config.app.commands] == ["/deploy"]
    async with run_sandbox_slack(config) as slack:
        (channel,) = [c for c in slack.workspace.channels.all() if not c.is_im]
        assert (channel.id, channel.members) == ("C0OPSJOBS", ("U0ANA", "U0GUS", config.app.bot_user_id))
        assert (await client_of(slack).auth_test())["team"] == "Small Shop"


def test_an_empty_file_is_the_demo_workspace_with_an_app_that_may_do_everything(tmp_path: Path) -> None:
    config = read_config_file(written(tmp_path, ""))
    assert (config.users, config.channels) == (demo_config().users, demo_config().channels)
    assert {"channels:join", "reactions:write", "chat:write"} <= set(config.app.bot_scopes)
    assert "message.channels" in config.app.bot_events


def test_people_without_a_channel_get_one(tmp_path: Path) -> None:
    config = read_config_file(written(tmp_path, '[[users]]\nname = "ana"\nreal_name = "Ana Ruiz"'))
    assert [channel.name for channel in config.channels] == ["general"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[app\n", "this is not TOML: Expected ']' at the end of a table declaration (at line 1, column 5)"),
        ("[limits]\nrate_scal = 0", "limits.rate_scal: no such key; did you mean rate_scale?"),
        ("[[user]]\nname = 'ana'", "user: no such key; did you mean users?"),
        ("[[users]]\nname = 'ana'", "users[1].real_name: is missing."),
        (
            "[app]\nbot_token = 'abc'",
            "app.bot_token: 'abc' does not fit: a bot token begins with xoxb-.",
        ),
        (
            "[app]\nrequest_url = 'localhost:3000'",
            "app.request_url: 'localhost:3000' does not fit: "
            "use an address like http://127.0.0.1:3000/slack/events.",
        ),
        (
            "[[channels]]\nname = 'ops'\nmembers = ['ann']",
            "channels[1].members: ann is none of the users: ana, luis, margaux, priya, gus.",
        ),
        (
            "[[channels]]\nname = 'ops'\n[[channels]]\nname = 'ops'",
            "channels: ops stands there twice; keep one.",
        ),
        (
            "[[channels]]\nname = 'ops-1'\n[[channels]]\nname = 'ops1'",
            "two names lead to the id C0OPS1; give one of them an `id` of its own.",
        ),
        (
            "[[users]]\nname = 'ana'\nreal_name = 'Ana Ruiz'\ntimezone = 'Mars/Base'",
            "users[1].timezone: use a name like Europe/Madrid.",
        ),
        (
            "[[users]]\nname = 'gus'\nreal_name = 'Gus Marsh'\nguest = true",
            "users: everybody is a guest; somebody has to be a member.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    assert mistakes(tmp_path, text) == [said]


def test_every_mistake_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    assert len(mistakes(tmp_path, "[app]\nbot_token = 'a'\napp_token = 'b'\n[limits]\nx = 1")) == 3


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigFileError, match=r"sandbox\.toml: No such file or directory"):
        read_config_file(tmp_path / "sandbox.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", ", line 1: this is neither YAML nor JSON"),
        ("- a", ": a manifest has sections"),
        ("features: [x]", ": `features` is a section"),
        ("features: {slash_commands: [{command: deploy}]}", "begins with a slash, not 'deploy'"),
        ("features: {shortcuts: [{name: X}]}", "each has a `name` and a `callback_id`"),
        ("features: {shortcuts: [{name: X, callback_id: x, type: y}]}", "of x is global or message"),
        ("oauth_config: {scopes: {bot: chat}}", "`bot` is a list of words, not 'chat'"),
    ],
)
def test_a_manifest_that_is_none_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text, "manifest.yml")
    with pytest.raises(ConfigFileError) as caught:
        config_of_manifest(path)
    assert str(caught.value).startswith(str(path)) and said in str(caught.value)


def test_a_manifest_may_be_json(tmp_path: Path) -> None:
    path = written(tmp_path, '{"display_information": {"name": "Deploys"}}', "manifest.json")
    assert config_of_manifest(path).app.name == "Deploys"
