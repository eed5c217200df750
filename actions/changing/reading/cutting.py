"""
A message cut into its wishes: at orders, at what is to be done, and at sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from actions.changing.reading.addresses import address
from actions.changing.reading.another import wants_another, wants_kind
from actions.changing.reading.deeds import begins_with_better, operation_of
from actions.changing.reading.known import Known, Piece
from actions.changing.reading.listing import is_spared, says_all_orders
from actions.changing.reading.methods import ids_in
from actions.changing.reading.orders import all_but, meant_in, numbers
from actions.changing.reading.phrases import content, either, pattern
from actions.changing.reading.text import CODE, Text, text_of, words_of
from actions.changing.reading.usual import is_usual
from actions.changing.reading.words import row
from crm_connector.operations import Operation

_SENTENCE = re.compile(r"(?<=[^\d\s])[.!?]+(?=\s|$)|(?<=\d)[.!?](?=\s|$)|\n+")
_SHORTENED = re.compile(r"\b(?:st|ave|apt|dr|rd|mr|mrs|ms|vs|etc)\.|\bno\.(?= ?\d)")
_NEAR = 40
_SHORT = 3
_MOST_PLACES = 4
_BESIDE_ANOTHER = (Operation.RETURN_ITEMS, Operation.CHANGE_ADDRESS)
_ITEMS = (Operation.CHANGE_ITEMS, Operation.EXCHANGE_ITEMS)


@dataclass(frozen=True)
class _Part:
    """
    A stretch of the message that is about one thing to be done with one order.
    """

    start: int
    end: int
    operation: Operation | None
    numbers: tuple[str, ...]
    wants_money: bool
    wants_another: bool = False
    """In another size or colour, where no deed is named."""


def pieces(text: str, lang: str, known: Known) -> tuple[Piece, ...]:
    """
    The wishes of a message in their order; the address of an order before its items.
    """
    whole = text_of(text)
    bare = masked(whole, known)
    parts: list[_Part] = []
    for start, end in _stretches(bare, known):
        part = _part(whole, bare, start, end, known)
        before = parts[-1] if parts else None
        if before is not None and before.wants_another and _leaves(part, bare):
            # "I want one size bigger, and the saffron goes back": each is its own.
            parts[-1] = replace(before, operation=Operation.EXCHANGE_ITEMS)
            parts.append(part)
        elif before is not None and _stays_beside(before, part, bare):
            # The same the other way round.
            parts.append(replace(part, operation=Operation.EXCHANGE_ITEMS))
        elif before is not None and _takes_place(before, part, bare):
            parts[-1] = replace(_joined(before, part), operation=part.operation)
        elif before is not None and _goes_on(before, part):
            parts[-1] = _joined(before, part)
        else:
            parts.append(part)
    found = [_piece(whole, bare, each, known) for each in _merged(parts, bare)]
    return tuple(_address_first(_inherited(found)))


def masked(text: Text, known: Known) -> Text:
    """
    A text without ids of methods and without addresses: what else has numbers.
    """
    text = text.without((start, end) for start, end, _ in ids_in(text, known))
    for _ in range(_MOST_PLACES):
        place = address(text, known)
        if place is None:
            break
        text = text.without([(place.start, place.end)])
    return text


def _stretches(text: Text, known: Known) -> Iterator[tuple[int, int]]:
    """
    Sentences, and parts of sentences that begin another wish.
    """
    start = 0
    short = {each.end() - 1 for each in _SHORTENED.finditer(text.folded)}
    for found in _SENTENCE.finditer(text.folded):
        if found.start() in short:
            continue
        yield from _within(text, start, found.end(), known)
        start = found.end()
    yield from _within(text, start, len(text.folded), known)


def _within(
    text: Text, start: int, end: int, known: Known
) -> Iterator[tuple[int, int]]:
    said = text.folded[start:end]
    if not said.strip():
        return
    cuts = []
    for before_link, after_link in _links(said):
        behind = said[after_link : after_link + _NEAR]
        # What goes on behind an address is about something else.
        is_behind_place = said[:before_link].rstrip(" ,").endswith(CODE)
        opens = pattern("operations", "opens").match(behind)
        if is_behind_place or opens or _opens_another(said, before_link, after_link):
            cuts.append(start + before_link)
    cuts += [
        start + at + 1
        for at, sign in enumerate(said)
        if sign == "," and pattern("operations", "as_well").match(said, at + 1)
    ]
    cuts += [start + at for at in _beside_a_return(text.part(start, end))]
    before = start
    for cut in sorted({*cuts}):
        if said[before - start : cut - start].strip():
            yield before, cut
            before = cut
    yield before, end


def _beside_a_return(said: Text) -> Iterator[int]:
    """
    Where what is told of one thing ends, if one goes back and another kind is wanted.
    """
    ends = sorted(
        {
            *((at, at + 1) for at, sign in enumerate(said.folded) if sign in ",;"),
            *_links(said.folded),
        }
    )
    told: list[tuple[int, bool, frozenset[str]]] = []
    start = begin = 0
    for end, after in (*ends, (len(said.folded), len(said.folded))):
        stretch = said.part(begin, end)
        operation = operation_of(stretch)
        if operation is Operation.RETURN_ITEMS:
            told.append((start, True, _named_in(stretch)))
        elif operation is None and (wants_another(stretch) or wants_kind(stretch)):
            told.append((start, False, _named_in(stretch)))
        else:
            # What says neither is of what follows it.
            continue
        start = after if said.folded[end:after] in (",", ";") else end
        begin = after
    for (_, before, one), (at, leaves, other) in pairwise(told):
        if before is not leaves and not one & other:
            yield at


def _named_in(said: Text) -> frozenset[str]:
    """
    The words by which it can be seen that two stretches are of one thing.
    """
    return frozenset(
        word.forms[0]
        for word in row(said)
        if not word.parts and len(word.text) > _SHORT and not is_usual(word)
    )


def _opens_another(said: str, end: int, start: int) -> bool:
    """
    Whether another thing than those before is wanted in another size.
    """
    found = _another().match(said[start:])
    if found is None:
        return False
    told = {each for each in words_of(found.group()) if len(each) > _SHORT}
    return not told & {*words_of(said[:end])}


@cache
def _another() -> re.Pattern[str]:
    return re.compile(either(content("operations")["opens_another"]))


def _is_another(said: str) -> bool:
    return pattern("operations", "opens_another").search(said) is not None


def _leaves(part: _Part, text: Text) -> bool:
    """
    Whether something is to go, in the sentence that was begun before it.
    """
    return _goes_on_in(part, text) and part.operation is Operation.RETURN_ITEMS


def _stays_beside(before: _Part, part: _Part, text: Text) -> bool:
    """
    Whether another one is wanted of a thing, beside what goes back or elsewhere.
    """
    said = text.folded[part.start : part.end]
    is_another = part.operation is None and (part.wants_another or _is_another(said))
    is_other = before.operation in _BESIDE_ANOTHER
    return is_another and is_other and _goes_on_in(part, text)


def _goes_on_in(part: _Part, text: Text) -> bool:
    before = text.folded[: part.start].rstrip(" ,")
    return not before.endswith((".", "!", "?", "\n"))


def _links(said: str) -> list[tuple[int, int]]:
    """
    Where a word stands that may join another wish, in their order.
    """
    found = [each.span() for each in pattern("operations", "link").finditer(said)]
    for file, kind in (("operations", "attached"), ("addresses", "glued")):
        attached = pattern(file, kind).finditer(said)
        found += [(each.start(), each.start() + 1) for each in attached]
    return sorted({*found})


def _part(whole: Text, bare: Text, start: int, end: int, known: Known) -> _Part:
    said = bare.part(start, end)
    named = numbers(said, known)
    operation = operation_of(said)
    if pattern("orders", "as_order").search(said.folded) and len(named) > 1:
        # The last one is where the address is taken from.
        named = named[:-1]
    return _Part(
        start,
        end,
        operation,
        tuple(dict.fromkeys(each.number for each in named)),
        pattern("operations", "money").search(said.folded) is not None,
        wants_another=operation is None and (wants_another(said) or wants_kind(said)),
    )


def _takes_place(before: _Part, part: _Part, text: Text) -> bool:
    """
    Whether a cancellation is taken back for what is wanted instead: "no wait, ...".
    """
    if before.operation is not Operation.CANCEL_ORDER:
        return False
    is_other = part.operation not in (None, before.operation)
    is_same_order = not part.numbers or part.numbers == before.numbers
    better = begins_with_better(text.part(part.start, part.end))
    return is_other and is_same_order and better


def _goes_on(before: _Part, part: _Part) -> bool:
    """
    Whether a stretch says more about what the one before it is about.
    """
    is_other_order = bool(
        part.numbers and before.numbers and part.numbers != before.numbers
    )
    if is_other_order:
        return False
    if part.operation is None or before.operation is None:
        return True
    if part.operation is before.operation:
        return not (part.numbers and not before.numbers and before.operation)
    return part.operation in _ITEMS and before.operation in _ITEMS


def _joined(before: _Part, part: _Part) -> _Part:
    operation = before.operation or part.operation
    if Operation.EXCHANGE_ITEMS in (before.operation, part.operation):
        operation = Operation.EXCHANGE_ITEMS
    return _Part(
        before.start,
        part.end,
        operation,
        before.numbers or part.numbers,
        before.wants_money or part.wants_money,
    )


def _merged(parts: Sequence[_Part], bare: Text) -> list[_Part]:
    """
    Parts that wish for something; what is said before the first belongs to it.

    "Keep 21 and cancel 22" and "one of 21 and 22 is to go" may mean either order.
    """
    merged: list[_Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last and last.operation is None and not last.wants_money:
            is_of_another = bool(last.numbers) and part.numbers != last.numbers
            if not is_of_another:
                merged[-1] = _joined(last, part)
                continue
            if part.numbers and is_spared(bare.part(last.start, last.end).folded):
                either = tuple(dict.fromkeys((*last.numbers, *part.numbers)))
                merged[-1] = replace(_joined(last, part), numbers=either)
                continue
        merged.append(part)
    return merged


def _piece(whole: Text, bare: Text, part: _Part, known: Known) -> Piece:
    said = bare.part(part.start, part.end)
    meant = all_but(said, known)
    if meant is None:
        meant = part.numbers or meant_in(said, known)
    operation = part.operation
    if operation is None and not part.wants_money and wants_another(said):
        operation = Operation.EXCHANGE_ITEMS
    return Piece(
        whole.as_written(part.start, part.end),
        operation,
        meant,
        wants_money=part.wants_money and part.operation is None,
    )


def _inherited(found: Sequence[Piece]) -> list[Piece]:
    """
    The order of a wish that names none, or several, is that of the wish before it.
    """
    kept: list[Piece] = []
    for each in found:
        before = kept[-1].orders if kept else ()
        is_open = not each.orders or (
            len(each.orders) > 1 and {*before} < {*each.orders}
        )
        inherits = len(before) == 1 and is_open and not says_all_orders(each.text)
        kept.append(replace(each, orders=before) if inherits else each)
    return kept


def _address_first(found: Sequence[Piece]) -> list[Piece]:
    """
    Once its items were changed, nothing else of an order may be.
    """
    ordered: list[Piece] = []
    for each in found:
        place = len(ordered)
        if each.operation is Operation.CHANGE_ADDRESS and len(each.orders) == 1:
            same = [
                at
                for at, before in enumerate(ordered)
                if before.orders == each.orders and before.operation in _ITEMS
            ]
            place = same[0] if same else place
        ordered.insert(place, each)
    return ordered
