"""
Pure functions that find things in one message; none of them knows Rasa.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timezone

from bot.nlu.finders import (
    amount,
    dates,
    email,
    language_name,
    order_detail,
    order_number,
    order_ordinal,
    phone,
    quantity,
)
from bot.nlu.finders.found import Found
from bot.nlu.finders.product_word import ProductWords
from bot.nlu.text import Normalized

__all__ = ["Find", "Finders", "Found"]

# A further finder: from a message to what it finds there.
Find = Callable[[Normalized], Iterable[Found]]

# Which reading of the same characters holds. Of those in the first row the longer one,
# for it says more ("1405/8/30" over the order "1405", an address over the number in
# it), and of equals the earlier kind; what is in the second row only stands where no
# other reading is.
_FIRST = (
    phone.ENTITY,
    email.ENTITY,
    amount.ENTITY,
    dates.ENTITY,
    order_number.ENTITY,
)
_THEN = (order_ordinal.ENTITY, quantity.ENTITY)
_RANK = {kind: rank for rank, kind in enumerate((*_FIRST, *_THEN))}
_NAMES = frozenset({"product", "size"})
_WRITTEN_OUT = frozenset({phone.ENTITY, email.ENTITY})


class Finders:
    """
    All finders together, with a shop's names for its products.

    `region` is the country of telephone numbers without a country, `currency` the one
    of prices without a currency. What `further` finders give is added as it is.
    """

    def __init__(
        self,
        product_names: Mapping[str, str] | None = None,
        *,
        region: str = "IR",
        currency: str = "IRT",
        further: Sequence[Find] = (),
    ) -> None:
        self._products = ProductWords(product_names or {})
        self._region = region
        self._currency = currency
        self._further = tuple(further)

    def find(
        self,
        normal: Normalized,
        today: date | None = None,
        place: tuple[str, str] | None = None,
    ) -> list[Found]:
        """
        Everything found in a message, in the order of its place.

        `today` is the customer's day, from which "tomorrow" counts; else that of UTC.
        `place` is a region and a currency instead of the usual ones.
        """
        region, currency = place or (self._region, self._currency)
        day = today or datetime.now(timezone.utc).date()
        shapes = dates.shapes(normal)
        numbers = [
            *phone.find(normal, region),
            *email.find(normal),
            *amount.find(normal, currency),
            *dates.find(normal, day),
            # 1405/13/40 is no date, and no order 1405 either.
            *(o for o in order_number.find(normal) if not _within(o, shapes)),
            *order_ordinal.find(normal),
            *quantity.find(normal),
        ]
        settled = settle(numbers)
        written_out = sorted(
            (thing.start, thing.end)
            for thing in settled
            if thing.entity in _WRITTEN_OUT
        )
        words = [
            word
            for word in (
                *language_name.find(normal),
                *order_detail.find(normal),
                *self._products.find(normal),
            )
            # The shoes of shoes@example.com are none.
            if not _within(word, written_out)
        ]
        more = [
            thing
            for find in self._further
            for thing in find(normal)
            if not _within(thing, written_out)
        ]
        names = sorted((o.start, o.end) for o in more if o.entity in _NAMES)
        # The 3 of the shop's own "Lamp X3" is in its name.
        kept = [
            o for o in settled if o.entity != quantity.ENTITY or not _inside(o, names)
        ]
        taken = sorted((o.start, o.end) for o in (*kept, *more))
        counted = [
            o
            for o in quantity.before(normal, more)
            if not any(first < o.end and o.start < last for first, last in taken)
        ]
        found = [*kept, *counted, *words, *more]
        return sorted(found, key=lambda thing: (thing.start, thing.end))


def settle(found: Iterable[Found]) -> list[Found]:
    """
    Of readings of different kinds that overlap, the one that holds.
    """
    kept_kinds: list[tuple[int, int, str]] = []
    kept: list[Found] = []
    for thing in sorted(found, key=_order):
        at = bisect_left(kept_kinds, (thing.start, thing.end, ""))
        beside = kept_kinds[max(0, at - 1) : at + 1]
        if any(
            start < thing.end and thing.start < end and kind != thing.entity
            for start, end, kind in beside
        ):
            continue
        kept.append(thing)
        # Of one kind two may overlap, as two places of orders do: they are one stretch.
        first, last = thing.start, thing.end
        for stretch in beside:
            if stretch[0] < last and first < stretch[1]:
                first, last = min(first, stretch[0]), max(last, stretch[1])
                kept_kinds.remove(stretch)
        insort(kept_kinds, (first, last, thing.entity))
    return kept


def _order(thing: Found) -> tuple[int, int, int]:
    rank = _RANK[thing.entity]
    later = rank - len(_FIRST) + 1 if thing.entity in _THEN else 0
    return later, thing.start - thing.end, rank


def _inside(thing: Found, names: Sequence[tuple[int, int]]) -> bool:
    """
    Whether it stands in a name, and not at its beginning.
    """
    at = bisect_left(names, (thing.start,)) - 1
    return at >= 0 and thing.end <= names[at][1]


def _within(thing: Found, spans: Sequence[tuple[int, int]]) -> bool:
    """
    Whether it stands inside one of these spans, which are in order.
    """
    at = bisect_left(spans, (thing.start + 1,)) - 1
    return at >= 0 and thing.end <= spans[at][1]
