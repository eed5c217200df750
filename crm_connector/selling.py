"""
What a shop's system can be asked by who buys: ports as those of `crm_connector.source`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from crm_connector.attempts import PaymentAttempt
from crm_connector.cart import Cart, CartLine, Delivery, Placed
from crm_connector.model import Address, Money
from crm_connector.source import Source


class DeliversGoods(Source, Protocol):
    """
    Knows in which ways things come to somebody.
    """

    async def deliveries(
        self, address: Address, lines: Sequence[CartLine]
    ) -> tuple[Delivery, ...]:
        """
        All ways in which these things can come there, with what each costs now.

        None leads to where the shop does not deliver. Without any lines these are the
        ways of any goods, at what each costs at first. Raises `Refused` for what is not
        sold.
        """


class PlacesOrders(Source, Protocol):
    """
    Can take an order.
    """

    async def place_order(
        self, customer_id: str, cart: Cart, *, due: Money, key: str
    ) -> Placed:
        """
        The order of this cart, once for each `key`: all of it, or nothing.

        Prices and stock are read, and the goods taken, at that moment. Raises
        `CustomerNotFound`; `Refused` for what is not sold, not in stock (`OutOfStock`)
        or cannot be brought there so; `DueChanged` where it comes to something else
        than `due`, which the customer was told; and `OutcomeUnknown` when no answer
        came back.
        """


class LinksToPay(Source, Protocol):
    """
    Has a page on which an order is paid for.
    """

    async def payment_link(self, customer_id: str, number: str) -> str | None:
        """
        Where this order of theirs is paid; None where it is not to be paid there (now).

        Raises `OrderNotFound`, also when it is another's.
        """


class KnowsAttempts(Source, Protocol):
    """
    Knows what became of each try to pay for an order.
    """

    async def payment_attempts(
        self, customer_id: str, number: str
    ) -> tuple[PaymentAttempt, ...]:
        """
        All of this order of theirs, the first one first.

        Raises `OrderNotFound`, also when it is another's.
        """
