"""The walk of a carrier's guide in the reader's language: the tabs, one incident seen, managed with the customer,
solved (green), answered (yellow), solved again, and its whole history; and no English is left on the way."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sandbox.slack.demo import MARGAUX, ORDERS
from tests.e2e.hands import number_of
from tests.e2e.walker import Walker, operations_of
from tests.e2e.world import Json, new_world, shown_text, until

pytestmark = pytest.mark.timeout(300)

REFUSED, ABSENT = "INC-5512", "INC-5530"
RED, GREEN, YELLOW = "d72b3f", "2eb67d", "e8a33d"


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """A language of the guide, and what a reader of it sees."""

    locale: str
    subscribe: str
    tabs: tuple[str, ...]
    could_not: str
    first_absence: str
    details: tuple[str, ...]
    states: tuple[str, str, str]
    """Pending, solution sent, carrier replied."""
    no_answer: str
    solutions: tuple[str, str]
    replied: str
    happened: tuple[str, ...]
    """The lines of the history, oldest first."""


FRENCH = Tongue(
    locale="fr-FR",
    subscribe="abonner delivery language:fr",
    tabs=("Tous", "En attente", "En attente (1re absence)", "Solutions envoyées", "Transporteur a répondu"),
    could_not="Colis de la commande 55120 n’a pas pu être livré",
    first_absence="absent au premier passage",
    details=("TIPSA NAM", "refuse la marchandise", "Dice que no lo ha pedido"),
    states=("En attente", "Solution envoyée", "Le transporteur a répondu"),
    no_answer="Pas de réponse",
    solutions=("Livrez lundi matin, la cliente est chez elle.", "Téléphone 600 123 123, demandez Vera."),
    replied="le transporteur a répondu",
    happened=(
        *("ouvert", "gestion avec le client", "solution fournie", "le transporteur a la solution"),
        *("le transporteur a répondu", "solution fournie", "le transporteur a la solution"),
    ),
)
PORTUGUESE = Tongue(
    locale="pt-PT",
    subscribe="subscrever delivery language:pt",
    tabs=("Todos", "Pendentes", "Pendentes (1.ª ausência)", "Soluções enviadas", "Transportadora respondeu"),
    could_not="Não foi possível entregar Pedido 55120",
    first_absence="Pedido 55307: ausente na primeira tentativa",
    details=("TIPSA NAM", "Dice que no lo ha pedido"),
    states=("Pendente", "Solução enviada", "A transportadora respondeu"),
    no_answer="Não atende",
    solutions=(
        "Entregue na segunda de manhã, a cliente está em casa.",
        "Telefone 600 123 123, fale com Vera.",
    ),
    replied="a transportadora respondeu",
    happened=(
        *("aberto", "a gerir com o cliente", "solução fornecida", "a transportadora tem a solução"),
        *("a transportadora respondeu", "solução fornecida", "a transportadora tem a solução"),
    ),
)
TABS = ("all", "pending", "first_absence", "solution_sent", "carrier_replied")


@dataclass(kw_only=True)
class Reader:
    """Somebody who reads one language, and everything that stood before them."""

    walker: Walker
    tongue: Tongue
    seen: list[str] = field(default_factory=list)

    def saw(self, document: Json) -> Json:
        self.seen.append(shown_text(document))
        return document

    async def card(self, number: int, *words: str) -> Json:
        return self.saw(await self.walker.until_card(number, *words))

    async def modal(self, callback_id: str, *words: str) -> Json:
        return self.saw(await self.walker.modal(callback_id, *words))

    async def opens(self, number: int, action_id: str, callback_id: str) -> Json:
        await self.walker.press(number, action_id)
        return await self.modal(callback_id)

    async def tab(self, home: Json, slot: str) -> Json:
        """App Home after a press on one of its tabs: drawn anew, with that one marked."""
        person = self.walker.person
        await person.click_in_view(home, f"home.show.v1.{slot}")

        async def drawn() -> Json | None:
            view = await person.home()
            return view if view and view["hash"] != home["hash"] else None

        return self.saw(await until(drawn, what=f"the tab {slot}"))


@pytest.fixture(params=[FRENCH, PORTUGUESE], ids=["fr", "pt"])
async def reader(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Reader]:
    """An operator whose Slack speaks that language, in #orders, on a platform that stands still."""
    tongue: Tongue = request.param
    async with new_world(tmp_path / "demo") as world:
        world.platform.freeze(frozen=True)
        world.slack.workspace.people.speak(MARGAUX, tongue.locale)
        await world.andon.start()
        walker = Walker(world=world, person=await world.person(MARGAUX), channel_id=ORDERS)
        yield Reader(walker=walker, tongue=tongue)


async def test_the_guide_is_walked_in_the_readers_language(reader: Reader) -> None:
    tongue, platform = reader.tongue, reader.walker.world.platform
    reader.seen.append(await reader.walker.typed(tongue.subscribe))
    platform.do("incident.tell", REFUSED)
    platform.do("incident.tell", ABSENT)
    refused = number_of(await reader.walker.world.until_card(ORDERS, tongue.could_not))
    absent = number_of(await reader.walker.world.until_card(ORDERS, tongue.first_absence))
    await reader.card(absent, tongue.tabs[2].partition("(")[2])
    assert (await reader.card(refused, tongue.states[0]))["attachments"][0]["color"] == RED

    home = await open_deliveries(reader)
    assert tabs_of(home) == tongue.tabs
    assert await numbers_under(reader, home) == [{refused, absent}, {refused}, {absent}, set(), set()]

    await look_at_it(reader, refused)
    await managed_with_the_customer(reader, refused)
    await solved(reader, refused, tongue.solutions[0])
    platform.do("incident.reply", REFUSED)
    card = await reader.card(refused, tongue.states[2], "que deje un teléfono")
    assert card["attachments"][0]["color"] == YELLOW
    reader.saw(await until(lambda: called(reader, refused), what="whoever sent it, called in the thread"))
    home = await open_deliveries(reader)
    assert await numbers_under(reader, home) == [{refused, absent}, set(), {absent}, {refused}, {refused}]

    await solved(reader, refused, tongue.solutions[1])
    assert operations_of(platform) == ["incident.resolve", "incident.resolve"]
    await whole_history(reader, refused)
    assert {left for text in reader.seen for left in english_in(text)} == set()


