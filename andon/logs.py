"""What goes to the log: one line for each thing, and no secret whoever wrote it."""

import logging
import re

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"

QUIET = {
    "apscheduler": logging.WARNING,  # says at INFO that each minute has come
    "alembic": logging.WARNING,
    "slack_bolt": logging.ERROR,  # warns at every start that an authorize function is used, as it should be
    "slack_sdk": logging.WARNING,  # at DEBUG it writes whole requests
    "aiohttp.access": logging.WARNING,
    "mail.log": logging.ERROR,  # aiosmtpd, which names its logger like a room of ours
}
"""Libraries that say more than an operator wants, or more than may be said."""

SECRETS = re.compile(
    r"(xox[a-z]-|xapp-|xoxe\.)[\w.-]+"
    r"|whsec_[\w+/=-]+"
    r"|andon_[\w-]{20,}"
    r"|(?<=Bearer )[\w.~+/=-]+"
    r"|https://hooks\.slack\.com/\S+"
    r"|(?<=ticket=)[\w-]+"
    r"|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)",
)
"""Tokens of Slack and of ours, webhook secrets, response addresses, socket tickets, passwords in addresses."""

REDACTED = "[secret]"


class Redacting(logging.Formatter):
    """Takes secrets out of the finished line, tracebacks included, and keeps every record on its own lines."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub(REDACTED, super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message.replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)


def set_up_logs(level: str) -> None:
    """For the whole process; raises ValueError for a level that is none."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(FORMAT))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(least)
