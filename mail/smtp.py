"""Mail out over SMTP: one connection per letter, and an honest word about what became of it.

The line between "certainly not done" and "may have been done" is the DATA command: whatever breaks before
it is Temporary, whatever breaks after it without a reply is OutcomeUnknown, and a reply decides by its
first digit (RFC 5321 4.2.1).
"""

import asyncio
import logging
import re
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from core.errors import AdapterError, OutcomeUnknown, Parked, Permanent, Temporary
from core.ports.mail import Letter
from mail.config import Security, SmtpConfig
from mail.letters import clean_address, compose

log = logging.getLogger(__name__)

RETRY_UNREACHABLE_S = 30.0
RETRY_BUSY_S = 60.0
RETRY_GREYLISTED_S = 300.0
"""Most greylists open after five minutes (RFC 6647, 4.2)."""

QUIT_LIMIT_S = 2.0

SERVICE_NOT_AVAILABLE = 421
NEEDS_AUTHENTICATION = frozenset({530, 534, 535, 538})
"""RFC 4954, 6: about our login, not about this letter."""

ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
"""RFC 3463; the only part of a server's words that is kept."""


def utc_now() -> datetime:
    """For the Date header only."""
    return datetime.now(UTC)


class SmtpMail:
    """Implements core.ports.mail.Mail over one relay."""

    def __init__(self, config: SmtpConfig, *, now: Callable[[], datetime] = utc_now) -> None:
        self._now = now
        self._config = replace(config, sender_address=clean_address(config.sender_address))
        self._tls = _tls_context(config)

    async def send(self, letter: Letter) -> str:
        """Hand the letter over; returns its Message-ID. Raises Temporary, Permanent (Parked when the relay
        refuses us rather than the letter) or OutcomeUnknown.
        """
        message = compose(letter, self._config, self._now())
        message_id = str(message["Message-ID"])
        recipient = clean_address(letter.to_address)
        smtp = self._client()
        try:
            await self._greet(smtp)
            await self._hand_over(smtp, recipient, message.as_bytes())
        except AdapterError as error:
            log.warning("letter %s was not sent: %s", message_id, error.reason)
            raise
        finally:
            await _leave(smtp)
        return message_id

    def _client(self) -> SMTP:
        config = self._config
        return SMTP(
            hostname=config.host,
            port=config.port,
            timeout=config.timeout_s,
            use_tls=config.security is Security.TLS,
            start_tls=False,  # done by hand below, to tell its failures apart
            tls_context=self._tls,
            local_hostname=config.message_id_domain,  # the default asks the resolver, and blocks
        )

    async def _greet(self, smtp: SMTP) -> None:
        """Connect, protect, log in: failures here say nothing about the letter."""
        config = self._config
        try:
            await smtp.connect()
            await smtp.ehlo()
            if config.security is Security.STARTTLS:
                _demand(smtp, "starttls")
                await smtp.starttls(tls_context=self._tls)
                await smtp.ehlo()
            if config.username is not None:
                _demand(smtp, "auth")
                await smtp.login(config.username, config.password or "")
        except SMTPResponseException as error:
            raise _refusal(error, of_us=True) from None
        except (SMTPException, OSError, TimeoutError) as error:
            if tls_error := _tls_error_in(error):
                raise Parked(f"smtp_tls_{(tls_error.reason or 'failed').lower()}") from None
            raise Temporary("smtp_unreachable", retry_in_s=RETRY_UNREACHABLE_S, scope="all") from None

    async def _hand_over(self, smtp: SMTP, recipient: str, message: bytes) -> None:
        encoding, options = ("ascii", []) if recipient.isascii() else ("utf-8", ["SMTPUTF8"])
        try:
            if options and not smtp.supports_extension("smtputf8"):
                raise Permanent("smtp_address_needs_smtputf8")
            await smtp.mail(self._config.sender_address, options=options)
            await smtp.rcpt(recipient, encoding=encoding)
        except SMTPResponseException as error:
            raise _refusal(error) from None
        except (SMTPException, OSError, TimeoutError):
            raise Temporary("smtp_connection_lost", retry_in_s=RETRY_UNREACHABLE_S) from None
        try:
            await smtp.data(message)
        except SMTPResponseException as error:
            if 400 <= error.code < 600:
                raise _refusal(error) from None
            raise OutcomeUnknown("smtp_strange_reply_after_data") from None
        except (SMTPException, OSError, TimeoutError):
            raise OutcomeUnknown("smtp_lost_after_data") from None


def _tls_context(config: SmtpConfig) -> ssl.SSLContext | None:
    if config.security is Security.NONE:
        return None
    return ssl.create_default_context(cafile=str(config.ca_file) if config.ca_file else None)


def _refusal(error: SMTPResponseException, *, of_us: bool = False) -> AdapterError:
    """A reply by its number: 4xx again later, 5xx never; refusals of us shut the relay, not the letter."""
    reason = f"smtp_{error.code}"
    if enhanced := ENHANCED.match(error.message):
        reason += f"_{enhanced.group(1)}"
    if error.code == SERVICE_NOT_AVAILABLE:
        return Temporary(reason, retry_in_s=RETRY_BUSY_S, scope="all")
    if 400 <= error.code < 500:
        if of_us:
            return Temporary(reason, retry_in_s=RETRY_BUSY_S, scope="all")
        return Temporary(reason, retry_in_s=RETRY_GREYLISTED_S)
    if of_us or error.code in NEEDS_AUTHENTICATION:
        return Parked(reason)
    if 500 <= error.code < 600:
        return Permanent(reason)
    return Temporary(reason, retry_in_s=RETRY_BUSY_S)  # 1xx-3xx where none belongs: the letter was not taken


def _demand(smtp: SMTP, extension: str) -> None:
    """A relay that cannot do what the configuration asks for must not get the letter, nor the password."""
    if not smtp.supports_extension(extension):
        raise Parked(f"smtp_no_{extension}")


def _tls_error_in(error: BaseException | None) -> ssl.SSLError | None:
    """The library wraps a failed handshake once or twice."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__
    return error


async def _leave(smtp: SMTP) -> None:
    """Say goodbye; what was accepted stays accepted whatever comes back."""
    with suppress(SMTPException, OSError, TimeoutError):
        async with asyncio.timeout(QUIT_LIMIT_S):
            if smtp.is_connected:
                await smtp.quit()
    smtp.close()