async def open_deliveries(reader: Reader) -> Json:
    """App Home with the tabs of deliveries; opened once more it begins anew."""
    person = reader.walker.person
    await person.open_home()

    async def drawn() -> Json | None:
        view = await person.home()
        return view if view and '"kind"' not in view["private_metadata"] else None

    return await reader.tab(await until(drawn, what="App Home"), "kind_delivery_incident")


def tabs_of(home: Json) -> tuple[str, ...]:
    """Their names, in order, without the mark of the one that is on."""
    buttons = [e for block in home["blocks"] if block["type"] == "actions" for e in block["elements"]]
    tabs = [b for b in buttons if b["action_id"].startswith("home.show.v1.tab_")]
    return tuple(b["text"]["text"].removeprefix("▸ ") for b in tabs)


async def numbers_under(reader: Reader, home: Json) -> list[set[int]]:
    """The incidents under each tab, in the order of the tabs."""
    found = []
    for tab in TABS[1:]:
        found.append(rows_of(home))
        home = await reader.tab(home, f"tab_{tab}")
    return [*found, rows_of(home)]


def rows_of(home: Json) -> set[int]:
    """The numbers below the tabs; the reader's own queue stands above them."""
    blocks = home["blocks"]
    below = max(n for n, block in enumerate(blocks) if block["type"] == "actions")
    words = "\n".join(shown_text(block) for block in blocks[below:])
    return {int(number) for number in re.findall(r"#(2026\d{4,})", words)}


async def look_at_it(reader: Reader, number: int) -> None:
    """View the incident: code, reason, the courier's notes."""
    menu = await reader.opens(number, "case.more.v1", "modal.menu.v1")
    await reader.walker.person.click_in_view(menu, "case.view.v1")
    view = await reader.modal("modal.detail.v1", *reader.tongue.details)
    await reader.walker.person.close(view, everything=True)


async def managed_with_the_customer(reader: Reader, number: int) -> None:
    """Nobody answered: it stays pending, and the carrier is told nothing."""
    form = await reader.opens(number, "incident.contact.v1", "modal.contact.v1")
    assert await reader.walker.submit(form, outcome="no_answer") is None
    card = await reader.card(number, reader.tongue.no_answer, reader.tongue.states[0])
    assert card["attachments"][0]["color"] == RED
    assert operations_of(reader.walker.world.platform) == []


async def solved(reader: Reader, number: int, solution: str) -> None:
    form = await reader.opens(number, "incident.solution.v1", "modal.solution.v1")
    assert await reader.walker.submit(form, resolution="provide_solution", text=solution) is None
    card = await reader.card(number, reader.tongue.states[1], solution)
    assert card["attachments"][0]["color"] == GREEN


async def whole_history(reader: Reader, number: int) -> None:
    menu = await reader.opens(number, "case.more.v1", "modal.menu.v1")
    await reader.walker.person.click_in_view(menu, "case.history.v1")
    view = await reader.modal("modal.history.v1", *reader.tongue.happened, *reader.tongue.solutions)
    shown = re.findall(r"\*([^*]+)\*", shown_text(view))
    lines = [line for line in reversed(shown) if line in reader.tongue.happened]
    assert lines == list(reader.tongue.happened)


def called(reader: Reader, number: int) -> Json | None:
    walker = reader.walker
    thread = walker.world.thread(ORDERS, walker.card(number)["ts"])
    who = f"<@{walker.person.user_id}>"
    wanted = [m for m in thread if who in shown_text(m) and reader.tongue.replied in shown_text(m)]
    return wanted[0] if wanted else None


TOLD_IN_ENGLISH = ("Goods not accepted", "Absent, first attempt", "/andon subscribe")
"""Words of the platform's own, and what is typed; both are shown as they are."""

ENGLISH = re.compile(
    r"\b(the|and|with|was|were|is|are|be|been|your|needs?|sent|pending|customer|carrier|order|could|deliver\w*"
    r"|reply|replied|answer\w*|open|view|history|closed?|more|nobody|waits?|attempt|by|from|yet|here|what)\b",
    re.IGNORECASE,
)


def english_in(text: str) -> list[str]:
    """English words of a text that the platform did not tell, each with what stands around it."""
    for told in TOLD_IN_ENGLISH:
        text = text.replace(told, "")
    bare = re.sub(r"<[^>]*>|:[a-z_]+:|`[^`]*`|language:\w+", " ", text)
    return [bare[max(0, m.start() - 30) : m.end() + 30] for m in ENGLISH.finditer(bare)]


def test_english_is_found_where_it_is() -> None:
    assert english_in("Le transporteur has replied :red_circle: <https://the.example|x>") != []
    assert english_in("Le transporteur a répondu : `sent` :large_yellow_circle:") == []
