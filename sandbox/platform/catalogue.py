"""The world the demo begins with: five retailers, and among much that works, what goes wrong in such shops."""

from datetime import datetime, timedelta

from sandbox.platform import customers
from sandbox.platform.world import Connection, Copy, Feed, Incident, Job, Order, Retailer, Run, World

AUTHORISED_FOR = timedelta(days=540)
"""An eBay refresh token lasts 18 months."""

PAST_RUNS = 4


def first_world(now: datetime, *, pace_s: float, public_url: str) -> World:
    """Everything as it stands at *now*. *pace_s* is the interval of the busiest job."""
    world = World(started_at=now, public_url=public_url)
    world.retailers = {one.id: one for one in _retailers()}
    world.connections = {one.id: one for one in _connections(now)}
    world.feeds = {one.id: one for one in _feeds()}
    world.jobs = {one.id: one for one in _jobs(pace_s)}
    world.orders = {one.id: one for one in _orders(now)}
    world.incidents = {one.id: one for one in _incidents(now)}
    world.tickets = {one.id: one for one in customers.tickets()}
    for place, job in enumerate(world.jobs.values()):
        job.next_run_at = now + timedelta(seconds=pace_s * (0.1 + 0.06 * place))
        _add_past(world, job, now)
    return world


def _retailers() -> list[Retailer]:
    return [
        Retailer(id="kitchenware", name="Kitchenware Co"),
        Retailer(id="hartley", name="Hartley & Sons"),
        Retailer(id="bluebird", name="Bluebird Outdoors"),
        Retailer(id="casa-lume", name="Casa Lume"),
        Retailer(id="nordlicht", name="Nordlicht Papier"),
    ]


def _connections(now: datetime) -> list[Connection]:
    later = now + AUTHORISED_FOR
    soon = now + timedelta(days=6, hours=4)

    def one(id_: str, name: str, retailer: str, market: str, expires: datetime | None) -> Connection:
        return Connection(
            id=id_, name=name, retailer_id=retailer, marketplace=market, authorisation_expires_at=expires
        )

    hartley = one("hartley-trademe", "Trade Me", "hartley", "Trade Me", later)
    hartley.status_on_marketplace = "DEACTIVATED"
    return [
        one("kitchenware-ebay-au", "eBay AU", "kitchenware", "eBay AU", now - timedelta(minutes=2)),
        one("kitchenware-themarket", "TheMarket", "kitchenware", "TheMarket", later),
        hartley,
        one("hartley-shop", "Hartley's own shop", "hartley", "Website", None),
        one("bluebird-ebay-au", "eBay AU", "bluebird", "eBay AU", later),
        one("bluebird-themarket", "TheMarket", "bluebird", "TheMarket", later),
        one("casa-lume-amazon-es", "Amazon ES", "casa-lume", "Amazon ES", soon),
        one("nordlicht-shop", "Nordlicht's own shop", "nordlicht", "Website", None),
    ]


def _feeds() -> list[Feed]:
    return [
        Feed(
            id="bluebird-stock",
            name="Bluebird stock file",
            kind="feed",
            schema=3,
            columns={2: ["sku", "stock_qty", "price"], 3: ["sku", "qty_available", "price"]},
        ),
        Feed(
            id="casa-lume-listings",
            name="Casa Lume listing file",
            kind="feed",
            schema=1,
            columns={1: ["sku", "title", "price"], 2: ["sku", "name", "price"]},
        ),
        Feed(
            id="nordlicht-site",
            name="Nordlicht's order page",
            kind="website",
            schema=1,
            columns={1: ["#order-total", "#ship-to"], 2: [".order-sum", ".ship-to"]},
        ),
    ]


