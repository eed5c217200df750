"""
What a clause says of the number of some goods of the order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.changing.reading.amounts import (
    Amount,
    amount,
    is_denied,
    numbers_around,
)
from actions.changing.reading.clauses import Clause
from actions.changing.reading.goods import Goods
from actions.changing.reading.options import WEAK, Named
from actions.changing.reading.phrases import pattern
from actions.changing.reading.rest import is_kept
from actions.changing.reading.words import spelled
from crm_connector.operations import Operation

if TYPE_CHECKING:
    from actions.changing.reading.items import Reader

_SEVERAL = 2


def amount_of(reader: Reader, clause: Clause, goods: Goods) -> Amount | None:
    """
    How the number of these goods is to change; None where nothing is said of it.
    """
    if reader.is_leaving and reader.operation is not Operation.CANCEL_ORDER:
        # "Two of the socks go back" are so many that go.
        return None
    mention, mentions = clause.mention, reader.mentions
    if mention is None:
        # Beside things that are named it may be the number of any of them.
        is_of_it = not mentions or bool(reader.asked)
        no_pieces = _no_pieces(reader, goods)
        return amount(reader.words, None, (), no_pieces) if is_of_it else None
    others = [range(e.first, e.last) for e in mentions if e is not mention]
    thing = range(mention.first, mention.last)
    return amount(reader.words, thing, others, _no_pieces(reader, goods))


def is_number_near(reader: Reader, clause: Clause, goods: Goods) -> bool:
    """
    Whether a number of pieces stands beside what is named, which is not all there are.
    """
    mention = clause.mention
    if mention is None or all(each.quantity == 1 for each in goods.lines):
        return False
    thing, taken = range(mention.first, mention.last), _no_pieces(reader, goods)
    found = numbers_around(reader.words[: clause.last], thing, taken)
    return not found <= {each.quantity for each in goods.lines}


def stays(reader: Reader, clause: Clause) -> bool:
    """
    Whether what is named is said not to go, and no more of it to come.
    """
    mention = clause.mention
    if mention is None or reader.is_leaving:
        return False
    others = [range(e.first, e.last) for e in reader.mentions if e is not mention]
    return is_denied(reader.words, range(mention.first, mention.last), others)


def is_all_wanted(reader: Reader, clause: Clause) -> bool:
    """
    Whether what is named is all that they want, beside what is to go: "just the mug".
    """
    mention, words = clause.mention, reader.words
    if mention is not None and is_kept(reader.text, words, mention):
        return True
    if mention is None or len(reader.mentions) < _SEVERAL:
        return False
    first, last = mention.first, mention.last
    while first and not words[first - 1].parts:
        first -= 1
    while last < len(words) and not words[last].parts:
        last += 1
    said = " ".join(each.text for each in words[first : mention.first])
    if pattern("items", "only").search(said) is None:
        return False
    start, end = words[first].start, words[last - 1].end
    folded = reader.text.folded
    deeds = [pattern("quantities", each) for each in ("removes", "removed_behind")]
    if any(each.search(folded, start, end) for each in deeds):
        return False
    return any(each.search(folded) for each in deeds)


def tells_value(reader: Reader, clause: Clause, goods: Goods, named: Named) -> bool:
    """
    Whether a number stands where it is told what becomes of a thing: "make it 43".
    """
    mention = clause.mention
    said = reader.words[named.first]
    if reader.is_leaving or mention is None or not said.forms[0].isdigit():
        return False
    others = [range(e.first, e.last) for e in reader.mentions if e is not mention]
    taken = _no_pieces(reader, goods) - {*range(named.first, named.last)}
    thing = range(mention.first, mention.last)
    found = amount(reader.words, thing, others, taken)
    return found is not None and found.to is not None and named.first in found.places


def is_told(reader: Reader, clause: Clause, goods: Goods) -> bool:
    """
    Whether a clause tells what becomes of these goods in one of these ways.
    """
    values = [
        each
        for each in reader.finds.values.get(goods.product_id, ())
        if clause.first <= each.first < clause.last
    ]
    told = any(tells_value(reader, clause, goods, each) for each in values)
    if told or amount_of(reader, clause, goods) is not None:
        return True
    mention, words = clause.mention, reader.words
    behind = [e for e in values if mention is not None and e.first >= mention.last]
    said = reader.text.folded[: words[clause.last - 1].end]
    return bool(behind) and pattern("items", "becomes").search(said) is not None


def _no_pieces(reader: Reader, goods: Goods) -> frozenset[int]:
    """
    The places of words that say an option of these goods, and no number of them.

    A number alone is one where it is all that a value says: a shoe of size 43.
    """
    whole = {
        spelled(text)
        for axis in goods.axes
        for _, texts in axis.values
        for text in texts
    }
    finds = reader.finds
    found = set(finds.sure)
    for each in finds.values.get(goods.product_id, ()):
        places = range(each.first, each.last)
        said = tuple(reader.words[place].forms[0] for place in places)
        if each.has_name or each.strength > WEAK or said in whole:
            found.update(places)
    for name in finds.names.get(goods.product_id, ()):
        found.update(range(name.first, name.last))
    return frozenset(found)
