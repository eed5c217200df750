"""
How orders are paid for, and how money goes back.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from demo.clock import DAY
from demo.journey import Journey

# Of a hundred online payments, how many fail at first.
_FAILED = 4


@dataclass(frozen=True)
class Payment:
    """
    One try to pay; the minutes are counted from today.
    """

    method: str
    status: str
    amount: int
    reference: str | None
    created: int
    paid: int | None


@dataclass(frozen=True)
class Refund:
    """
    Money that goes back, or is about to.
    """

    amount: int
    reason: str
    status: str
    reference: str | None
    requested: int
    paid: int | None


def paid_after(rng: random.Random, method: str) -> int | None:
    """
    How many minutes after the order the money arrives; None means at the door.
    """
    if method == "cash_on_delivery":
        return None
    if method == "card_to_card":
        return rng.randrange(30, 12 * 60)
    return rng.randrange(1, 20)


def make_payments(
    rng: random.Random,
    order: int,
    method: str,
    journey: Journey,
    total: int,
    refund: Refund | None,
) -> tuple[Payment, ...]:
    """
    The tries to pay an order; the last one is the one that counts.
    """
    placed = journey.steps[0].at
    paid = _paid_at(method, journey)
    tries: list[Payment] = []
    if method == "online_card" and paid is not None and rng.randrange(100) < _FAILED:
        tries.append(Payment(method, "failed", total, None, placed, None))
    if paid is not None:
        given_back = refund.amount if refund and refund.status == "paid" else 0
        status = "refunded" if given_back == total else "paid"
    else:
        status = "cancelled" if journey.status == "cancelled" else "pending"
    reference = None if paid is None else f"P{order:07d}{rng.randrange(1000):03d}"
    # A second try begins when the first has failed.
    created = placed if not tries or paid is None else max(placed, paid - 1)
    tries.append(Payment(method, status, total, reference, created, paid))
    return tuple(tries)


def make_refund(
    rng: random.Random,
    order: int,
    method: str,
    journey: Journey,
    total: int,
    shipping: int,
) -> Refund | None:
    """
    The refund of an order that was paid and cancelled, or asked back.
    """
    if _paid_at(method, journey) is None:
        return None
    cancelled = journey.at("cancelled")
    if cancelled is not None:
        reason, amount, requested, approved = "cancelled", total, cancelled, cancelled
    elif journey.asked_back is not None:
        reason = rng.choice(("damaged", "wrong_item", "changed_mind", "changed_mind"))
        amount = total - (shipping if reason == "changed_mind" else 0)
        requested = journey.asked_back
        # Nothing is paid before the goods are back.
        approved = journey.at("returned") or 0
    else:
        return None
    paid = approved + rng.randrange(DAY // 2, 3 * DAY)
    reference = f"R{order:07d}{rng.randrange(1000):03d}"
    if paid < 0:
        return Refund(amount, reason, "paid", reference, requested, paid)
    status = "approved" if approved < 0 else "requested"
    return Refund(amount, reason, status, None, requested, None)


def _paid_at(method: str, journey: Journey) -> int | None:
    return journey.at("delivered" if method == "cash_on_delivery" else "paid")
