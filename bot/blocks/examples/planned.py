"""What several drawings share: where they stand, and reminders to come."""

from datetime import timedelta

from bot import routes
from bot.blocks import examples as ex
from core.views import PlannedStep

PLACE = routes.Place(channel_id="C0OPS", thread_ts="1795338600.000100")


def planned(*steps: str) -> tuple[PlannedStep, ...]:
    """Half an hour from one to the next."""
    return tuple(
        PlannedStep(what=what, at=ex.AT + timedelta(minutes=30 * number))
        for number, what in enumerate(steps, start=1)
    )
