"""What a route is: a typed address that a button or a view carries out and brings back."""

from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import CoreError

VALUE_LIMIT = 2000
"""Characters of a button's `value`. Source: Block Kit reference, button element."""

METADATA_LIMIT = 3000
"""Characters of a view's `private_metadata`. Source: Block Kit reference, views."""


class CardTooOld(CoreError):
    """The button is not one that this version draws."""

    code = "error.card_too_old"


class Route(BaseModel):
    """A typed address: what a button or a view carries out and brings back."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    name: ClassVar[str]

    def packed(self) -> str:
        return self.model_dump_json(by_alias=True, exclude_defaults=True)

    def element(self) -> dict[str, str]:
        """`action_id` and `value` of a button."""
        value = self.packed()
        if len(value) > VALUE_LIMIT:
            raise ValueError(f"{self.name}: {len(value)} characters > {VALUE_LIMIT}")
        return {"action_id": self.name, "value": value}

    def view(self) -> dict[str, str]:
        """`callback_id` and `private_metadata` of a modal or home tab."""
        value = self.packed()
        if len(value) > METADATA_LIMIT:
            raise ValueError(f"{self.name}: {len(value)} characters > {METADATA_LIMIT}")
        return {"callback_id": self.name, "private_metadata": value}

    @classmethod
    def parse(cls, value: str) -> Self:
        """Raises CardTooOld."""
        try:
            return cls.model_validate_json(value or "{}")
        except ValidationError:
            raise CardTooOld(cls.name) from None


class CaseRoute(Route):
    """A button on a case, with the version that the person saw."""

    does: ClassVar[str]
    """The action of the state machine, or of the words below, that the button stands for."""
    case_id: str = Field(alias="c")
    version: int = Field(alias="v")


class SlottedRoute(Route):
    """A button that stands several times in one block, where ids have to differ: the slot goes behind the name."""

    slot: str = ""

    def element(self) -> dict[str, str]:
        return super().element() | {"action_id": f"{self.name}.{self.slot}" if self.slot else self.name}


class Place(BaseModel):
    """Where a modal was opened, so that the answer can go back there."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)
    channel_id: str | None = Field(default=None, alias="ch")
    thread_ts: str | None = Field(default=None, alias="th")
    home: str | None = Field(default=None, alias="hm")
    """The packed HomeFilterButton of the App Home where it began; None where it began elsewhere."""


class CaseModal(Route):
    """A modal about one case."""

    case_id: str = Field(alias="c")
    version: int = Field(alias="v")
    place: Place = Field(default_factory=Place, alias="p")
    afresh: bool = Field(default=False, alias="af")
    """It was emptied by StartEmptyButton, so its fields have other ids than before."""
