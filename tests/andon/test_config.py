"""andon.toml: what it says becomes the workspace, and what makes no sense is named by its line."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from andon.config import ConfigError, read_config
from andon.settings import secret_of
from core.domain.member import Role
from core.domain.user_group import GroupRule
from core.policies.carriers import carrier_code

EXAMPLE = Path(__file__).parents[2] / "andon.example.toml"
REFERENCES = ("SHOP_TOKEN", "SHOP_COMMAND_SECRET", "SHOP_EVENTS_SECRET", "SMTP_PASSWORD")


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in REFERENCES:
        monkeypatch.setenv(name, f"the value of {name}")


def written(folder: Path, text: str) -> Path:
    file = folder / "andon.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.usefixtures("secrets")
def test_the_example_can_be_used_as_it_stands() -> None:
    config = read_config(EXAMPLE)
    workspace = config.workspace("T1")

    assert workspace.team_id == "T1"
    assert workspace.hours.start == time(9)
    assert workspace.targets["support_ticket"].resolve == timedelta(days=2)
    assert [(r.name, r.locale) for r in workspace.canned_replies] == [("Ask for a photo", None)]
    assert workspace.targets["job_ticket"].contain == timedelta(minutes=30)
    assert workspace.roles == {"U0123456789": "lead"}
    assert [c.email for c in workspace.contacts_of("kitchenware co")] == ["noor@kitchenware.example"]
    assert config.platforms[0].token == "the value of SHOP_TOKEN"
    assert config.sources[0].secrets == ("the value of SHOP_EVENTS_SECRET",)
    assert config.smtp is not None
    assert config.smtp.password == "the value of SMTP_PASSWORD"


def test_every_missing_secret_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(EXAMPLE)

    for name in REFERENCES:
        assert sum(name in line for line in refused.value.lines) == 1


def test_a_carriers_code_is_taught_and_decides_what_a_scan_means(tmp_path: Path) -> None:
    text = """
[[carrier_codes]]
carrier = "SEUR"
code = "li590"
reason = "absent"
offers = ["pickup_at_agency"]
[[carrier_codes]]
carrier = "tipsa"
code = "DO"
reason = "address_wrong"
waits = "nobody"
"""
    own = read_config(written(tmp_path, text)).workspace("T1").carrier_codes

    assert carrier_code("seur", "LI590", own).offers == ("pickup_at_agency",)
    assert (carrier_code("tipsa", "DO", own).reason, carrier_code("tipsa", "DO", own).waits) == (
        "address_wrong",
        "nobody",
    )
    with pytest.raises(ConfigError, match="offers"):
        read_config(written(tmp_path, text.replace("pickup_at_agency", "teleport")))


def test_each_overview_is_switched_off_alone(tmp_path: Path) -> None:
    text = "[digests]\nchannel_morning = false\nweekly_at = '16:45'\nweekly_day = 5"
    digests = read_config(written(tmp_path, text)).workspace("T1").digests

    assert (digests.channel_morning, digests.member_morning, digests.weekly) == (False, True, True)
    assert (digests.morning_at, digests.weekly_at, digests.weekly_day) == (time(8, 30), time(16, 45), 5)


def test_an_empty_file_is_a_small_workspace(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, ""))

    assert config.workspace("T1").timezone == "UTC"
    assert config.platforms == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[workspace]\ntimezone = 'Mars/North'", "workspace.timezone"),
        ("[workspace]\ncolour = 'red'", "workspace.colour"),
        ("[hours]\ndays = [0, 8]", "hours.days"),
        ("[digests]\nmorning_at = 08:20:00", "digests.morning_at"),
        ("[digests]\nweekly_day = 8", "digests.weekly_day"),
        ("[digests]\nevening = true", "digests.evening"),
        ("[roles]\nU1 = 'boss'", "roles.U1"),
        ("[[tokens]]\nname = 'x'\nrole = 'lead'\nsha256 = 'short'", "tokens.0.sha256"),
        ("[[subscriptions]]\nchannel = 'C1'\ntopics = ['weather']", "subscriptions.0.topics"),
        ("[[sources]]\nid = 's'\nplatform = 'nowhere'\nsecrets = ['env:SHELL']", "sources.s.platform"),
        (
            "[[platforms]]\nid = 'p'\nbase_url = 'https://x'\ntoken = 'in the open'\nsecret = 'env:X'",
            "platforms.p.token",
        ),
        ("this is no TOML", "is not TOML"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path: Path, text: str, names: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(written(tmp_path, text))

    assert any(names in line for line in refused.value.lines), refused.value.lines


def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"copy andon\.example\.toml"):
        read_config(tmp_path / "andon.toml")


def test_a_secret_in_the_open_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="env:NAME") as refused:
        secret_of("hunter2")

    assert "hunter2" not in str(refused.value)


def test_a_user_group_gives_a_role_accounts_or_both(tmp_path: Path) -> None:
    text = """
