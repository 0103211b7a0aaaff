"""App Home, the bare menu, and message shortcuts."""

from pydantic import Field

from bot.routes.route import CaseRoute, Route, SlottedRoute


class HomeFilterButton(SlottedRoute):
    """A tab, filter or page of App Home: what to show next."""

    name = "home.show.v1"
    kind: str = ""
    group: str = "open"
    tab: str = ""
    """Of the kind's own tabs; empty for all."""
    channel: str = ""
    offset: int = 0


class HomeRowMenu(CaseRoute):
    """The three dots of a row; the option chosen says what."""

    name = "home.row.v1"
    does = "row"
    act: str = Field(default="view", alias="a")


class MenuButton(SlottedRoute):
    """A line of the bare `/andon` menu."""

    name = "menu.open.v1"
    what: str = ""


class UseAsEvidenceShortcut(Route):
    """Message shortcut: the message's picture becomes closing evidence."""

    name = "message.use_as_evidence.v1"
