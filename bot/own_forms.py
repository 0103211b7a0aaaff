"""The forms about what a member hears of. Field names are block ids; see form_fields."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bot.form_fields import Choice, Form, Text, Tick
from core.domain.case_parts import Severity
from core.domain.member import Means
from core.domain.subscription import Topic

WEEKDAYS = ("1", "2", "3", "4", "5", "6", "7")
"""ISO weekdays: Monday is 1."""

ADDRESS_LIMIT = 254
"""Characters of a mail address (core/services/texts.py)."""

FILTERS_LIMIT = 500
"""Characters of the other filters, typed as after /andon subscribe."""


class NotificationsForm(Form):
    """By which way, and which overviews. The address is drawn where Slack tells none."""

    name: ClassVar[str] = "notifications"
    drafts: ClassVar[bool] = False
    means: Annotated[Means, Choice(values=tuple(Means), words="means", radio=True)]
    address: Annotated[str, Field(max_length=ADDRESS_LIMIT), Text(most=ADDRESS_LIMIT)] = ""
    mornings: Annotated[bool, Tick()] = False
    weekly: Annotated[bool, Tick()] = False
    weekly_day: Annotated[
        Literal["1", "2", "3", "4", "5", "6", "7"], Choice(values=WEEKDAYS, words="weekday")
    ]


class SubscribeMeForm(Form):
    name: ClassVar[str] = "subscribe_me"
    drafts: ClassVar[bool] = False
    topic: Annotated[Topic, Choice(values=tuple(Topic), words="topic")]
    severity: Annotated[Severity, Choice(values=tuple(Severity), words="severity")] | None = None
    more: Annotated[str, Field(max_length=FILTERS_LIMIT), Text(most=FILTERS_LIMIT)] = ""
    reopened: Annotated[bool, Tick()] = False
    escalated: Annotated[bool, Tick()] = False
