"""[mail] of andon.toml: letters out, mails in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from connectors.signing import key_of
from core.errors import Invalid
from mail.addresses import SignedAddress
from mail.config import ImapConfig, Security, SmtpConfig

Port = Annotated[int, Field(gt=0, le=65535)]
Address = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]
Secret = Callable[[str, str], str]
"""(reference, where it stands) -> the secret."""


class MailPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InboundSection(MailPart):
    """Mails in. `secrets` sign what is posted to /v1/mail/inbound and the addresses that answers come back to."""

    secrets: Annotated[tuple[str, ...], Field(min_length=1, max_length=4)]
    address: Address | None = None
    """Letters carry it as Reply-To, with a signed part behind a plus sign."""
    authserv_id: Annotated[str, Field(pattern=r"^[^\s;]*$", max_length=253)] = ""
    """What your mail server calls itself in Authentication-Results: only what it vouches for is then believed."""
    opens_tickets: bool = False
    channel: Annotated[str, Field(min_length=1, max_length=60)] = "Mail"


class ImapSection(MailPart):
    host: str
    port: Port = 993
    username: str
    password: str
    folder: Annotated[str, Field(min_length=1, max_length=200)] = "INBOX"
    security: Security = Security.TLS
    every_seconds: Annotated[int, Field(ge=1, le=3600)] = 60


class MailSection(MailPart):
    host: str
    port: Port = 587
    sender: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    sender_name: str = "Andon"
    security: Security = Security.STARTTLS
    username: str | None = None
    password: str | None = None
    inbound: InboundSection | None = None
    imap: ImapSection | None = None


@dataclass(frozen=True, kw_only=True)
class MailParts:
    """[mail] with its references followed. Everything is empty where andon.toml has none."""

    smtp: SmtpConfig | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)
    address: SignedAddress | None = None
    authserv_id: str = ""
    opens_tickets: bool = False
    channel: str = "Mail"
    imap: ImapConfig | None = None


def mail_parts(section: MailSection | None, secret: Secret, wrong: list[str], path: str) -> MailParts:
    """What is wrong is added to *wrong*, each a line that says where."""
    if section is None:
        return MailParts()
    said = section.inbound
    secrets = tuple(secret(r, "mail.inbound.secrets") for r in said.secrets) if said else ()
    address = _address(said.address, secrets, wrong, path) if said and said.address else None
    return MailParts(
        smtp=_smtp(section, secret, address),
        secrets=secrets,
        address=address,
        authserv_id=said.authserv_id if said else "",
        opens_tickets=said is not None and said.opens_tickets,
        channel=said.channel if said else "Mail",
        imap=_imap(section.imap, secret) if section.imap else None,
    )


def _address(address: str, secrets: tuple[str, ...], wrong: list[str], path: str) -> SignedAddress | None:
    if not all(secrets):
        return None  # said already: a variable is not set
    try:
        return SignedAddress(address, tuple(key_of(one) for one in secrets))
    except Invalid:
        wrong.append(f"{path}: mail.inbound.secrets: a secret is whsec_ and base64")
    except ValueError as refused:
        wrong.append(f"{path}: mail.inbound.address: {refused}")
    return None


def _smtp(section: MailSection, secret: Secret, reply_to: SignedAddress | None) -> SmtpConfig:
    return SmtpConfig(
        host=section.host,
        port=section.port,
        sender_address=section.sender,
        message_id_domain=section.sender.rpartition("@")[2],
        sender_name=section.sender_name,
        security=section.security,
        username=section.username,
        password=secret(section.password, "mail.password") if section.password else None,
        reply_to=reply_to,
    )


def _imap(section: ImapSection, secret: Secret) -> ImapConfig:
    return ImapConfig(
        host=section.host,
        port=section.port,
        username=section.username,
        password=secret(section.password, "mail.imap.password"),
        folder=section.folder,
        security=section.security,
        every_s=float(section.every_seconds),
    )
