"""`andon serve`: start everything, say where it listens, stop everything in reverse on a signal."""

import asyncio
import gc
import signal
import sys

from andon.config import ConfigError, read_config
from andon.database import prepare_folder
from andon.settings import Settings
from andon.slack import SlackUnreachable
from core.errors import Invalid
from storage.sqlite import DatabaseInUse

IN_USE, CONFIG, SLACK = 3, 2, 4


async def serve(settings: Settings) -> int:
    """Runs until SIGTERM or SIGINT. Returns the exit status."""
    from andon.wiring import build

    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopped.set)
    try:
        config = read_config(settings.config)
        prepare_folder(settings)
        async with build(settings, config) as running:
            gc.freeze()  # what stands now stays: looking through it for garbage would hold up a click for 40 ms
            gc.enable()
            print(f"Andon listens on {running.address}", flush=True)
            running.failed.add_done_callback(lambda _: stopped.set())
            await stopped.wait()
            if running.failed.done():
                return _tell(1, "A part of Andon stopped by itself; the log says which. Stopping.")
    except ConfigError as error:
        return _tell(CONFIG, *error.lines)
    except Invalid as error:
        return _tell(CONFIG, f"{settings.config}: {error.code} {dict(error.facts)}")
    except DatabaseInUse as error:
        return _tell(IN_USE, str(error))
    except SlackUnreachable as error:
        return _tell(SLACK, str(error))
    return 0


def _tell(status: int, *lines: str) -> int:
    for line in lines:
        print(line, file=sys.stderr)
    return status
