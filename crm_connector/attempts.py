"""
What became of paying for an order: each try of it, as the shop's system has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from crm_connector.model import Money
from crm_connector.operations import MethodKind


class AttemptState(str, Enum):
    """
    How far a try to pay came.
    """

    PENDING = "pending"
    """Begun, or to be paid later; nothing has arrived."""
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    """It was paid, and all of it was given back."""


@dataclass(frozen=True)
class PaymentAttempt:
    """
    One try to pay for an order.

    `at` is when it came to this, and `reference` the number under which bank and shop
    know a payment that went through; None where the source does not tell.
    """

    id: str
    state: AttemptState
    amount: Money
    at: datetime | None = None
    method: MethodKind | None = None
    reference: str | None = None
