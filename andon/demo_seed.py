"""The demo's past: the seed set, imported as anybody's cases are, once Andon is ready."""

import sys
from datetime import UTC, datetime

from pydantic import SecretStr

from andon.client import Refused, session
from andon.example import CLI_TOKEN, DemoPlaces
from andon.imports.sending import NobodyAnswers, Sender
from andon.settings import Settings
from sandbox.seed import seed_rows

BATCH = 20
"""Small ones: what people click meanwhile goes in between."""


async def load_seed(places: DemoPlaces) -> int:
    """How many cases are new; in a demo that has them already, none. No card is posted: the channels keep to what
    happens now. What goes wrong is said, and the demo goes on without a past."""
    settings = Settings(url=places.andon_url, token=SecretStr(CLI_TOKEN))
    rows, came = seed_rows(datetime.now(UTC)), 0
    try:
        async with session(settings) as opened:
            sender = Sender(opened, settings.url, dry_run=False, post=False)
            for start in range(0, len(rows), BATCH):
                answers = await sender.send(rows[start : start + BATCH])
                came += sum(answer.result == "created" for answer in answers)
    except (NobodyAnswers, Refused) as error:
        print(f"The demo's past could not be loaded: {type(error).__name__} {error}", file=sys.stderr)
    return came
