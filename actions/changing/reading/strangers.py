"""
Things that are spoken of and are not in the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.changing.reading.goods import Goods
from actions.changing.reading.known import Known
from actions.changing.reading.phrases import pattern
from actions.changing.reading.text import Text
from actions.changing.reading.things import Things, telling
from actions.changing.reading.usual import is_usual
from actions.changing.reading.words import Word, stock
from crm_connector.model import OrderLine


def strangers(
    text: Text,
    words: Sequence[Word],
    known: Known,
    taken: frozenset[int],
    *,
    is_bare: bool,
) -> Iterator[str]:
    """
    The customer's words for such things.

    Those of their other orders are known by name. With `is_bare` nothing of the order
    at hand was named, so what stands where a thing should is none of it. `taken` are
    the places of words that mean something in this order.
    """
    own = {line.product_id for line in known.order.lines} if known.order else set()
    others: dict[str, OrderLine] = {}
    for order in known.orders:
        for line in order.lines:
            if line.product_id not in own:
                others.setdefault(line.product_id, line)
    goods = [Goods(id_, (others[id_],), ()) for id_ in sorted(others)]
    found = False
    for mention in telling(Things(goods).mentions(words, taken), words):
        if taken.isdisjoint(range(mention.first, mention.last)):
            found = True
            first, last = words[mention.first], words[mention.last - 1]
            yield text.as_written(first.start, last.end)
    if not is_bare or found:
        return
    for named in pattern("items", "named").finditer(text.folded):
        start, end = next(
            named.span(at) for at, said in enumerate(named.groups(), 1) if said
        )
        places = [at for at, w in enumerate(words) if w.end > start and w.start < end]
        while places and is_usual(words[places[0]]):
            places.pop(0)
        while places and is_usual(words[places[-1]]):
            places.pop()
        said = [words[at] for at in places]
        if not said or any(map(_is_general, said)) or said[0].forms[0].isdigit():
            # "Change the 3 to 2" names no thing.
            continue
        head = -1 if said[0].text.isascii() else 0
        if places[head] not in taken:
            yield text.as_written(said[0].start, said[-1].end)


def _is_general(word: Word) -> bool:
    """
    Whether a noun names no thing: an "order", a "colour".
    """
    return not stock("general").isdisjoint((word.text, *word.forms))
