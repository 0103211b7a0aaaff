"""One way to log a bug: where it happened and a reference, never the words of the error.

The text of an exception may hold what a customer or a platform wrote, so it stays out of the log.
"""

import logging
import secrets
import traceback

FRAMES = 6
"""The innermost calls are enough to find the line."""


def log_bug(logger: logging.Logger, what: str, error: BaseException) -> str:
    """Log *error* as a bug in *what* (words and ids of ours only). Returns the reference."""
    reference = secrets.token_hex(4)
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    path = " < ".join(f"{f.filename.rpartition('/')[2]}:{f.lineno} {f.name}" for f in reversed(frames))
    logger.error("%s failed, reference %s: %s at %s", what, reference, type(error).__name__, path)
    return reference
