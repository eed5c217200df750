"""
Which of the customer's orders a text means: by number, thing, status or place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from actions.changing.reading.deeds import operation_of
from actions.changing.reading.goods import Goods
from actions.changing.reading.known import Known
from actions.changing.reading.listing import is_of_all, named_alike, plain
from actions.changing.reading.phrases import content, pattern
from actions.changing.reading.sparing import denied_in, means_other
from actions.changing.reading.text import Text, fold, text_of
from actions.changing.reading.things import Mention, Things, telling
from actions.changing.reading.words import row, spelled
from crm_connector.model import Order, OrderLine, OrderStatus

_NUMBER = re.compile(
    # Arabic writes "and" in one word with what follows.
    r"(?:(?<![\w@.])|(?<=(?<!\w)و))#? ?"
    r"([a-z]{0,4}-?\d[\d-]{2,}\d|[a-z]{1,4}-?\d{3,})(?!\w)"
)
# A number in which letters and digits are mixed as they come: Y5JGE8VUN3CHL6PA.
_CODE = re.compile(
    r"(?:(?<![\w@.-])|(?<=(?<!\w)و))#? ?([a-z\d][a-z\d-]{2,38}[a-z\d])(?![\w@-])"
)
_LEAST_OF_CODE = 8
_SIGNS = re.compile(r"[,.;?!\n]+")
_CAME = (OrderStatus.DELIVERED, OrderStatus.RETURNED)
_NOT_SENT = (OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING)
_PLACES = {
    "last": slice(0, 1),
    "before_last": slice(1, 2),
    "first": slice(-1, None),
}
_UNDER_WAY = (OrderStatus.SHIPPED, OrderStatus.OUT_FOR_DELIVERY)


@dataclass(frozen=True)
class Numbered:
    """
    An order's number in a text, as the shop writes it.
    """

    start: int
    end: int
    number: str


def numbers(text: Text, known: Known) -> tuple[Numbered, ...]:
    """
    The numbers of orders in a text: theirs, and such as look like one.
    """
    own = {plain(each.number): each.number for each in known.orders}
    digits = {"".join(filter(str.isdigit, each)): own[each] for each in own}
    shapes = {_shape(each) for each in own}
    found = []
    for each in _NUMBER.finditer(text.folded):
        said = plain(each.group(1))
        number = own.get(said) or digits.get(said)
        is_marked = each.group().startswith("#") or _follows_order(text, each.start())
        if number is None and is_marked and _shape(said) in shapes:
            number = text.as_written(*each.span(1)).lstrip("#").strip()
        if number is not None:
            found.append(Numbered(each.start(), each.end(), number))
    found += _codes(text, own, found)
    return tuple(sorted(found, key=lambda each: each.start))


def _codes(
    text: Text, own: Mapping[str, str], found: Sequence[Numbered]
) -> list[Numbered]:
    """
    The numbers that are codes: theirs, and such as look like one of theirs.
    """
    longs = {len(each) for each in own if _is_code(each)}
    codes = []
    for each in _CODE.finditer(text.folded) if longs else ():
        said = each.group(1)
        if any(e.start < each.end() and each.start() < e.end for e in found):
            continue
        number = own.get(said)
        if number is None and _is_code(said) and len(said) in longs:
            number = text.as_written(*each.span(1))
        if number is not None:
            codes.append(Numbered(each.start(), each.end(), number))
    return codes


def _is_code(number: str) -> bool:
    """
    Whether letters stand behind its digits, too, as in no number that was counted up.
    """
    is_mixed = re.search(r"[a-z]-?\d+-?[a-z]", number) is not None
    return is_mixed and len(number) >= _LEAST_OF_CODE


def orders_meant(text: str, lang: str, known: Known) -> tuple[str, ...]:
    """
    The numbers of the orders that a text may mean; none where it says nothing of that.
    """
    return _meant(text_of(text), known)


def meant_in(text: Text, known: Known) -> tuple[str, ...]:
    """
    The same for a part of a text that was read already.
    """
    return _meant(text, known)


def _meant(text: Text, known: Known) -> tuple[str, ...]:
    others = all_but(text, known)
    return _single(text, known) if others is None else others


def all_but(text: Text, known: Known) -> tuple[str, ...] | None:
    """
    The orders that are meant where all but some are; None where that is not said.

    None of them where it is not understood which ones are spared: of those nothing may
    be done.
    """
    if not is_of_all(text.folded):
        return None
    named = tuple(dict.fromkeys(each.number for each in numbers(text, known)))
    found = pattern("orders", "all_but").search(text.folded)
    if found is None:
        return () if named and not named_alike(text.folded, named) else None
    rest = _SIGNS.split(text.folded[found.end() :])[0]
    start = found.end()
    spared = named or _single(text.part(start, start + len(rest)), known)
    own = [each.number for each in known.orders]
    if not spared or not {*spared} <= {*own}:
        return ()
    return tuple(each for each in own if each not in spared)


def _single(text: Text, known: Known) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(each.number for each in numbers(text, known)))
    if named:
        return named
    ended = pattern("orders", "ends_in").search(text.folded)
    if ended:
        end = next((g for g in ended.groups() if g), "")
        fitting = [o.number for o in known.orders if o.number.endswith(end)]
        if end and fitting:
            return tuple(fitting)
    orders: Sequence[Order] = known.orders
    place, text = _placed(_without_denied(_without_questions(text)))
    by_status = _by_status(text, orders)
    by_thing = _by_thing(text, by_status or orders)
    if by_thing is None and by_status:
        by_thing = _by_thing(text, orders)
    chosen = by_thing if by_thing is not None else by_status
    if place is not None:
        chosen = (chosen or orders)[place]
    return tuple(each.number for each in chosen or ())


def _placed(text: Text) -> tuple[slice | None, Text]:
    """
    The place among orders, the newest first; and the text without the words for it.

    A novel may be called "The Last Train".
    """
    for kind, place in _PLACES.items():
        found = pattern("orders", kind).search(text.folded)
        if found:
            return place, text.without([found.span()])
    return None, text


def placed(text: Text) -> list[tuple[int, int]]:
    """
    Where an order is told by its place: "my last order".
    """
    found = (pattern("orders", kind).search(text.folded) for kind in _PLACES)
    return [each.span() for each in found if each and _is_of_order(each.group())]


def is_placed(text: str) -> bool:
    """
    Whether an order is told by its place.
    """
    return bool(placed(text_of(text)))


def _is_of_order(said: str) -> bool:
    return pattern("orders", "an_order").search(said) is not None


def _by_status(text: Text, orders: Sequence[Order]) -> Sequence[Order] | None:
    for kind, statuses in (
        ("not_sent", _NOT_SENT),
        ("under_way", _UNDER_WAY),
        ("came", _CAME),
    ):
        found = pattern("orders", kind).search(text.folded)
        if found and not _is_condition(text.folded[: found.start()]):
            fitting = [each for each in orders if each.status in statuses]
            return tuple(fitting) or None
    return None


def _is_condition(before: str) -> bool:
    """
    Whether what stands before makes it no state of an order: "if it arrives".
    """
    return pattern("orders", "condition").search(before) is not None


def _by_thing(text: Text, orders: Sequence[Order]) -> Sequence[Order] | None:
    """
    Those that hold most of the things that are named.
    """
    mentions = _mentions(text, orders)
    if not mentions:
        return None
    counts = [
        sum(any(line.product_id in m.products for line in o.lines) for m in mentions)
        for o in orders
    ]
    best = max(counts, default=0)
    if not best:
        return None
    return tuple(o for o, count in zip(orders, counts, strict=True) if count == best)


def _mentions(text: Text, orders: Sequence[Order]) -> list[Mention]:
    lines: dict[str, OrderLine] = {}
    for order in orders:
        for line in order.lines:
            lines.setdefault(line.product_id, line)
    goods = [Goods(id_, (lines[id_],), ()) for id_ in sorted(lines)]
    said = row(text)
    bare = [replace_lines(each) for each in goods]
    return telling(Things(bare).mentions(said), said)


def words_of_things(text: str, orders: Sequence[Order]) -> int:
    """
    How many words of a text name things that are in these orders.
    """
    found = _mentions(text_of(text), orders)
    return sum(each.last - each.first for each in found)


def options_named(text: str, order: Order) -> int:
    """
    How many options of an order's things are said: "the grey ones".
    """
    said = {form for word in row(text_of(text)) for form in word.forms}
    values = {
        frozenset(spelled(value))
        for line in order.lines
        for told in line.options.values()
        for value in told.values()
        if not any(each.isdigit() for each in value)
    }
    return sum(bool(each) and each <= said for each in values)


def values_said(text: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """
    The names of these options of whose values all words stand in a text.
    """
    said = {form for word in row(text_of(text)) for form in word.forms}
    return tuple(
        name for name, value in options.items() if {*spelled(value)} <= said and value
    )


def is_named_widely(text: str, order: Order) -> bool:
    """
    Whether a wider word than its name may mean a thing of this order.
    """
    said = {form for word in row(text_of(text)) for form in word.forms}
    names = {
        form
        for line in order.lines
        for name in line.names.values()
        for form in spelled(name)
    }
    return any(
        said & _forms(each["said"]) and names & _forms(each["of"])
        for each in content("general")["wider"]
    )


def _forms(words: Sequence[str]) -> frozenset[str]:
    return frozenset(form for each in words for form in spelled(each))


def _without_questions(text: Text) -> Text:
    """
    A text without what is asked of goods beside the wish: those are of no order.
    """
    spans = [each.span() for each in pattern("orders", "aside").finditer(text.folded)]
    start = 0
    cuts = [*pattern("orders", "cut").finditer(text.folded)]
    cuts += _SIGNS.finditer(text.folded)
    ends = sorted((each.start(), each.end()) for each in cuts)
    for end, after in (*ends, (len(text.folded), 0)):
        part = text.part(start, end)
        asks = pattern("orders", "of_goods").search(part.folded) is not None
        if asks and operation_of(part) is None:
            spans.append((start, end))
        start = after
    rest = text.without(spans)
    return rest if spans and operation_of(rest) is not None else text


def _without_denied(text: Text) -> Text:
    """
    A text without what is said not to be meant.
    """
    return text.without(denied_in(text))


def spared(text: str, known: Known) -> tuple[str, ...]:
    """
    The numbers of the orders that are named as not meant, where the other one is.

    "Not the one with the novel, the other one"; none where what is meant is named.
    """
    whole = text_of(text)
    denied = denied_in(whole)
    if not means_other(whole) or _single(whole, known):
        return ()
    named = (_single(whole.part(*each), known) for each in denied)
    return tuple(dict.fromkeys(number for each in named for number in each))


def never_comes(text: str) -> bool:
    """
    Whether something is wanted in case an order does not come.
    """
    return pattern("orders", "never_comes").search(fold(text)) is not None


def is_as_other_order(text: str) -> bool:
    """
    Whether an order is named as the one whose address is meant.
    """
    return pattern("orders", "as_order").search(fold(text)) is not None


def replace_lines(goods: Goods) -> Goods:
    """
    The same without options, which tell no order from another.
    """
    lines = tuple(replace(line, options={}) for line in goods.lines)
    return Goods(goods.product_id, lines, ())


def _follows_order(text: Text, start: int) -> bool:
    before = text.folded[max(0, start - 30) : start]
    return pattern("orders", "order_word").search(before) is not None


def _shape(number: str) -> tuple[str, int]:
    letters = "".join(c for c in number if c.isalpha())
    return letters, sum(c.isdigit() for c in number)
