"""Looks at platforms for people who wait, and what stands in for mail where none is configured."""

from core.dispatch import Ask
from core.domain.member import Actor
from core.domain.platform_facts import Order, Reading
from core.errors import AdapterError, NotFound, Permanent
from core.ports.clock import Clock
from core.ports.mail import Letter
from core.ports.platform import Platforms
from core.services.reading import GetCard, SourceOf
from scheduler.platform_reading import read_job


class Outside:
    def __init__(self, platforms: Platforms, ask: Ask, clock: Clock) -> None:
        self._platforms = platforms
        self._ask = ask
        self._clock = clock

    async def read_job(self, platform_id: str, job_id: str, connection_id: str | None) -> Reading:
        return await read_job(self._platforms, platform_id, job_id, connection_id, self._clock)

    async def read_order(self, case_id: str, by: Actor) -> Order | None:
        """The order of an issue as its platform has it now; None when it cannot be read."""
        card = await self._ask(GetCard(case_id=case_id), by=by)
        source = await self._ask(SourceOf(case_id=case_id), by=by)
        try:
            return await self._platforms.get(source.connector).order(card.subject.id)
        except (AdapterError, NotFound):
            return None


class NoMail:
    """andon.toml has no [mail]: a letter cannot go, and its case says so."""

    async def send(self, letter: Letter) -> str:
        raise Permanent("no_mail_configured")
