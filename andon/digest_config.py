"""[digests] of andon.toml."""

from datetime import time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

QUARTER_MINUTES = 15


class DigestsSection(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    channel_morning: bool = True
    member_morning: bool = True
    weekly: bool = True
    morning_at: time = time(8, 30)
    weekly_at: time = time(9)
    weekly_day: Annotated[int, Field(ge=1, le=7)] = 2

    @field_validator("morning_at", "weekly_at")
    @classmethod
    def _on_a_quarter(cls, value: time) -> time:
        """The clock looks at every quarter of an hour, since members are in many zones."""
        if value.minute % QUARTER_MINUTES or value.second or value.microsecond or value.tzinfo:
            raise ValueError("use a quarter of an hour, such as 08:30 or 08:45")
        return value
