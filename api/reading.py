"""A request's body as raw bytes, bounded in size and time, and never unpacked."""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from api.problems import Refused


@dataclass(frozen=True, kw_only=True)
class BodyLimits:
    """Sizes of RELIABILITY 5: Slack's largest bodies are some 100 KiB, aiohttp's own default is 1 MiB."""

    max_bytes: int = 1024 * 1024
    deadline_s: float = 10.0


async def read_body(request: web.Request, limits: BodyLimits) -> bytes:
    """Everything the client sent. Raises Refused: 413 too large, 408 too slow, 415 packed, 400 broken off.

    A declared length is believed when it is too large, and never when it is small.
    """
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Refused(415, "packed_body", "Send the body as it is, without Content-Encoding.", hang_up=True)
    if (request.content_length or 0) > limits.max_bytes:
        raise _too_large(limits)
    body = bytearray()
    try:
        async with asyncio.timeout(limits.deadline_s):
            async for part in request.content.iter_any():
                if len(body) + len(part) > limits.max_bytes:
                    raise _too_large(limits)
                body += part
    except TimeoutError:
        detail = f"The body did not arrive within {limits.deadline_s:g} seconds."
        raise Refused(408, "slow_body", detail, hang_up=True) from None
    except (web.RequestPayloadError, ConnectionError):
        raise Refused(400, "broken_body", "The body broke off or was framed wrongly.", hang_up=True) from None
    return bytes(body)


def _too_large(limits: BodyLimits) -> Refused:
    detail = f"A body may have at most {limits.max_bytes} bytes."
    return Refused(413, "body_too_large", detail, hang_up=True)
