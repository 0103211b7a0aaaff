"""The workspace: everything that is in this local Slack, in one place."""

from sandbox.slack.channels import Channels
from sandbox.slack.clock import Clock
from sandbox.slack.config import SlackConfig
from sandbox.slack.delivery import Delivery
from sandbox.slack.documents import MemoryStore, SqliteStore, Store
from sandbox.slack.events import Events
from sandbox.slack.faults import Faults
from sandbox.slack.file_room import FileRoom
from sandbox.slack.hub import Hub
from sandbox.slack.ids import Mint
from sandbox.slack.limits import Limits
from sandbox.slack.messages import Messages
from sandbox.slack.modals import Modals
from sandbox.slack.people import People
from sandbox.slack.response_urls import ResponseUrls
from sandbox.slack.tokens import Tokens
from sandbox.slack.triggers import Triggers
from sandbox.slack.user_groups import UserGroups


class Workspace:
    """The nouns of one workspace, wired; with `config.state_path` they outlive the process."""

    def __init__(self, config: SlackConfig) -> None:
        self.config = config
        self.store: Store = SqliteStore(config.state_path) if config.state_path else MemoryStore()
        self.clock = Clock()
        self.mint = Mint(self.clock)
        self.hub = Hub(self.clock)
        self.tokens = Tokens(config, self.store)
        self.people = People(config, self.clock)
        self.channels = Channels(config, self.store, self.mint)
        self.messages = Messages(self.store, self.mint)
        self.modals = Modals(config, self.store, self.mint)
        self.files = FileRoom(config, self.store, self.clock, self.mint)
        self.triggers = Triggers(self.clock, self.mint, config.trigger_lifetime_s)
        self.response_urls = ResponseUrls(
            self.store,
            self.clock,
            self.mint,
            lifetime_s=config.response_url_lifetime_s,
            uses=config.response_url_uses,
        )
        self.faults = Faults()
        self.limits = Limits(scale=config.rate_scale, post_burst=config.post_burst)
        self.delivery = Delivery(config, self.clock, self.mint, self.hub, self.faults)
        self.events = Events(config, self.clock, self.mint, self.delivery)
        self.user_groups = UserGroups(config, self.store, self.clock, self.events)
        self.short_pages = config.short_pages
        self.base_url = ""

    def serve_at(self, base_url: str) -> None:
        """Learn the own address, which response urls and file urls are made of."""
        self.base_url = base_url
        self.files.base_url = base_url

    async def stop(self) -> None:
        """End the streams of the pages and the deliveries; calls that are being answered may finish."""
        self.hub.close()
        await self.delivery.close()

    def close(self) -> None:
        """Close the file; after this nothing can be changed."""
        self.store.close()
