"""
Pure functions that find things in one message; none of them knows Rasa.
"""

from collections.abc import Mapping

from bot.nlu.finders import language_name, order_number, order_ordinal
from bot.nlu.finders.found import Found
from bot.nlu.finders.product_word import ProductWords
from bot.nlu.text import Normalized

__all__ = ["Finders", "Found"]


class Finders:
    """
    All finders together, with a shop's names for its products.
    """

    def __init__(self, product_names: Mapping[str, str] | None = None) -> None:
        self._products = ProductWords(product_names or {})

    def find(self, normal: Normalized) -> list[Found]:
        """
        Everything found in a message, in the order of its place.
        """
        found = [
            *order_number.find(normal),
            *order_ordinal.find(normal),
            *language_name.find(normal),
            *self._products.find(normal),
        ]
        return sorted(found, key=lambda thing: (thing.start, thing.end))
