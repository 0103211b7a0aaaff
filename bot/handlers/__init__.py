"""The whole interactive surface: one file per noun, one table."""

from bot.handlers import (
    asking,
    cases,
    closing,
    details,
    drafts,
    home,
    incidents,
    issues,
    job_tickets,
    menu,
    notifications,
    notifying,
    pictures,
    shortcuts,
    stating,
    support,
)

_NOUNS = (
    *asking.BINDINGS,
    *cases.BINDINGS,
    *closing.BINDINGS,
    *details.BINDINGS,
    *home.BINDINGS,
    *incidents.BINDINGS,
    *issues.BINDINGS,
    *job_tickets.BINDINGS,
    *menu.BINDINGS,
    *notifications.BINDINGS,
    *notifying.BINDINGS,
    *pictures.BINDINGS,
    *shortcuts.BINDINGS,
    *stating.BINDINGS,
    *support.BINDINGS,
)

BINDINGS = (*_NOUNS, *drafts.bindings_for(_NOUNS))