[[groups]]
id = "S1"
role = "lead"

[[groups]]
id = "S2"
accounts = ["acme", "Bo & Co"]
"""
    workspace = read_config(written(tmp_path, text)).workspace("T1")
    assert workspace.groups == (
        GroupRule(id="S1", role=Role.LEAD),
        GroupRule(id="S2", accounts=frozenset({"acme", "Bo & Co"})),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[groups]]\nid = "S1"', "give it a role, accounts, or both"),
        ('[[groups]]\nid = "ops-leads"\nrole = "lead"', "groups.0.id"),
        ('[[groups]]\nid = "S1"\nrole = "boss"', "'viewer', 'operator', 'lead' or 'admin'"),
        (
            '[[groups]]\nid = "S1"\nrole = "lead"\n[[groups]]\nid = "S1"\nrole = "admin"',
            "S1 stands there twice",
        ),
        ("".join(f'[[groups]]\nid = "S{n}"\nrole = "lead"\n' for n in range(21)), "at most 20"),
    ],
)
def test_a_user_group_that_makes_no_sense_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(written(tmp_path, text))
    assert any(said in line for line in refused.value.lines), refused.value.lines


def test_a_priority_has_its_own_targets_and_inherits_the_rest(tmp_path: Path) -> None:
    text = """
[targets.job_ticket]
contain_minutes = 20

[targets.job_ticket.critical]
acknowledge_minutes = 5

[targets.issue.low]
resolve_days = 4.5
"""
    workspace = read_config(written(tmp_path, text)).workspace("T1")
    urgent, usual = (workspace.targets_for("job_ticket", s) for s in ("critical", "high"))
    assert (urgent.acknowledge, urgent.contain) == (timedelta(minutes=5), timedelta(minutes=20))
    assert (usual.acknowledge, usual.contain) == (timedelta(minutes=15), timedelta(minutes=20))
    assert workspace.targets_for("issue", "low").resolve == timedelta(days=4.5)
    assert workspace.targets_for("issue", "normal").resolve == timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[targets.parcel]\nresolve_days = 1", "targets.parcel"),
        ("[targets.issue]\nresolve_days = 0", "targets.issue.resolve_days"),
        ("[targets.issue]\nresolve_days = 400", "targets.issue.resolve_days"),
        ("[targets.issue]\nacknowledge_minutes = -5", "targets.issue.acknowledge_minutes"),
        ("[targets.issue]\nacknowledge_minutes = 20000", "targets.issue.acknowledge_minutes"),
        ('[targets.issue]\nresolve_days = "two"', "targets.issue.resolve_days"),
        ("[targets.issue.urgent]\nresolve_days = 1", "targets.issue.urgent"),
        ("[targets.issue]\ncontain_minutes = 5", "issue.contain_minutes: only a job_ticket"),
        ("[targets.issue.low]\nnotify_minutes = 5", "issue.low.notify_minutes: only a job_ticket"),
        ('[hours]\nstart = "18:00"\nend = "09:00"', "ends after it begins"),
        ('[hours]\nstart = "09:00"\nend = "09:00"', "ends after it begins"),
        ('[hours]\nstart = "09:00:30"', "hours.start"),
        ("[hours]\ndays = []", "hours.days"),
        ("[hours]\ndays = [0]", "hours.days"),
        ('[hours]\nholidays = ["2026-02-30"]', "hours.holidays"),
    ],
)
def test_targets_and_hours_that_make_no_sense_are_named_by_their_line(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(written(tmp_path, text))
    assert any(said in line for line in refused.value.lines), refused.value.lines


def test_a_carriers_days_for_a_claim_are_said_by_its_name(tmp_path: Path) -> None:
    workspace = read_config(written(tmp_path, "[claim_days]\nSEUR = 10\nother = 5")).workspace("T1")
    assert workspace.claim_days == {"seur": timedelta(days=10), "other": timedelta(days=5)}
    for days in ("0", "366", '"ten"'):
        with pytest.raises(ConfigError, match=r"claim_days\.seur"):
            read_config(written(tmp_path, f"[claim_days]\nseur = {days}"))


def test_a_token_can_be_bound_to_accounts_and_to_a_time(tmp_path: Path) -> None:
    line = f'[[tokens]]\nname = "ops"\nrole = "lead"\nsha256 = "{"0" * 64}"\n'
    said = 'accounts = ["acme"]\nexpires_at = 2027-06-30T00:00:00+02:00'
    (token,) = read_config(written(tmp_path, line + said)).file.tokens
    assert token.accounts == frozenset({"acme"})
    assert token.expires_at == datetime(2027, 6, 29, 22, tzinfo=UTC)
    with pytest.raises(ConfigError, match="expires_at"):
        read_config(written(tmp_path, line + "expires_at = 2027-06-30T00:00:00"))
