"""
What customers think, on its way to the shop.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Review:
    """
    What a customer thinks, in their own words, for the shop to read.

    `customer` is empty for strangers; `order` and `product` are what it is about, if
    that is known: an order's number, and the product as the customer called it.
    """

    conversation: str
    words: str
    language: str
    is_bad: bool
    customer: str = ""
    order: str = ""
    product: str = ""


class Reviews(Protocol):
    """
    Where what customers think is kept for the shop.
    """

    async def keep(self, review: Review) -> None:
        """
        Keep it; it is durable when this returns.
        """
