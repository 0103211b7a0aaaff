"""[mail] of andon.toml: letters out, mails in, and what makes no sense is named by its line."""

import base64
from pathlib import Path

import pytest

from andon.config import ConfigError, read_config
from mail.config import Security

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
MAIL = """
[mail]
host = "smtp.example"
sender = "ops@shop.example"
"""
INBOUND = """
[mail.inbound]
secrets = ["env:MAIL_IN_SECRET"]
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "andon.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_IN_SECRET", SECRET)
    monkeypatch.setenv("IMAP_PASSWORD", "open sesame")


def test_without_inbound_nothing_comes_in_and_letters_go_out(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, MAIL))
    assert config.smtp is not None
    assert (config.smtp.reply_to, config.mail.secrets, config.mail.imap) == (None, (), None)
    assert config.workspace("T1").mail_opens_tickets is False


def test_letters_carry_the_address_that_inbound_names(tmp_path: Path) -> None:
    more = 'address = "care@shop.example"\nauthserv_id = "mx.shop.example"\n'
    more += 'opens_tickets = true\nchannel = "Care"\n'
    config = read_config(written(tmp_path, MAIL + INBOUND + more))
    assert config.smtp is not None and config.smtp.reply_to is not None
    assert config.mail.address is config.smtp.reply_to
    assert config.mail.address.number_in((config.smtp.reply_to.of(20262010),)) == 20262010
    assert config.mail.secrets == (SECRET,)
    assert config.mail.authserv_id == "mx.shop.example"
    workspace = config.workspace("T1")
    assert (workspace.mail_opens_tickets, workspace.mail_channel) == (True, "Care")


def test_a_mailbox_to_fetch_from_is_taken_with_its_password_from_the_environment(tmp_path: Path) -> None:
    imap = '[mail.imap]\nhost = "imap.example"\nusername = "care"\npassword = "env:IMAP_PASSWORD"\n'
    found = read_config(written(tmp_path, MAIL + imap)).mail.imap
    assert found is not None
    assert (found.host, found.port, found.password, found.folder) == (
        "imap.example",
        993,
        "open sesame",
        "INBOX",
    )
    assert (found.security, found.every_s) == (Security.TLS, 60.0)
    assert "sesame" not in repr(found)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (MAIL + INBOUND + 'address = "care+x@shop.example"', "mail.inbound.address"),
        (
            MAIL + INBOUND.replace("MAIL_IN_SECRET", "IMAP_PASSWORD") + 'address = "care@shop.example"',
            "whsec_",
        ),
        (MAIL + INBOUND.replace("MAIL_IN_SECRET", "NOT_THERE"), "NOT_THERE"),
        (MAIL + "[mail.inbound]\nsecrets = []", "mail.inbound.secrets"),
        (INBOUND, "mail.host"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read_config(written(tmp_path, text))
    assert any(named in line for line in refused.value.lines), refused.value.lines
