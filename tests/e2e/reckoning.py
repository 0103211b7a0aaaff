"""After the storm: what Andon's database says against what Slack, the platform, the mailbox and people have seen.

`faults_of` answers in sentences, one for each promise that was broken; none when all were kept.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator

from bot.gateway.chat import EVENT_TYPE
from sandbox.slack.stored_blocks import all_blocks, elements
from tests.e2e.books import Books
from tests.e2e.hands import Ledger, block_of, number_of
from tests.e2e.taken import Taken, moment
from tests.e2e.world import Json, World


def faults_of(world: World, books: Books, taken: Taken, ledger: Ledger) -> list[str]:
    return [
        *_chains(books),
        *_events(books, taken),
        *_order_events(books, taken),
        *_messages(world, books),
        *_cards(world, books),
        *_pictures(world, books),
        *_mail(world, books),
        *_operations(world, books),
        *_orders(world, books),
        *_wishes(books, ledger),
        *_closings(books),
    ]


def _chains(books: Books) -> Iterator[str]:
    yield from (f"a history is broken: {said}" for said in books.broken_chains)


def _events(books: Books, taken: Taken) -> Iterator[str]:
    """What was answered with 2xx is on record; a failed run counts once, whoever told of it."""
    kept = {row.key for row in books.inbox}
    yield from (
        f"event {id_} was taken and is not on record"
        for id_ in taken.events
        if f"event:demo:{id_}" not in kept
    )
    counted = Counter(
        str(row.facts["run_id"])
        for row in books.of("TicketOpened", "FailedAgain", "VerificationFailed")
        if row.facts.get("run_id")
    )
    yield from (f"run {run_id} was counted {n} times" for run_id, n in counted.items() if n > 1)
    yield from _uncounted(books, taken, set(counted))


def _uncounted(books: Books, taken: Taken, counted: set[str]) -> Iterator[str]:
    """A failed run may go uncounted for one reason: it was told late. By then the ticket knew of a later failure
    from a look at the platform, or had come to another end (rule G6)."""
    told_at = {row.key: row.at for row in books.inbox}
    ended = taken.failed | {run["run_id"]: moment(run["ended_at"]) for run in taken.runs.values()}
    moves = defaultdict(list)
    for row in books.history:
        if row.event in ("TicketClosed", "TicketReopened"):
            moves[row.case_id].append((row.at, row.at))
        elif str(row.facts.get("run_id")) in ended:
            moves[row.case_id].append((row.at, ended[str(row.facts["run_id"])]))
    ticket_of = {str(row.job_id): row.id for row in books.cases if row.kind == "job_ticket"}
    for id_, run in taken.runs.items():
        if run["run_id"] in counted:
            continue
        known = moves[ticket_of[run["job_id"]]]
        if not any(
            at <= told_at[f"event:demo:{id_}"] and until_at >= ended[run["run_id"]] for at, until_at in known
        ):
            yield f"failed run {run['run_id']} of {run['job_id']} is in no case"


def _order_events(books: Books, taken: Taken) -> Iterator[str]:
    told = Counter(e.subject for e in taken.events.values() if e.type == "order.issue.opened")
    subjects = Counter(str(row.subject_id) for row in books.cases if row.kind == "issue")
    yield from (f"order {id_} has {subjects[id_]} cases" for id_ in told if subjects[id_] != 1)


def _messages(world: World, books: Books) -> Iterator[str]:
    """Each delivery stands once, and nothing stands that nobody wanted."""
    seen = Counter(id_ for id_ in (_delivery_id(m) for m in _posted(world)) if id_)
    yield from (f"delivery {id_} stands {n} times" for id_, n in seen.items() if n > 1)
    wanted = {row.delivery_id for row in books.cards} | {row.id for row in books.deliveries}
    wanted |= {row.id for row in books.attempts}  # an answer that found its modal gone comes as a message
    yield from (f"message {id_} is of nothing on record" for id_ in seen if id_ not in wanted)
    for row in books.deliveries:
        plain = row.kind in ("thread", "channel", "direct") and "proof_picture" not in row.body.lower()
        if row.state not in ("sent", "dead"):
            yield f"{row.kind} {row.id} still waits: {row.error}"
        elif row.state == "dead" and row.kind != "answer":
            yield f"{row.kind} {row.id} was given up: {row.error}"
        elif plain and "ProofPicture" not in row.body and seen[row.id] != 1:
            yield f"{row.kind} {row.id} is said to be sent and stands {seen[row.id]} times"


def _cards(world: World, books: Books) -> Iterator[str]:
    """One card for each case and channel, and it shows the newest state."""
    standing: dict[tuple[str, str], Json] = {}
    for channel in world.slack.workspace.channels.all():
        if channel.is_im:
            continue
        homes = [m for m in world.cards(channel.id) if _has_buttons(m)]
        for number, times in Counter(number_of(m) for m in homes).items():
            if times > 1:
                yield f"case #{number} stands {times} times in {channel.name}"
        standing |= {(channel.id, m["ts"]): m for m in homes}
    cases = {row.id: row for row in books.cases}
    for row in books.cards:
        case = cases[row.case_id]
        message = standing.pop((row.channel_id, row.ts), None)
        if message is None:
            yield f"the card of #{case.number} in {row.channel_id} does not stand: {row.error}"
        elif row.shown_revision != case.revision:
            yield f"the card of #{case.number} shows {row.shown_revision} of {case.revision}: {row.error}"
        elif (drawn := _version_on(message)) not in (None, case.version):
            yield f"the buttons of #{case.number} are of version {drawn}, the case is at {case.version}"
    yield from (f"a card at {place} belongs to no row" for place in standing)
    copies = Counter(row.case_id for row in books.cards)
    yield from (f"case #{books.number[id_]} has no card" for id_ in cases if not copies[id_])


def _pictures(world: World, books: Books) -> Iterator[str]:
    """A proof is shown once for each closing that rests on it."""
    shared = Counter(
        file["id"] for message in _posted(world) if message.get("files") for file in message["files"]
    )
    yield from (f"picture {id_} was shared {n} times" for id_, n in shared.items() if n > 1)
    sent = sum("proof_picture" in row.body or "ProofPicture" in row.body for row in books.deliveries)
    if sum(shared.values()) != sent:
        yield f"{sent} pictures were to be shown, {sum(shared.values())} are"


def _mail(world: World, books: Books) -> Iterator[str]:
    """One letter for each step that wrote one. A repeat bears the same Message-ID, and there is one only where a
    try was cut off: SMTP has nothing to ask whether a mail arrived."""
    letters = {row.id: row for row in books.deliveries if row.kind == "letter"}
    came = Counter(str(mail["message_id"]) for mail in world.mailbox.messages())
    if len(came) != len(letters):
        yield f"{len(letters)} letters were written, {len(came)} different ones came"
    written = len(books.of("RetailerNotified"))
    if written != len(letters):
        yield f"{written} notices in the history, {len(letters)} letters"
    for id_, row in letters.items():
        times = sum(n for message_id, n in came.items() if id_ in message_id)
        if times > max(1, row.attempts):
            yield f"letter {id_} came {times} times after {row.attempts} tries"


def _operations(world: World, books: Books) -> Iterator[str]:
    """Everything asked of the platform is settled, and was asked for by exactly one act."""
    ids = {row.id for row in books.operations}
    yield from (
        f"{row.kind} {row.id} of {row.target} ended as {row.state}"
        for row in books.operations
        if row.state not in ("done", "failed")
    )
    yield from (
        f"the platform has {id_}, Andon does not" for id_ in world.platform.world.operations if id_ not in ids
    )
    asked = Counter(str(row.facts["operation_id"]) for row in books.history if row.facts.get("operation_id"))
    yield from (f"operation {id_} was asked for {n} times" for id_, n in asked.items() if n > 1)
    done = {row.id: row for row in books.operations if row.state == "done" and row.kind == "order.retry"}
    for id_ in done:
        there = world.platform.world.operations.get(id_)
        if there is None or there.status != "succeeded":
            yield f"retry {id_} is done here, and there {there.status if there else 'unknown'}"


def _orders(world: World, books: Books) -> Iterator[str]:
    tries = Counter(
        operation.target
        for operation in world.platform.world.operations.values()
        if operation.action == "order.retry" and operation.answer_status == 202
    )
    for order in world.platform.world.orders.values():
        if order.attempts - 1 != tries[order.id]:
            yield f"order {order.id} was tried {order.attempts} times for {tries[order.id]} commands"
        if len(order.downstream) > 1:
            yield f"order {order.id} stands {len(order.downstream)} times at the seller's"
    shown = {str(row.subject_id): row.state for row in books.cases if row.kind == "issue"}
    for id_, state in shown.items():
        order = world.platform.world.orders[id_]
        if (order.status == "sent") != (state == "resolved"):
            yield f"order {id_} is {order.status}, its case {state}"


def _wishes(books: Books, ledger: Ledger) -> Iterator[str]:
    """What was promised happened once; what was not promised, at most once."""
    texts: dict[str, int] = defaultdict(int)
    for row in books.of("Commented"):
        texts[str(books.private[row.case_id, row.seq]["text"])] += 1
    for wish in ledger.wishes:
        if wish.what == "comment":
            if texts[wish.text] > 1:
                yield f"comment {wish.text!r} was written {texts[wish.text]} times"
            elif wish.sure and not texts[wish.text]:
                yield f"comment {wish.text!r} was promised and is lost"
    kept = {row.key for row in books.inbox}
    by_case: dict[int, Counter[str]] = defaultdict(Counter)
    for row in books.history:
        by_case[books.number[row.case_id]][row.event] += 1
    acts = Counter((wish.what, wish.number) for wish in ledger.wishes)
    granted = Counter(wish.number for wish in ledger.wishes if wish.what == "take" and wish.key in kept)
    yield from (
        f"#{number} is taken {by_case[number]['Taken']} times by {times} presses on record"
        for number, times in granted.items()
        if by_case[number]["Taken"] != times
    )
    for wish in ledger.wishes:
        event = _EVENT_OF.get(wish.what)
        if event is None:
            continue
        times, asked = by_case[wish.number][event], acts[wish.what, wish.number]
        if wish.acked and wish.what == "take" and wish.key not in kept and not times:
            yield f"a click that took #{wish.number} was acked and is lost"
        if wish.sure and not times:
            yield f"{wish.what} of #{wish.number} was promised and did not happen"
        if times > asked:
            yield f"{wish.what} of #{wish.number} was asked for {asked} times and happened {times} times"
        if wish.sure and wish.key and not any(key.endswith(wish.key) for key in kept):
            yield f"{wish.what} of #{wish.number} was promised and its key is not on record"


def _closings(books: Books) -> Iterator[str]:
    yield from (f"closing {row.id} still waits" for row in books.attempts if row.state == "waiting")
    closed = sum(row.state == "closed" for row in books.attempts)
    if closed != len(books.of("TicketClosed")):
        yield f"{closed} closings were granted, {len(books.of('TicketClosed'))} tickets closed"


def _posted(world: World) -> list[Json]:
    log = world.slack.workspace.messages
    return [message for channel in world.slack.workspace.channels.all() for message in log.all(channel.id)]


def _delivery_id(message: Json) -> str | None:
    metadata = message.get("metadata") or {}
    return metadata["event_payload"]["delivery_id"] if metadata.get("event_type") == EVENT_TYPE else None


def _has_buttons(message: Json) -> bool:
    try:
        block_of(message, "case.more.v1")
    except LookupError:
        return False
    return True


def _version_on(message: Json) -> int | None:
    """Of the More button of a card."""
    for block, _ in all_blocks(message):
        for element in elements(block):
            if element["action_id"] == "case.more.v1":
                return int(json.loads(element["value"])["v"])
    return None


_EVENT_OF = {
    "take": "Taken",
    "contain": "Containing",
    "notify": "RetailerNotified",
    "decide": "AccountDecided",
    "reactivate": "ReactivationRequested",
    "retry": "RetryRequested",
    "archive": "Archived",
}
"""What a wish leaves in the history."""
