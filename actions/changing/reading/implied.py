"""
Which goods a text without their name can only be about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.changing.reading.clauses import Clause
from actions.changing.reading.goods import Goods
from actions.changing.reading.options import PART, WHOLE
from actions.changing.reading.same import is_number_of

if TYPE_CHECKING:
    from actions.changing.reading.items import Reader


def implied(reader: Reader, clause: Clause) -> list[Goods]:
    """
    The goods of a clause that names none; of several that fit equally well, none.
    """
    goods = reader.lexicon.goods
    if reader.asked:
        return [g for g in goods if any(each.id == reader.asked for each in g.lines)]
    named = {id_ for each in reader.mentions for id_ in each.products}
    if len(named) == 1 and reader.is_of_items:
        # "He wears a 44. Could you change the shoes?"
        return [g for g in goods if g.product_id in named]
    if len(goods) == 1:
        return list(goods)
    if reader.wants_another:
        # "Too tight, give me a 40" is of what has such sizes.
        sized = [
            g
            for g in goods
            for v in reader.values_of(g, clause)
            if is_number_of(g, reader.words, v)
        ]
        if len(sized) == 1:
            return sized
    counts = {g.product_id: _fit(reader, clause, g) for g in goods}
    best = max(counts.values(), default=0)
    fitting = [g for g in goods if best and counts[g.product_id] == best]
    if not best and reader.is_of_items:
        # "Can I change its colour?" is of what comes in colours.
        fitting = [g for g in goods if has_axis_named(reader, g)]
    return fitting if len(fitting) == 1 else []


def has_axis_named(reader: Reader, goods: Goods) -> bool:
    """
    Whether the name of an option that these goods have is said: "the colour".
    """
    return bool(reader.finds.names.get(goods.product_id))


def _fit(reader: Reader, clause: Clause, goods: Goods) -> int:
    """
    How well the values of a clause fit some goods.
    """
    is_all = clause.first == 0 and clause.last == len(reader.words)
    weakest = PART if is_all else WHOLE
    return sum(
        each.last - each.first + 2 * each.has_name
        for each in reader.values_of(goods, clause)
        if each.strength >= weakest or each.has_name
    )
