"""Images by `image_url`: Slack fetches each one when a message or view is sent, and refuses what it cannot get.

Off unless `config.fetch_images` asks for it, and then only for addresses of this machine: the sandbox sends no
request beyond 127.0.0.1. https://github.com/slackapi/python-slack-sdk/issues/1782
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import aiohttp

from sandbox.slack.refusal import refuse_invalid

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PATIENCE_S = 3.0  # ours; Slack does not say how long it waits for an image


async def unfetchable(document: object) -> frozenset[str]:
    """The image urls of this machine in `document` that do not give an image."""
    urls = {url for _, url in _urls(document, "") if _is_own(url)}
    if not urls:
        return frozenset()
    timeout = aiohttp.ClientTimeout(total=PATIENCE_S)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        return frozenset([url for url in sorted(urls) if not await _gives_image(session, url)])


def check_fetched(unfetched: frozenset[str], error: str, pointer: str, document: object) -> None:
    """Raises `error` for each of these urls in `document`, which stands at `pointer`."""
    problems = [
        f"downloading image failed [json-pointer:{place}]"
        for place, url in _urls(document, pointer)
        if url in unfetched
    ]
    if problems:
        raise refuse_invalid(error, problems)


async def _gives_image(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.status == 200 and response.content_type.startswith("image/")
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False


def _is_own(url: str) -> bool:
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False


def _urls(node: object, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "image_url" and isinstance(value, str):
                yield f"{pointer}/{key}", value
            else:
                yield from _urls(value, f"{pointer}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _urls(value, f"{pointer}/{index}")
