"""Letters over a real SMTP relay: what arrives, and what is said when it does not."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from core.errors import AdapterError, OutcomeUnknown, Parked, Permanent, Temporary
from core.ports.mail import Letter
from mail.config import Security, SmtpConfig
from mail.smtp import SmtpMail
from tests.mail.relay import CERTIFICATE, DROP, Relay

LETTER = Letter(
    id="delivery-7f3a",
    to_name="Kitchenware Co",
    to_address="ops@kitchenware.example",
    subject="eBay AU order sync is stopped",
    body="Hello,\n\n.a line that begins with a dot\nGrüße: the token expired.\n",
    language="de",
    case_number="20262010",
)
SENT_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    async with Relay() as relay:
        yield relay


def mail_over(relay: Relay, **changes: Any) -> SmtpMail:
    return SmtpMail(replace(config_for(relay.port), **changes), now=lambda: SENT_AT)


def config_for(port: int) -> SmtpConfig:
    return SmtpConfig(
        host="127.0.0.1",
        port=port,
        security=Security.NONE,
        sender_name="Andon",
        sender_address="andon@ops.example",
        message_id_domain="ops.example",
        timeout_s=5,
    )


async def refusal(mail: SmtpMail, letter: Letter = LETTER) -> AdapterError:
    with pytest.raises(AdapterError) as refused:
        await mail.send(letter)
    return refused.value


async def test_a_letter_arrives_whole(relay: Relay) -> None:
    message_id = await mail_over(relay).send(replace(LETTER, in_reply_to="<first@ops.example>"))
    (got,) = relay.letters
    assert message_id == got["Message-ID"] == "<delivery-7f3a@ops.example>"
    assert got["From"] == "Andon <andon@ops.example>"
    assert got["To"] == "Kitchenware Co <ops@kitchenware.example>"
    assert got["Subject"] == LETTER.subject
    assert got["Date"].datetime == SENT_AT
    assert got["In-Reply-To"] == got["References"] == "<first@ops.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["X-Andon-Case"] == "20262010"
    assert got["Content-Language"] == "de"
    assert got.get_content_type() == "text/plain"
    assert got.get_content().replace("\r\n", "\n") == LETTER.body


async def test_the_same_letter_has_the_same_message_id(relay: Relay) -> None:
    mail = mail_over(relay)
    assert await mail.send(LETTER) == await mail.send(LETTER)


@pytest.mark.parametrize(
    ("command", "reply", "family", "reason"),
    [
        ("MAIL", "550 5.7.1 not you", Permanent, "smtp_550_5.7.1"),
        ("MAIL", "451 4.3.0 later", Temporary, "smtp_451_4.3.0"),
        ("MAIL", "530 5.7.0 log in first", Parked, "smtp_530_5.7.0"),
        ("RCPT", "550 5.1.1 no such mailbox", Permanent, "smtp_550_5.1.1"),
        ("RCPT", "553 who?", Permanent, "smtp_553"),
        ("RCPT", "450 4.2.0 greylisted", Temporary, "smtp_450_4.2.0"),
        ("RCPT", "421 4.3.2 closing", Temporary, "smtp_421_4.3.2"),
        ("DATA", "552 5.3.4 too big", Permanent, "smtp_552_5.3.4"),
        ("DATA", "452 4.3.1 disk full", Temporary, "smtp_452_4.3.1"),
    ],
)
async def test_a_refusal_is_told_by_its_number(
    relay: Relay, command: str, reply: str, family: type[AdapterError], reason: str
) -> None:
    relay.replies[command] = reply
    error = await refusal(mail_over(relay))
    assert type(error) is family
    assert error.reason == reason
    assert relay.letters == []


async def test_a_busy_relay_stops_all_mail_and_a_greylist_only_this_letter(relay: Relay) -> None:
    relay.replies["RCPT"] = "421 busy"
    busy = await refusal(mail_over(relay))
    relay.replies["RCPT"] = "450 greylisted"
    greylisted = await refusal(mail_over(relay))
    assert isinstance(busy, Temporary)
    assert isinstance(greylisted, Temporary)
    assert (busy.scope, greylisted.scope) == ("all", "place")
    assert greylisted.retry_in_s == 300


async def test_a_relay_that_is_not_there_is_temporary() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = await refusal(SmtpMail(config_for(port)))
    assert isinstance(error, Temporary)
    assert error.scope == "all"
    assert error.retry_in_s > 0


async def test_a_relay_that_never_greets_is_given_up_in_time() -> None:
    async with Relay(greet=False) as silent, asyncio.timeout(5):
        error = await refusal(mail_over(silent, timeout_s=0.2))
    assert isinstance(error, Temporary)


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
async def test_a_connection_lost_before_the_body_is_certainly_not_sent(relay: Relay, command: str) -> None:
    relay.replies[command] = DROP
    assert isinstance(await refusal(mail_over(relay)), Temporary)
    assert relay.letters == []


async def test_a_connection_lost_after_the_body_may_have_been_sent(relay: Relay) -> None:
    relay.replies["DATA"] = DROP
    error = await refusal(mail_over(relay))
    assert isinstance(error, OutcomeUnknown)
    assert len(relay.letters) == 1  # and indeed it was


async def test_a_strange_reply_after_the_body_may_have_been_sent(relay: Relay) -> None:
    relay.replies["DATA"] = "299 perhaps"
    assert isinstance(await refusal(mail_over(relay)), OutcomeUnknown)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_protected_relay_takes_the_letter(security: Security) -> None:
    async with Relay(tls=security.value, require_starttls=security is Security.STARTTLS) as relay:
        await mail_over(relay, security=security, ca_file=CERTIFICATE).send(LETTER)
        assert len(relay.letters) == 1


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_certificate_that_nobody_vouches_for_parks_the_mail(security: Security) -> None:
    async with Relay(tls=security.value) as relay:
        error = await refusal(mail_over(relay, security=security))
        assert isinstance(error, Parked)
        assert error.reason == "smtp_tls_certificate_verify_failed"
        assert relay.letters == []


async def test_a_relay_without_starttls_never_sees_the_letter(relay: Relay) -> None:
    error = await refusal(mail_over(relay, security=Security.STARTTLS))
    assert isinstance(error, Parked)
    assert error.reason == "smtp_no_starttls"
    assert relay.letters == []


async def test_the_login_is_used_and_a_wrong_one_parks_the_mail() -> None:
    async with Relay(tls="starttls", require_starttls=True, auth_required=True) as relay:
        protected = {"security": Security.STARTTLS, "ca_file": CERTIFICATE, "username": "andon"}
        await mail_over(relay, **protected, password="correct horse").send(LETTER)
        assert relay.logins[0] == b"andon"
        error = await refusal(mail_over(relay, **protected, password="wrong"))
        assert isinstance(error, Parked)
        assert error.reason.startswith("smtp_535")
        assert len(relay.letters) == 1


async def test_a_letter_to_an_address_beyond_ascii_needs_a_relay_that_can(relay: Relay) -> None:
    letter = replace(LETTER, to_address="josé@kitchenware.example")
    await mail_over(relay).send(letter)
    assert len(relay.letters) == 1
    async with Relay(enable_SMTPUTF8=False) as old:
        error = await refusal(mail_over(old), letter)
    assert isinstance(error, Permanent)
    assert error.reason == "smtp_address_needs_smtputf8"


async def test_no_reason_carries_the_words_of_the_relay(relay: Relay) -> None:
    relay.replies["RCPT"] = "550 5.1.1 <ops@kitchenware.example> is unknown here"
    assert (await refusal(mail_over(relay))).reason == "smtp_550_5.1.1"


def test_a_password_does_not_show() -> None:
    assert "correct horse" not in repr(replace(config_for(25), password="correct horse"))


def test_the_throw_away_certificate_is_readable() -> None:
    assert ssl.create_default_context(cafile=str(CERTIFICATE)).cert_store_stats()["x509"] == 1
