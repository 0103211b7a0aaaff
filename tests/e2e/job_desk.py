"""Who looks after a job: the whole walk of its tickets, over and over, each step by a way of the dice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sandbox.slack.demo import OPS_JOBS
from tests.e2e.hands import GONE, Hand, screenshot
from tests.e2e.hours import Hours
from tests.e2e.world import Json, World

SOON_S = 0.2
COMMENTS = 0.3
"""Share of the moments at which somebody writes a note."""


@dataclass(frozen=True, kw_only=True)
class Beat:
    """A job, the connection it hangs on, and whom to write to."""

    job_id: str
    connection: str
    address: str


class JobDesk:
    def __init__(self, world: World, hand: Hand, beat: Beat, hours: Hours) -> None:
        self._world, self._hand, self._beat, self._hours = world, hand, beat, hours

    async def work(self) -> None:
        while self._hours.open:
            try:
                await self._look()
            except (*GONE, LookupError):
                self._hand.put_away_modals()
            await self._hours.rest(SOON_S)

    async def _look(self) -> None:
        case = await self._ticket(self._beat.job_id)
        card = self._card(case["number"]) if case else None
        if case is None or card is None:
            return
        number = int(case["number"])
        if self._hand.dice.random() < COMMENTS:
            await self._comment(card, number)
        ways = self._ways(case["state"], card, number)
        if ways:
            await self._hand.dice.choice(ways)()

    def _ways(self, state: str, card: Json, number: int) -> list[Callable[[], Awaitable[object]]]:
        """How the next step may be taken."""
        hand, beat = self._hand, self._beat
        match state:
            case "open":
                return [
                    lambda: hand.press(OPS_JOBS, card, "job_ticket.pause.v1", "contain"),
                    lambda: hand.slash(OPS_JOBS, f"pause {number}", "contain", number),
                    lambda: hand.rest(number, "contain"),
                ]
            case "contained":
                letter: Json = {
                    "to": beat.address,
                    "subject": "s",
                    "issue": "i",
                    "actions": "a",
                    "next_steps": "n",
                }
                return [lambda: self._notify(card, number), lambda: hand.rest(number, "notify", **letter)]
            case "retailer_notified":
                return [
                    lambda: hand.slash(OPS_JOBS, f"decide {number} reactivate", "decide", number),
                    lambda: hand.rest(number, "decide", choice="reactivate"),
                ]
            case "decided_reactivate":
                self._world.platform.do("token.renew", beat.connection)
                return [
                    lambda: hand.press(OPS_JOBS, card, "job_ticket.reactivate.v1", "reactivate"),
                    lambda: hand.rest(number, "reactivate"),
                ]
            case "verifying":
                return [lambda: self._close(card, number), lambda: hand.close_by_rest(number)]
            case "closed":
                return [self._break_again]
        return []

    async def _break_again(self) -> None:
        self._world.platform.do("token.expire", self._beat.connection)
        await self._hours.rest(1.0)

    def _card(self, number: int) -> Json | None:
        return next(reversed(self._world.cards(OPS_JOBS, f"#{number}")), None)

    async def _comment(self, card: Json, number: int) -> None:
        """By the menu and a form: three requests that Andon has to answer in time."""
        text = f"note {self._hand.dice.getrandbits(64):x}"
        hand = self._hand
        await hand.press(OPS_JOBS, card, "case.more.v1")
        await hand.press_in(await hand.modal("modal.menu.v1"), "case.comment.v1")
        await hand.submit(await hand.modal("modal.comment.v1"), number, "comment", said=text, text=text)
        hand.put_away_modals()

    async def _notify(self, card: Json, number: int) -> None:
        hand = self._hand
        await hand.press(OPS_JOBS, card, "job_ticket.notify.v1")
        await hand.submit(await hand.modal("modal.notify.v1"), number, "")
        await hand.submit(await hand.modal("modal.notify_preview.v1"), number, "notify")
        hand.put_away_modals()

    async def _close(self, card: Json, number: int) -> None:
        hand = self._hand
        await hand.press(OPS_JOBS, card, "job_ticket.close.v1")
        view = await hand.modal("modal.close.v1")
        files = self._world.slack.workspace.files
        record = files.upload_by_user(name="run.png", content=screenshot(hand.dice), user_id=hand.user_id)
        file = files.json(record, with_shares=False)
        await hand.submit(view, number, "", screenshot=[file])
        await self._hours.rest(1.0)
        hand.put_away_modals()

    async def _ticket(self, job_id: str) -> Json | None:
        """The newest ticket of the job, as the REST API tells."""
        _, page = await self._world.api(
            "GET", "/v1/cases", params={"group": "all", "kind": "job_ticket", "subject_id": job_id}
        )
        cases = page.get("cases") or []
        return cases[0] if cases else None
