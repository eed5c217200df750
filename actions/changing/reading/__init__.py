"""
From a customer's words to what is meant, against the closed lists of the order at hand.

Pure functions, in four ways of writing: fa, fa-Latn, ar, en. Any text can be read.
"""

from actions.changing.reading.cutting import pieces
from actions.changing.reading.known import (
    Asked,
    Asking,
    Choice,
    Known,
    Piece,
    Said,
)
from actions.changing.reading.orders import named_alike, orders_meant
from actions.changing.reading.saying import (
    adds,
    asks_address,
    comes_instead,
    is_denied,
    is_half_yes,
    is_of_data,
    orders_named,
    place_said,
    read,
    says_all,
    says_postal_code,
    says_whether_opened,
    unopened_said,
)

__all__ = [
    "Asked",
    "Asking",
    "Choice",
    "Known",
    "Piece",
    "Said",
    "adds",
    "asks_address",
    "comes_instead",
    "is_denied",
    "is_half_yes",
    "is_of_data",
    "named_alike",
    "orders_meant",
    "orders_named",
    "pieces",
    "place_said",
    "read",
    "says_all",
    "says_postal_code",
    "says_whether_opened",
    "unopened_said",
]
