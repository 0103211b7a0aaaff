"""A real mail relay on the loopback whose manners a test can choose."""

import asyncio
import ssl
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""A throw-away certificate for 127.0.0.1 with its key; it opens nothing."""

ACCEPTED = "250 OK"
DROP = "drop"
"""Instead of a reply: break the connection."""


class Relay:
    """Takes letters; `replies` overrides what it says to MAIL, RCPT and DATA."""

    def __init__(self, *, tls: str = "none", greet: bool = True, **options: Any) -> None:
        self.letters: list[EmailMessage] = []
        self.replies: dict[str, str] = {}
        self.logins: list[bytes] = []
        self._options: dict[str, Any] = {"enable_SMTPUTF8": True, "hostname": "relay.test", **options}
        self._implicit: ssl.SSLContext | None = None
        self._greet = greet
        if tls != "none":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            if tls == "tls":
                self._implicit = context
            else:
                self._options |= {"tls_context": context}

    async def __aenter__(self) -> "Relay":
        loop = asyncio.get_running_loop()
        factory = self._smtp if self._greet else asyncio.Protocol
        self._server = await loop.create_server(factory, "127.0.0.1", 0, ssl=self._implicit)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    @property
    def port(self) -> int:
        return cast(int, self._server.sockets[0].getsockname()[1])

    async def handle_MAIL(
        self, server: SMTP, _s: object, envelope: Any, address: str, opts: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(opts)
        return self._say("MAIL", server)

    async def handle_RCPT(self, server: SMTP, _s: object, envelope: Any, address: str, _o: list[str]) -> str:
        envelope.rcpt_tos.append(address)
        return self._say("RCPT", server)

    async def handle_DATA(self, server: SMTP, _s: object, envelope: Any) -> str:
        if self.replies.get("DATA", ACCEPTED)[0] == "2" or self.replies.get("DATA") == DROP:
            self.letters.append(message_from_bytes(envelope.content, policy=default))
        return self._say("DATA", server)

    def authenticate(self, _server: SMTP, _s: object, _e: object, _mechanism: str, data: Any) -> AuthResult:
        self.logins.append(data.login)
        return AuthResult(success=data.password == b"correct horse", handled=False)

    def _say(self, command: str, server: SMTP) -> str:
        reply = self.replies.get(command, ACCEPTED)
        if reply == DROP:
            cast(asyncio.WriteTransport, server.transport).abort()
            return ACCEPTED
        return reply

    def _smtp(self) -> SMTP:
        return SMTP(self, authenticator=self.authenticate, **self._options)
