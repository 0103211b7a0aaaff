"""The local Slack: enough of the real one that an unmodified Bolt app cannot tell where it runs."""

from sandbox.slack.config import (
    AppSeed,
    ChannelSeed,
    CommandSeed,
    Link,
    ShortcutSeed,
    SlackConfig,
    UserGroupSeed,
    UserSeed,
)
from sandbox.slack.demo import demo_config
from sandbox.slack.faults import Fault
from sandbox.slack.manifest import app_from_manifest
from sandbox.slack.server import WORKSPACE, SandboxSlack, run_sandbox_slack, slack_app

__all__ = [
    "WORKSPACE",
    "AppSeed",
    "ChannelSeed",
    "CommandSeed",
    "Fault",
    "Link",
    "SandboxSlack",
    "ShortcutSeed",
    "SlackConfig",
    "UserGroupSeed",
    "UserSeed",
    "app_from_manifest",
    "demo_config",
    "run_sandbox_slack",
    "slack_app",
]
