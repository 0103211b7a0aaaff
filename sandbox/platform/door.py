"""Who may in: the bearer token for everything, and the signature of Standard Webhooks for every command.

The signature is checked by the library of that name, so that Andon's own signing is held against other hands.
"""

import hmac

from aiohttp import web
from standardwebhooks import Webhook, WebhookVerificationError

from sandbox.platform.commands import Reply, refused

MAX_COMMAND_BYTES = 64 * 1024


def bearer_refused(request: web.Request, token: str) -> Reply | None:
    """401 unless the request carries *token*."""
    given = request.headers.get("Authorization", "")
    if hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return None
    return refused(401, "", "A bearer token is required, and this is not it.")


def signature_refused(request: web.Request, raw: bytes, secret: str) -> Reply | None:
    """401 unless *raw* is signed with *secret* and fresh."""
    if len(raw) > MAX_COMMAND_BYTES:
        return refused(413, "validation", "A command is smaller than 64 KiB.")
    try:
        Webhook(secret).verify(raw, dict(request.headers), json_parse=False)
    except (WebhookVerificationError, ValueError) as no:
        # the library lets ValueError through for headers that are no signature at all
        told = str(no) if isinstance(no, WebhookVerificationError) else "Unreadable signature headers"
        return refused(401, "", f"{told}.")
    if len(request.headers["webhook-id"]) > 255:
        return refused(422, "validation", "webhook-id is at most 255 characters.")
    return None
