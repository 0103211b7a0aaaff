"""Mails fetched from a folder over IMAP (RFC 3501), for those whose mail server cannot hand them over.

The standard library's client waits, so each step runs in a thread. One connection for each round: a mailbox is
asked every minute or so, and a connection that idles in between is one more thing that breaks unseen.
"""

import asyncio
import imaplib
import logging
import re
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from core.errors import AndonError, Parked, Temporary
from core.ports.postbox import TakeMail
from mail.config import ImapConfig, Security
from mail.inbound.parser import MAX_MAIL_BYTES

A = TypeVar("A")

log = logging.getLogger(__name__)

RETRY_S = 60.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,18})")


class ImapPostbox:
    """Implements core.ports.postbox.Postbox over one folder."""

    def __init__(self, config: ImapConfig) -> None:
        self._config = config
        self._tls = None if config.security is Security.NONE else _tls_context(config)

    async def empty(self, take: TakeMail, limit: int) -> int:
        client = await asyncio.to_thread(_translated, self._open)
        taken = 0
        try:
            for uid in (await asyncio.to_thread(_translated, _unseen, client))[:limit]:
                raw = await asyncio.to_thread(_translated, _fetched, client, uid)
                if raw is None or not await _taken(take, raw, uid):
                    continue
                await asyncio.to_thread(_translated, _mark_seen, client, uid)
                taken += 1
        finally:
            await asyncio.to_thread(_leave, client)
        return taken

    def _open(self) -> imaplib.IMAP4:
        """Raises what the client raises; a login or a folder that is refused is Parked."""
        config = self._config
        if config.security is Security.TLS:
            client: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                config.host, config.port, ssl_context=self._tls, timeout=config.timeout_s
            )
        else:
            client = imaplib.IMAP4(config.host, config.port, timeout=config.timeout_s)
        try:
            if config.security is Security.STARTTLS:
                client.starttls(ssl_context=self._tls)
            _demand(client.login, (config.username, config.password), "imap_login_refused")
            _demand(client.select, (_quoted(config.folder),), "imap_no_such_folder")
        except BaseException:
            _leave(client)
            raise
        return client


async def _taken(take: TakeMail, raw: bytes, uid: bytes) -> bool:
    try:
        await take(raw)
    except (Temporary, TimeoutError):
        raise
    except (AndonError, ValueError, LookupError, TypeError) as error:
        log.error("mail %s of the folder could not be taken: %s", uid.decode(), type(error).__name__)
        return False
    return True


def _demand(act: Callable[..., tuple[str, Any]], arguments: tuple[str, ...], refusal: str) -> None:
    """A NO of the server to our login or folder is about our configuration: waiting does not help."""
    try:
        status, _ = act(*arguments)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise Parked(refusal) from None
    if status != "OK":
        raise Parked(refusal)


def _unseen(client: imaplib.IMAP4) -> list[bytes]:
    """Their numbers, oldest first."""
    _, found = client.uid("SEARCH", "UNSEEN")
    return sorted((found[0] or b"").split(), key=int) if found else []


def _fetched(client: imaplib.IMAP4, uid: bytes) -> bytes | None:
    """The mail, or its headers alone where it is larger than is read; None when it is gone. Peeked: looking at it
    must not mark it."""
    name = uid.decode("ascii")
    _, sized = client.uid("FETCH", name, "(RFC822.SIZE)")
    size = _SIZE.search(b" ".join(part for part in sized if isinstance(part, bytes)))
    if size is None:
        return None
    part = "BODY.PEEK[]" if int(size[1]) <= MAX_MAIL_BYTES else "BODY.PEEK[HEADER]"
    _, found = client.uid("FETCH", name, f"({part})")
    return next((bytes(one[1]) for one in found if isinstance(one, tuple)), None)


def _mark_seen(client: imaplib.IMAP4, uid: bytes) -> None:
    client.uid("STORE", uid.decode("ascii"), "+FLAGS.SILENT", r"(\Seen)")


def _leave(client: imaplib.IMAP4) -> None:
    with suppress(OSError, imaplib.IMAP4.error):
        client.logout()
    with suppress(OSError):
        client.shutdown()  # a line that broke is not closed by saying goodbye


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _translated(step: Callable[..., A], *arguments: object) -> A:
    """That step, with what the client raises in the words of the house."""
    try:
        return step(*arguments)
    except ssl.SSLError as error:
        raise Parked(f"imap_tls_{(error.reason or 'failed').lower()}") from None
    except imaplib.IMAP4.abort:
        raise Temporary("imap_connection_lost", retry_in_s=RETRY_S) from None
    except imaplib.IMAP4.error:
        raise Temporary("imap_refused", retry_in_s=RETRY_S) from None
    except (OSError, EOFError):
        raise Temporary("imap_unreachable", retry_in_s=RETRY_S) from None


def _tls_context(config: ImapConfig) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(config.ca_file) if config.ca_file else None)
