"""Orders that could not be sent, and what trying again does to them.

The destination keeps its own copies. An order whose sending timed out may already stand there; sending it
again is refused until somebody has looked, and a copy that is found is linked, never made a second time.
"""

from datetime import datetime, timedelta

from sandbox.platform import telling
from sandbox.platform.world import Copy, Operation, Order, Problem, World

SEND_S = 1.5
"""The seller's shop takes this long to answer."""

RETRYABLE = ("stock_out", "sync_timeout", "address_unstructured")


def refuse_retry(order: Order, *, duplicate_checked: bool) -> Problem | None:
    """Why this order may not be sent again now, or None."""
    if order.trouble == "sync_timeout" and not duplicate_checked:
        there = ", ".join(copy.id for copy in order.downstream)
        detail = f"It already stands there as {there}." if there else "The last sending timed out."
        return Problem(status=409, code="duplicate_suspected", detail=f"{detail} Check before you retry.")
    if order.status != "failed" or order.trouble not in RETRYABLE:
        detail = f"Order {order.number} is {order.status}; only a failed order can be sent again."
        return Problem(status=409, code="not_allowed_in_state", detail=detail)
    return None


def begin_retry(order: Order, operation: Operation, at: datetime) -> None:
    """Send it: one more attempt, under this operation's id, whatever becomes of it."""
    order.attempts += 1
    order.last_attempt_key = operation.id
    order.status = "pending"
    operation.status = "running"
    operation.due_at = at + timedelta(seconds=SEND_S)


def settle_order(world: World, operation: Operation, at: datetime) -> None:
    """The shop's answer to a sending."""
    order = world.orders[operation.target]
    problem = _shop_refuses(order)
    if problem is None:
        if not order.downstream:
            order.downstream.append(Copy(id=f"SF-{world.next_number()}", created_at=at))
        order.status, operation.status = "sent", "succeeded"
        clear_trouble(world, order, at)
        return
    order.status, operation.status, operation.error = "failed", "failed", problem
    telling.order_event(world, "order.issue.opened", order, at)


def clear_trouble(world: World, order: Order, at: datetime) -> None:
    """What was wrong is no more, and whoever was told of it is told so."""
    if order.trouble is not None:
        telling.order_event(world, "order.issue.resolved", order, at)
        order.trouble = None


def _shop_refuses(order: Order) -> Problem | None:
    if not order.address_ok:
        detail = "The address still holds street and number in one field."
        return Problem(status=422, code="validation", detail=detail)
    if order.sku is not None and order.stock < 1:
        detail = f"{order.sku} is still out of stock at the seller."
        return Problem(status=409, code="not_allowed_in_state", detail=detail)
    return None
