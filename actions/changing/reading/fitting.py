"""
Which variants fit what was said of a line: what it is, overlaid with what was said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import NamedTuple

from actions.changing.reading.amounts import Amount
from actions.changing.reading.goods import Axis, Goods
from actions.changing.reading.known import Choice
from actions.changing.reading.phrases import content
from actions.changing.reading.words import spelled
from crm_connector.choices import Variant
from crm_connector.model import OrderLine

_MOST_WAYS = 64
Alternatives = tuple[tuple[str, str], ...]


class Step(NamedTuple):
    """
    Up or down from what a line is, so many places or (None) any number of them.

    `axes` are the options that were named; none of them: whichever has an order.
    """

    direction: int
    axes: frozenset[str]
    places: int | None


@dataclass
class Wanted:
    """
    What was said of the one in a line's place; the latest word on an option counts.

    Each of `values` may be meant in one of several ways: "black" is a colour of the
    lens or of the frame. `free` are options about which they do not care.
    """

    values: list[Alternatives] = field(default_factory=list)
    joined: set[int] = field(default_factory=set)
    """Places in `values` that stand beside the one before them: "red or blue"."""
    denied: set[tuple[str, str]] = field(default_factory=set)
    free: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    """Options that they have not made up their mind about."""
    all_free: bool = False
    same: bool = False
    price: int = 0
    """-1 for the cheapest that fits, 1 for the dearest."""
    steps: list[Step] = field(default_factory=list)
    unmet: list[str] = field(default_factory=list)
    quantity: int | None = None
    amount: Amount | None = None
    """How their number changes, where that is said of the number that there is."""
    is_less: bool = False
    """There is to be less of it, and it is not said how many."""

    @property
    def says_anything(self) -> bool:
        """
        Whether anything was said of another one, or of how many.
        """
        counts = self.quantity is not None or self.amount is not None
        return counts or not self.is_empty

    @property
    def is_empty(self) -> bool:
        """
        Whether nothing was said of another one.
        """
        said = (self.values, self.denied, self.free, self.open, self.steps, self.unmet)
        return not (any(said) or self.all_free or self.same or self.price)


def choice(goods: Goods, line: OrderLine, wanted: Wanted) -> Choice:
    """
    What a line is to become.
    """
    quantity = wanted.quantity
    if wanted.amount is not None:
        quantity = wanted.amount.of(line.quantity)
    elif wanted.is_less and quantity is None and line.quantity == 1:
        quantity = 0
    # So many less as there are not, or nobody knows how many: that is to be asked.
    is_less = (wanted.is_less or wanted.amount is not None) and quantity is None
    if wanted.is_empty:
        return Choice(
            line.id,
            quantity=quantity,
            said_nothing=quantity is None,
            is_counted=wanted.amount is not None,
            is_less=is_less,
        )
    unmet = tuple(dict.fromkeys(wanted.unmet))
    old = goods.options(line)
    exact: set[str] = set()
    loose: set[str] = set()
    for way in _ways(wanted, old):
        exact |= _fitting(goods, old, wanted, way, is_exact=True)
        loose |= _fitting(goods, old, wanted, way, is_exact=False)
    found = exact or loose
    if unmet:
        return Choice(line.id, tuple(sorted(found)) if wanted.values else (), unmet)
    beyond = () if exact else _beyond(goods, old, wanted, loose)
    kept = _chosen(goods, old, wanted, found)
    if not kept and wanted.values:
        texts = (value for each in wanted.values for _, value in each[:1])
        unmet = tuple(dict.fromkeys(texts))
    return Choice(line.id, tuple(sorted(kept)), unmet, quantity, beyond=beyond)


Way = Mapping[str, frozenset[str]]


def _ways(wanted: Wanted, old: Mapping[str, str]) -> Iterator[Way]:
    """
    Each way in which all that was said can be meant.
    """
    settled = {each[0][0] for each in wanted.values if len(each) == 1}
    every = []
    for alternatives in wanted.values:
        rest = [a for a in alternatives if a[0] not in settled]
        new = [a for a in rest or alternatives if old.get(a[0]) != a[1]]
        every.append(new or rest or list(alternatives))
    differs = any(len(each) > 1 for each in every) and _can_differ(every)
    for combined in islice(product(*every), _MOST_WAYS):
        axes = [axis for axis, _ in combined]
        # Two words are two options where they can be.
        if len(set(axes)) < len(axes) and differs:
            continue
        way: dict[str, frozenset[str]] = {}
        for place, (axis, value) in enumerate(combined):
            if place in wanted.joined and axis in way:
                way[axis] |= {value}
            else:
                way[axis] = frozenset({value})
        yield way


def _can_differ(every: Sequence[Sequence[tuple[str, str]]]) -> bool:
    return any(
        len({axis for axis, _ in combined}) == len(combined)
        for combined in islice(product(*every), _MOST_WAYS)
    )


def _fitting(
    goods: Goods, old: Mapping[str, str], wanted: Wanted, way: Way, *, is_exact: bool
) -> set[str]:
    """
    The variants with what was said; if exact, all else as it is.
    """
    denied: dict[str, set[str]] = {}
    for axis, value in wanted.denied:
        if value not in way.get(axis, ()):
            denied.setdefault(axis, set()).add(value)
    steps = list(_step_values(goods, old, wanted))
    free = wanted.free | wanted.open | {a for a in denied if old.get(a) in denied[a]}
    found = set()
    for variant in goods.variants:
        has = goods.options(variant)
        if any(has.get(axis) not in values for axis, values in way.items()):
            continue
        if any(has.get(axis) in values for axis, values in denied.items()):
            continue
        if any(has.get(axis) not in values for axis, values in steps):
            continue
        stepped = {axis for axis, _ in steps}
        may = wanted.all_free or not is_exact
        kept = (a for a in has if a not in way and a not in free | stepped)
        if may or all(has[axis] == old.get(axis) for axis in kept):
            found.add(variant.id)
    return found


def _step_values(
    goods: Goods, old: Mapping[str, str], wanted: Wanted
) -> Iterator[tuple[str, frozenset[str]]]:
    for step in wanted.steps:
        ranked = [(a, ranks) for a in goods.axes for ranks in [_ranks(a)] if ranks]
        named = [each for each in ranked if each[0].key in step.axes] or ranked
        if len(named) > 1:
            # "Bigger" is the size where there is one.
            sized = [each for each in named if "size" in spelled(each[0].key)]
            named = sized or named
        for axis, ranks in named[:1]:
            now = ranks.get(old.get(axis.key, ""))
            if now is None:
                continue
            beyond = {v: r for v, r in ranks.items() if (r - now) * step.direction > 0}
            if step.places is not None:
                far = sorted({abs(r - now) for r in beyond.values()})[: step.places]
                beyond = {
                    v: r
                    for v, r in beyond.items()
                    if len(far) == step.places and abs(r - now) == far[-1]
                }
            yield axis.key, frozenset(beyond)


def _ranks(axis: Axis) -> dict[str, float]:
    """
    The values of an option with their ranks; empty where they have no order.
    """
    numbers: dict[str, float] = {}
    for value, texts in axis.values:
        for text in texts:
            first = next(iter(spelled(text)), "")
            if first[:1].isdigit():
                numbers[value] = float(first.replace(",", "."))
    if len(numbers) == len(axis.values) > 1:
        return numbers
    for listed in content("general")["ranks"]:
        order = {spelled(str(word)): float(rank) for rank, word in enumerate(listed)}
        found = {
            value: order[spelled(text)]
            for value, texts in axis.values
            for text in texts
            if spelled(text) in order
        }
        if len(found) == len(axis.values) > 1:
            return found
    return {}


def _beyond(
    goods: Goods, old: Mapping[str, str], wanted: Wanted, found: Iterable[str]
) -> tuple[str, ...]:
    """
    The options in which nothing found is as the line is, though nobody said so.
    """
    said = {axis for each in wanted.values for axis, _ in each}
    said |= wanted.free | wanted.open | {axis for axis, _ in wanted.denied}
    has = [goods.options(v) for v in goods.variants if v.id in set(found)]
    if not has or wanted.all_free:
        return ()
    return tuple(
        axis.key
        for axis in goods.axes
        if axis.key not in said
        and all(each.get(axis.key) != old.get(axis.key) for each in has)
    )


def _chosen(
    goods: Goods, old: Mapping[str, str], wanted: Wanted, found: set[str]
) -> set[str]:
    """
    Of several that fit, those that a price or not caring leaves.
    """
    fitting = [v for v in goods.variants if v.id in found]
    if len(fitting) < 2 or not (wanted.price or wanted.free or wanted.all_free):
        return found
    there = [v for v in fitting if v.in_stock is not False] or fitting
    if wanted.price:
        amounts = {v.id: v.price.amount for v in there if v.price is not None}
        if not amounts:
            return found
        pick = min if wanted.price < 0 else max
        best = pick(amounts.values())
        return {id_ for id_, amount in amounts.items() if amount == best}
    if wanted.open:
        return found
    likest = max(_alike(goods, old, v) for v in there)
    return {v.id for v in there if _alike(goods, old, v) == likest}


def _alike(goods: Goods, old: Mapping[str, str], variant: Variant) -> int:
    has = goods.options(variant)
    return sum(old.get(axis) == value for axis, value in has.items())
