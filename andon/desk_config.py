"""[[carrier_codes]] and [[canned_replies]] of andon.toml: what people at the desk read and send."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.domain.delivery_incident_table import Resolution
from core.domain.workspace import CarrierCode, Waits

Word = Annotated[str, Field(min_length=1, max_length=60)]


class DeskSection(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CannedReplySection(DeskSection):
    """Its text has room for two thousand characters: a person adds theirs before it is sent."""

    name: Annotated[str, Field(min_length=1, max_length=75)]
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    locale: str | None = None


class CarrierCodeSection(DeskSection):
    """A code of a carrier that Andon does not know, or knows otherwise. `reason` is one of Andon's words (absent,
    refused ...), which cards then say in each reader's language, or a word of your own, shown as it stands."""

    carrier: Word
    code: Word
    reason: Word
    waits: Waits = Waits.US
    offers: tuple[Resolution, ...] = ()
    urgent: bool = False

    def known_as(self) -> tuple[str, CarrierCode]:
        """The key of the table, `carrier:CODE`, and what it means."""
        key = f"{self.carrier.strip().casefold()}:{self.code.strip().upper()}"
        return key, CarrierCode(reason=self.reason, waits=self.waits, offers=self.offers, urgent=self.urgent)


ClaimDays = dict[Word, Annotated[int, Field(ge=1, le=365)]]


def claims_said(said: Mapping[str, int]) -> dict[str, timedelta]:
    """Carrier, as platforms call it -> within how long it takes a claim."""
    return {carrier.strip().casefold(): timedelta(days=days) for carrier, days in said.items()}
