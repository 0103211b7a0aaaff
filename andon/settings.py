"""The only reader of the environment. Secrets and addresses come from here; everything else from andon.toml."""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every field is an environment variable with the prefix ANDON_. Each default says why it is one."""

    model_config = SettingsConfigDict(env_prefix="ANDON_", extra="ignore", env_file=None)

    slack_bot_token: SecretStr = SecretStr("")
    """xoxb-...; what Andon posts with. From the app's page "OAuth & Permissions"."""
    slack_app_token: SecretStr = SecretStr("")
    """xapp-... with the scope connections:write. Set: Socket Mode, which needs no public address."""
    slack_signing_secret: SecretStr = SecretStr("")
    """Needed where Slack calls Andon over HTTP, that is without an app token."""
    slack_signing_secret_before: SecretStr = SecretStr("")
    """The earlier secret while one is being rotated; requests signed with either are taken."""
    slack_api_url: str = "https://slack.com/api/"
    """Another address is for a local Slack. Ends with a slash."""
    database_url: str = "sqlite:///data/andon.db"
    """A file needs no server. postgresql://user@host/name where one machine is outgrown."""
    data_dir: Path = Path("data")
    """Screenshots stand below it, readable by the owner alone."""
    config: Path = Path("andon.toml")
    """What is not secret: platforms, contacts, roles, targets."""
    host: str = "127.0.0.1"
    """Where Andon listens. Loopback, since a proxy with TLS belongs in front of anything else."""
    port: int = Field(default=8080, ge=0, le=65535)
    """0 takes any free one and prints it."""
    url: str = "http://127.0.0.1:8080"
    """Where the commands that talk to a running Andon find it."""
    token: SecretStr = SecretStr("")
    """The bearer token those commands use; `andon token` makes one."""
    mail_secret: SecretStr = SecretStr("")
    """What `andon mail-in` signs with: one of the secrets of [mail.inbound]."""
    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR. Bodies and tokens are logged at none of them."""
    metrics_open: bool = True
    """/metrics without a token; it counts, it names nobody."""
    pace: float = Field(default=1.0, gt=0, le=100)
    """Posts per second and channel. Slack allows about one (its rate limits page); a local Slack more."""


def secret_of(reference: str) -> str:
    """What `env:NAME` in andon.toml stands for. Raises KeyError with the NAME when it is not set.

    Anything else is refused (ValueError): a secret does not belong in that file.
    """
    scheme, _, name = reference.partition(":")
    if scheme != "env" or not name:
        raise ValueError('a secret is given as "env:NAME", the name of an environment variable')
    value = os.environ.get(name)
    if not value:
        raise KeyError(name)
    return value


def inherited() -> dict[str, str]:
    """The environment as it is, for a process that is started from here."""
    return dict(os.environ)
