"""`andon check` against the real parts of the demo: what is right is said, what is wrong says what to do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from andon.check import look, manifest_scopes
from andon.demo import demo_world
from andon.example import DemoPlaces, demo_environment
from andon.findings import Finding, Level
from andon.settings import Settings
from sandbox.slack.config import AppSeed
from sandbox.slack.demo import demo_config
from sandbox.slack.server import run_sandbox_slack
from tests.mail.imap_server import PASSWORD, USER, imap_server


@pytest.fixture
async def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DemoPlaces]:
    async with demo_world(tmp_path) as found:
        for name, value in demo_environment(found).items():
            monkeypatch.setenv(name, value)
        yield found


def wrong(findings: list[Finding]) -> str:
    return "\n".join(f.what for f in findings if f.level is Level.WRONG)


@pytest.mark.usefixtures("places")
async def test_the_demo_has_nothing_to_mend() -> None:
    findings = await look(Settings())

    assert wrong(findings) == ""
    said = "\n".join(f.what for f in findings)
    for part in (
        "bot token",
        "every scope",
        "Socket Mode opens",
        "database opens",
        "Platform demo answers",
        "mail relay",
        "taken at /v1/mail/inbound",
    ):
        assert part in said


@pytest.mark.usefixtures("places")
async def test_a_wrong_bot_token_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANDON_SLACK_BOT_TOKEN", "xoxb-wrong")

    assert "invalid_auth" in wrong(await look(Settings()))


async def test_the_demo_grants_what_the_manifest_asks_for(places: DemoPlaces) -> None:
    assert manifest_scopes() == set(places.slack.workspace.config.app.bot_scopes)


@pytest.mark.usefixtures("places")
async def test_a_missing_scope_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = AppSeed(bot_scopes=tuple(manifest_scopes() - {"files:read"}))
    async with run_sandbox_slack(demo_config(app=fewer)) as slack:
        monkeypatch.setenv("ANDON_SLACK_API_URL", slack.api_url)

        assert "files:read" in wrong(await look(Settings()))


@pytest.mark.usefixtures("places")
async def test_no_way_in_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANDON_SLACK_APP_TOKEN")
    monkeypatch.delenv("ANDON_SLACK_SIGNING_SECRET")

    assert "nothing could come in from Slack" in wrong(await look(Settings()))


@pytest.mark.usefixtures("places")
async def test_a_platform_that_is_not_there_is_named(places: DemoPlaces) -> None:
    file = places.folder / "andon.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace(places.slack.base_url + "/platform/", "http://127.0.0.1:9/"), encoding="utf-8"
    )

    assert "Platform demo cannot be asked" in wrong(await look(Settings()))


async def test_nothing_set_at_all_is_said_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANDON_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("ANDON_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    monkeypatch.setenv("ANDON_DATA_DIR", str(tmp_path))

    said = wrong(await look(Settings()))

    for part in ("copy andon.example.toml", "ANDON_SLACK_BOT_TOKEN is not set", "database cannot be opened"):
        assert part in said


@pytest.mark.usefixtures("places")
async def test_a_folder_that_cannot_be_read_is_wrong_and_looking_marks_nothing(
    places: DemoPlaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = places.folder / "andon.toml"
    async with imap_server() as folder:
        folder.add(b"Subject: one\r\n\r\nhello")
        text = f'\n[mail.imap]\nhost = "127.0.0.1"\nport = {folder.port}\nusername = "{USER}"\n'
        text += 'password = "env:CARE_PASSWORD"\nsecurity = "none"\n'
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
        monkeypatch.setenv("CARE_PASSWORD", PASSWORD)
        said = [f.what for f in await look(Settings())]
        assert "The folder INBOX at 127.0.0.1 can be read." in said
        assert folder.seen == set()
        monkeypatch.setenv("CARE_PASSWORD", "wrong")
        assert "imap_login_refused" in wrong(await look(Settings()))


@pytest.mark.usefixtures("places")
async def test_mail_that_only_goes_out_is_said(places: DemoPlaces) -> None:
    file = places.folder / "andon.toml"
    file.write_text(file.read_text(encoding="utf-8").partition("[mail.inbound]")[0], encoding="utf-8")

    findings = await look(Settings())

    assert wrong(findings) == ""
    assert any("Mail only goes out" in f.what for f in findings)


def with_group(places: DemoPlaces, *lines: str) -> None:
    """In place of the demo's own."""
    file = places.folder / "andon.toml"
    text = file.read_text(encoding="utf-8")
    begin = text.index("[[groups]]")
    end = text.index("[[", begin + 2)
    file.write_text(text[:begin] + "\n".join(("[[groups]]", *lines, "", text[end:])), encoding="utf-8")


async def test_a_user_group_that_slack_has_says_what_it_gives(places: DemoPlaces) -> None:
    with_group(places, 'id = "S07OPSLEADS"', 'role = "lead"', 'accounts = ["Kitchenware Co"]')

    findings = await look(Settings())

    assert wrong(findings) == ""
    said = "\n".join(f.what for f in findings)
    assert "@ops-leads gives the role lead and the accounts Kitchenware Co" in said
    assert "@ops-leads sees the account Kitchenware Co, which no [[accounts]] names" in said


async def test_a_user_group_that_slack_does_not_have_is_named(places: DemoPlaces) -> None:
    with_group(places, 'id = "S0NOWHERE"', 'role = "lead"')

    assert "S0NOWHERE, which Slack does not have" in wrong(await look(Settings()))


async def test_a_user_group_that_was_disabled_is_named(places: DemoPlaces) -> None:
    groups = places.slack.workspace.user_groups
    leads = groups.get("S07OPSLEADS")
    assert leads is not None
    groups.set_disabled(leads, True)
    with_group(places, 'id = "S07OPSLEADS"', 'role = "lead"')

    assert "S07OPSLEADS, which Slack does not have or has disabled" in wrong(await look(Settings()))


async def test_groups_without_the_scope_to_read_them_say_so(
    places: DemoPlaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_group(places, 'id = "S07OPSLEADS"', 'role = "lead"')
    fewer = AppSeed(bot_scopes=tuple(manifest_scopes() - {"usergroups:read"}))
    async with run_sandbox_slack(demo_config(app=fewer)) as slack:
        monkeypatch.setenv("ANDON_SLACK_API_URL", slack.api_url)

        assert "may not read user groups" in wrong(await look(Settings()))
