"""
Lines that are the same, and words that are the whole of what goods are told by.
"""

from __future__ import annotations

from collections.abc import Sequence

from actions.changing.reading.goods import Goods
from actions.changing.reading.options import Named
from actions.changing.reading.words import Word, spelled
from crm_connector.model import OrderLine


def is_number_of(goods: Goods, words: Sequence[Word], named: Named) -> bool:
    """
    Whether a number is all that a value of these goods says: a size of shoes.
    """
    said = tuple(words[place].forms[0] for place in range(named.first, named.last))
    every = (t for axis in goods.axes for _, texts in axis.values for t in texts)
    return said[0].isdigit() and said in map(spelled, every)


def one_of_equals(
    goods: Goods, lines: list[OrderLine], named: Sequence[OrderLine]
) -> list[OrderLine]:
    """
    Of lines that are all the same, the first that was not named yet.
    """
    first = goods.options(lines[0])
    same = all(goods.options(each) == first for each in lines)
    if len(lines) < 2 or not same or len({each.unit_price for each in lines}) > 1:
        return lines
    return [next((each for each in lines if each not in named), lines[0])]
