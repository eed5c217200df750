"""
Things that are spoken of and are not in the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.changing.reading.goods import Goods
from actions.changing.reading.known import Known
from actions.changing.reading.phrases import pattern
from actions.changing.reading.quantities import stock_of
from actions.changing.reading.text import Text, fold, words_of
from actions.changing.reading.things import Mention, Things, telling
from actions.changing.reading.usual import is_usual
from actions.changing.reading.words import Word, row, stock
from bot.nlu.catalogue.talk import talk
from bot.nlu.text import normalize
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
    if is_bare and not found:
        yield from _told(text, words, taken, "named")
    if not found:
        yield from _told(text, words, taken, "added")


def parted(text: Text, words: Sequence[Word], taken: frozenset[int]) -> tuple[str, ...]:
    """
    The customer's words for the part of an order that alone is to be called off.

    `taken` are the places of words that mean something in the order at hand: the part
    is not understood where its name is none of them.
    """
    told = [
        *_told(text, words, taken, "named"),
        *_told(text, words, taken, "alone"),
        *(
            said
            for kind in ("called_off", "alone_beside")
            for said in _told(text, words, taken, kind)
            # "Cancel my shopping" names no part, however it is called.
            if any(normalize(each) not in talk() for each in words_of(said))
        ),
    ]
    parts: list[str] = []
    for each in told:
        if pattern("operations", "cancel_order").search(fold(each)):
            # The deed itself, in whatever form.
            continue
        if not any(each in known or known in each for known in parts):
            parts.append(each)
    return tuple(parts)


def names_part(text: Text, words: Sequence[Word], named: Sequence[Mention]) -> bool:
    """
    Whether what is named of an order is what is to be called off, and not the order.

    "Cancel the mug" and not "cancel the order with the mug".
    """
    places = frozenset(at for each in named for at in range(each.first, each.last))
    return any(
        not any(words[place].text in stock_of("order") for place in said)
        and not places.isdisjoint(said)
        for kind in ("named", "alone", "called_off")
        for said in _standing(text, words, kind)
    )


def added(text: Text) -> tuple[str, ...]:
    """
    The customer's words for what is to come into an order, whatever is in it.
    """
    return tuple(_told(text, row(text), frozenset(), "added"))


def sent_instead(text: Text, words: Sequence[Word]) -> str:
    """
    The customer's words for what is to come in the place of a thing; empty for none.
    """
    for found in pattern("operations", "sends_instead").finditer(text.folded):
        at = next((at for at, said in enumerate(found.groups(), 1) if said), None)
        if at is None:
            continue
        start, end = found.span(at)
        said = [w for w in words if w.end > start and w.start < end]
        while said and is_usual(said[0]):
            said.pop(0)
        while said and is_usual(said[-1]):
            said.pop()
        if said:
            return text.as_written(said[0].start, said[-1].end)
    return ""


def _told(
    text: Text, words: Sequence[Word], taken: frozenset[int], kind: str
) -> Iterator[str]:
    """
    What stands where a thing should, by a list of items.yml, and names none of these.
    """
    for places in _standing(text, words, kind):
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


def _standing(text: Text, words: Sequence[Word], kind: str) -> Iterator[list[int]]:
    """
    The places of words that stand where the name of a thing should.
    """
    for named in pattern("items", kind).finditer(text.folded):
        start, end = next(
            named.span(at) for at, said in enumerate(named.groups(), 1) if said
        )
        places = [at for at, w in enumerate(words) if w.end > start and w.start < end]
        yield places


def _is_general(word: Word) -> bool:
    """
    Whether a noun names no thing: an "order", a "colour".
    """
    return not stock("general").isdisjoint((word.text, *word.forms))