def _jobs(pace_s: float) -> list[Job]:
    def one(id_: str, name: str, kind: str, connection: str, every: float, **more: object) -> Job:
        retailer = next(part for part in _OWNERS if connection.startswith(part))
        job = Job(
            id=id_,
            name=name,
            kind=kind,
            retailer_id=retailer,
            connection_id=connection,
            interval_s=pace_s * every,
            duration_s=min(pace_s * 0.15, 4.0),
        )
        for key, value in more.items():
            setattr(job, key, value)
        return job

    stock: dict[str, object] = {"feed_id": "bluebird-stock", "reads_schema": 2}
    lume: dict[str, object] = {"feed_id": "casa-lume-listings", "reads_schema": 1}
    page: dict[str, object] = {"feed_id": "nordlicht-site", "reads_schema": 1}
    return [
        one("ebay-au-orders", "eBay AU order sync", "order_sync", "kitchenware-ebay-au", 1, backlog=11),
        one("trademe-orders", "Trade Me order sync", "order_sync", "hartley-trademe", 2.5, backlog=2),
        one("bluebird-stock", "TheMarket stock sync", "inventory_sync", "bluebird-themarket", 2, **stock),
        one("themarket-prices", "TheMarket price sync", "price_sync", "kitchenware-themarket", 2),
        one("hartley-invoices", "Invoice sync", "invoice_sync", "hartley-shop", 3),
        one("bluebird-tracking", "eBay AU tracking sync", "tracking_sync", "bluebird-ebay-au", 2),
        one("lume-listings", "Amazon ES listing feed", "listing_feed", "casa-lume-amazon-es", 3, **lume),
        one("nordlicht-orders", "Order page import", "website_integration", "nordlicht-shop", 2.5, **page),
    ]


def _orders(now: datetime) -> list[Order]:
    def one(id_: str, retailer: str, connection: str, trouble: str, amount: str, **more: object) -> Order:
        title, description, severity = _TROUBLES[trouble]
        order = Order(
            id=id_,
            number=id_,
            retailer_id=retailer,
            connection_id=connection,
            title=f"Order {id_} {title}",
            description=description,
            amount=amount,
            currency="AUD" if retailer != "casa-lume" else "EUR",
            trouble=trouble,
            severity=severity,
        )
        for key, value in more.items():
            setattr(order, key, value)
        return order

    copy = Copy(id="SF-77120", created_at=now - timedelta(minutes=9))
    tent: dict[str, object] = {"sku": "BO-TENT-2"}
    return [
        one("1001-A", "hartley", "hartley-shop", "fulfilled_without_tracking", "412.00", status="fulfilled"),
        one("1002-B", "bluebird", "bluebird-ebay-au", "stock_out", "189.50", **tent, stock=4),
        one("1003-C", "bluebird", "bluebird-themarket", "stock_out", "94.00", sku="BO-MAT-7", stock=0),
        one("1004-D", "kitchenware", "kitchenware-themarket", "sync_timeout", "58.20", downstream=[copy]),
        one("1005-E", "casa-lume", "casa-lume-amazon-es", "address_unstructured", "73.90", address_ok=False),
    ]


def _incidents(now: datetime) -> list[Incident]:
    allowed = ["provide_solution", "change_address", "pickup_at_agency", "return_to_sender"]
    return [
        Incident(
            id="INC-5512",
            order_number="55120",
            carrier="tipsa",
            carrier_code="NAM",
            reason="Goods not accepted",
            allowed=[*allowed, "retry_delivery"],
            notes="Dice que no lo ha pedido",
            changed_at=now - timedelta(hours=3),
        ),
        Incident(
            id="INC-5530",
            order_number="55307",
            carrier="gls_es",
            carrier_code="9",
            reason="Absent, first attempt",
            allowed=[*allowed, "retry_delivery"],
            distance_km=21.5,
            changed_at=now - timedelta(hours=1),
        ),
    ]


def _add_past(world: World, job: Job, now: datetime) -> None:
    """A few runs that worked, so that every job has a history to stand against."""
    for back in range(PAST_RUNS, 0, -1):
        ended = now - timedelta(hours=back)
        run = Run(
            id=world.next_number(),
            job_id=job.id,
            queued_at=ended - timedelta(seconds=job.duration_s),
            started_at=ended - timedelta(seconds=job.duration_s),
            ended_at=ended,
            state="succeeded",
            items_total=job.arrives,
            items_failed=0,
        )
        world.runs[run.id] = run
        job.last_success_at = ended


_OWNERS = ("kitchenware", "hartley", "bluebird", "casa-lume", "nordlicht")

_TROUBLES: dict[str, tuple[str, str, str]] = {
    "fulfilled_without_tracking": (
        "was fulfilled without tracking",
        "The seller marked it as shipped. The buyer's shop waits for a tracking number.",
        "critical",
    ),
    "stock_out": (
        "could not be sent: out of stock",
        "The seller's shop answered that the item is out of stock. Retry once it is booked in.",
        "high",
    ),
    "sync_timeout": (
        "timed out on its way",
        "The seller's shop did not answer in time. The order may already stand there: look before you retry.",
        "high",
    ),
    "address_unstructured": (
        "has an address that cannot be read",
        "Street and number stand in one field. Edit the address, then retry.",
        "normal",
    ),
}
