"""What is about the reader alone: modals, and the buttons in them."""

from pydantic import Field

from bot.routes.route import Place, Route, SlottedRoute


class OwnModal(Route):
    """A modal about its reader; it remembers where it was opened."""

    place: Place = Field(default_factory=Place, alias="p")


class NotificationsModal(OwnModal):
    name = "modal.notifications.v1"


class SubscribeMeModal(OwnModal):
    """It stands on top of the notifications, which are drawn afresh once it was sent."""

    name = "modal.subscribe_me.v1"
    below: str | None = Field(default=None, alias="b", max_length=100)
    """The view id of what it stands on."""


class NotificationsButton(Route):
    name = "notifications.open.v1"


class SubscribeMeButton(Route):
    name = "notifications.subscribe.v1"


class UnsubscribeMeButton(SlottedRoute):
    name = "notifications.unsubscribe.v1"
    subscription_id: str = Field(alias="s", max_length=100)
