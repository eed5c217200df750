"""
What a message about a warranty says besides, and what of an order it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from actions.orders.reference import with_product
from actions.shared.sayings import bare, listed
from crm_connector.model import Order, OrderLine

WORDS = Path(__file__).with_name("warranty.yml")
MOST_LINES = 5


def claims(text: str) -> bool:
    """
    Whether something has broken, and does not only perhaps.
    """
    said = bare(text)
    broke = listed(WORDS, "claims").search(said)
    return broke is not None and listed(WORDS, "supposes").search(said) is None


def is_own(text: str) -> bool:
    """
    Whether it is about something that the customer has.
    """
    return listed(WORDS, "own").search(bare(text)) is not None


def lines_meant(order: Order, words: Iterable[str]) -> Sequence[OrderLine]:
    """
    The lines of an order that these words name; all of them where they name none.
    """
    named = tuple(words)
    fitting = [
        line
        for line in order.lines
        if with_product([replace(order, lines=(line,))], named)
    ]
    return (fitting or order.lines)[:MOST_LINES]
