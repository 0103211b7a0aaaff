"""The demo's andon.toml and environment: embedded defaults, so that `andon demo` needs no file and no server."""

from dataclasses import dataclass
from pathlib import Path

from sandbox.mailbox.answering import DEMO_MAIL_SECRET
from sandbox.mailbox.demo import Mailbox
from sandbox.platform.demo import API, DEMO_EVENTS_SECRET, DEMO_SECRET, DEMO_TOKEN, DemoPlatform
from sandbox.slack.demo import LEADS_GROUP, LUIS, OPS_JOBS, OPS_LEADS, ORDERS, PRIYA
from sandbox.slack.server import SandboxSlack

CLI_TOKEN = "andon_demo_token"  # noqa: S105 - opens nothing but the demo on this machine

PACE = 4.0
"""Posts per second and channel in the demo: the local Slack is told to allow as many."""

TOML = """\
# What `andon demo` runs with. Copy it, change it, and point ANDON_CONFIG at your copy.

[workspace]
name = "Harbour Goods"
locale = "en"
timezone = "Europe/Madrid"
support_channel = "{leads}"
leads_channel = "{leads}"
job_check_at = "07:30"

[hours]
# Round the clock, so that reminders can be seen whenever the demo runs.
start = "00:00"
end = "23:59"
days = [1, 2, 3, 4, 5, 6, 7]

[roles]
{luis} = "lead"
{priya} = "admin"

[[groups]]
# Whoever is put into @ops-leads of the local Slack is a lead from then on.
id = "{leads_group}"
role = "lead"

[[contacts]]
account = "Kitchenware Co"
name = "Noor Visser"
email = "noor@kitchenware.example"
may_confirm = true

[[contacts]]
account = "Hartley & Sons"
name = "Edwin Hartley"
email = "edwin@hartley.example"
may_confirm = true

[[contacts]]
account = "Bluebird Outdoors"
name = "Freya Lund"
email = "freya@bluebird.example"
may_confirm = true

[[contacts]]
account = "Casa Lume"
name = "Ines Prats"
email = "ines@casalume.example"
locale = "es"
may_confirm = true

[[contacts]]
account = "Nordlicht Papier"
name = "Jonas Ehlers"
email = "jonas@nordlicht.example"
may_confirm = true

[runbooks]
token_expired = "{slack}/platform/#connections"
offboarded = "{slack}/platform/#connections"
feed_failure = "{slack}/platform/#feeds"
website_changed = "{slack}/platform/#feeds"

[[platforms]]
id = "demo"
type = "http"
base_url = "{slack}/platform{api}"
token = "env:ANDON_DEMO_PLATFORM_TOKEN"
secret = "env:ANDON_DEMO_PLATFORM_SECRET"
allow_private = true

[[sources]]
id = "demo"
platform = "demo"
secrets = ["env:ANDON_DEMO_EVENTS_SECRET"]

[[tokens]]
name = "demo"
role = "admin"
sha256 = "{token_sha256}"

[[subscriptions]]
channel = "{ops_jobs}"
name = "ops-jobs"
topics = ["jobs"]

[[subscriptions]]
channel = "{orders}"
name = "orders"
topics = ["issues", "delivery", "support"]

[[subscriptions]]
channel = "{leads}"
name = "ops-leads"
topics = ["jobs"]

[mail]
host = "127.0.0.1"
port = {smtp_port}
sender = "ops@harbour.example"
sender_name = "Harbour Goods operations"
security = "none"

[mail.inbound]
# The mailbox hands answers over, signed; letters carry this address, with a signed part, as Reply-To.
secrets = ["env:ANDON_DEMO_MAIL_SECRET"]
address = "care@harbour.example"
opens_tickets = true
"""


@dataclass(frozen=True, kw_only=True)
class DemoPlaces:
    """Where the parts of a running demo stand."""

    slack: SandboxSlack
    platform: DemoPlatform
    mailbox: Mailbox
    andon_port: int
    folder: Path
    posts_per_s: float = PACE

    @property
    def andon_url(self) -> str:
        return f"http://127.0.0.1:{self.andon_port}"


def demo_toml(places: DemoPlaces, token_sha256: str) -> str:
    return TOML.format(
        slack=places.slack.base_url,
        api=API,
        smtp_port=places.mailbox.port,
        token_sha256=token_sha256,
        ops_jobs=OPS_JOBS,
        orders=ORDERS,
        leads=OPS_LEADS,
        luis=LUIS,
        priya=PRIYA,
        leads_group=LEADS_GROUP,
    )


def demo_environment(places: DemoPlaces) -> dict[str, str]:
    """For the Andon process of the demo, and for the commands that talk to it."""
    slack = places.slack
    return {
        "ANDON_SLACK_BOT_TOKEN": slack.bot_token,
        "ANDON_SLACK_APP_TOKEN": slack.app_token,
        "ANDON_SLACK_SIGNING_SECRET": slack.signing_secret,
        "ANDON_SLACK_API_URL": slack.api_url,
        "ANDON_DATABASE_URL": f"sqlite:///{places.folder / 'andon.db'}",
        "ANDON_DATA_DIR": str(places.folder),
        "ANDON_CONFIG": str(places.folder / "andon.toml"),
        "ANDON_PORT": str(places.andon_port),
        "ANDON_PACE": str(places.posts_per_s),
        "ANDON_URL": places.andon_url,
        "ANDON_TOKEN": CLI_TOKEN,
        "ANDON_DEMO_PLATFORM_TOKEN": DEMO_TOKEN,
        "ANDON_DEMO_PLATFORM_SECRET": DEMO_SECRET,
        "ANDON_DEMO_EVENTS_SECRET": DEMO_EVENTS_SECRET,
        "ANDON_DEMO_MAIL_SECRET": DEMO_MAIL_SECRET,
    }
