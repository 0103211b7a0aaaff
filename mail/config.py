"""Where letters go out, and under whose name."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from mail.addresses import SignedAddress


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    """Plain, for a relay on the same machine and for the demo."""

    STARTTLS = "starttls"
    """Upgraded before anything is said, or refused; port 587 by custom (RFC 6409)."""

    TLS = "tls"
    """From the first byte; port 465 (RFC 8314)."""


@dataclass(frozen=True, kw_only=True)
class SmtpConfig:
    """One mail relay. `message_id_domain` is the domain of our Message-IDs, normally the sender's own.

    `ca_file` names a PEM file when the relay's certificate comes from a private authority.
    """

    host: str
    port: int
    sender_address: str
    message_id_domain: str
    sender_name: str = "Andon"
    security: Security = Security.STARTTLS
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    reply_to: SignedAddress | None = None
    """Where answers to letters about a case go; else to the sender."""
    timeout_s: float = 10.0
    """For each step of the talk. RFC 5321 4.5.3.2 would wait minutes; the lane's lease does not."""


@dataclass(frozen=True, kw_only=True)
class ImapConfig:
    """One folder that mails are fetched from, every `every_s` seconds."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    folder: str = "INBOX"
    security: Security = Security.TLS
    ca_file: Path | None = None
    every_s: float = 60.0
    timeout_s: float = 10.0
    """For each answer of the server; a stopping Andon waits for the one under way."""
