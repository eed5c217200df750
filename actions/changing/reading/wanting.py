"""
What a clause says of the new one: options, "the same", "the cheapest", "any", "bigger".
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from actions.changing.reading.clauses import Clause
from actions.changing.reading.counting import amount_of, is_number_near
from actions.changing.reading.fitting import Step, Wanted
from actions.changing.reading.goods import Goods
from actions.changing.reading.options import WEAK, Named
from actions.changing.reading.phrases import pattern
from actions.changing.reading.quantities import bare, lessened, quantity, removed
from actions.changing.reading.unmet import unmet
from actions.changing.reading.words import Word, stock
from crm_connector.model import OrderLine

if TYPE_CHECKING:
    from actions.changing.reading.items import Reader

_BEFORE = 4
_BESIDE = 3


class Side(Enum):
    """
    Of which one something is said; `OPEN` leaves it to what the old one is like.
    """

    OLD = auto()
    NEW = auto()
    OPEN = auto()


def note(
    reader: Reader, clause: Clause, goods: Goods, line: OrderLine, wanted: Wanted
) -> None:
    """
    Add what a clause says to what is wanted in place of a line.
    """
    has = goods.options(line)
    before: Named | None = None
    _note_quantity(reader, clause, goods, wanted)
    counted = _counted(reader, clause, goods, wanted)
    found = [
        (named, side)
        for named, side in reader.sides(clause, goods)
        if not counted & {*range(named.first, named.last)}
    ]
    free = _free_places(reader, clause)
    for named, side in found:
        if side is Side.OLD:
            before = None
            continue
        if any(first <= named.first < last for first, last in free):
            wanted.free.update(axis for axis, _ in named.meant)
            continue
        if _is_denied(reader.words, named):
            wanted.denied.update(named.meant)
            continue
        if side is Side.OPEN and all(has.get(a) == v for a, v in named.meant):
            continue
        _add(wanted, named, joined=_is_or(reader.words, before, named))
        before = named
    _note_removal(reader, clause, goods, wanted)
    is_number = clause.last - clause.first == 1 and wanted.quantity is not None
    if not reader.is_leaving and not (reader.counts and is_number):
        # «seta» is the number that was asked for, and no unknown option.
        _note_phrases(reader, clause, goods, wanted, free)
        _note_unmet(reader, clause, goods, wanted, free)
    if wanted.steps and wanted.quantity == 0:
        # "Remove the socks and the shoes one size up": these do not go.
        wanted.quantity = None


def _add(wanted: Wanted, named: Named, *, joined: bool) -> None:
    axes = {axis for axis, _ in named.meant}
    if not joined and len(axes) == 1:
        # What is said later of the same option takes its place.
        keep = [
            place
            for place, each in enumerate(wanted.values)
            if {axis for axis, _ in each} != axes
        ]
        wanted.joined = {keep.index(p) for p in wanted.joined if p in keep}
        wanted.values = [wanted.values[place] for place in keep]
    wanted.denied.difference_update(named.meant)
    wanted.free -= axes
    if joined:
        wanted.joined.add(len(wanted.values))
    wanted.values.append(named.meant)


def _note_phrases(
    reader: Reader,
    clause: Clause,
    goods: Goods,
    wanted: Wanted,
    free: list[tuple[int, int]],
) -> None:
    words = reader.words
    names = [
        each
        for each in reader.finds.names.get(goods.product_id, ())
        if clause.first <= each.first < clause.last
    ]
    for first, last in free:
        axes = {a for n in names if first <= n.first < last for a in n.axes}
        wanted.free |= axes
    weighed = pattern("words", "weighed").search(reader.text.folded) is not None
    for kind, price in () if weighed else (("cheapest", -1), ("dearest", 1)):
        for place in _places(reader, clause, kind):
            if reader.side_at(clause, place) is not Side.OLD:
                wanted.price = price
    if wanted.price and not wanted.free:
        wanted.all_free = True
    for place in _places(reader, clause, "same"):
        side = reader.side_at(clause, place)
        if side is Side.NEW or (side is Side.OPEN and reader.is_of_items):
            wanted.same = True
    for place in _places(reader, clause, "unsure"):
        for each in names:
            if abs(each.first - place) <= _BEFORE:
                wanted.open |= each.axes
    for kind, direction in (("larger", 1), ("smaller", -1)):
        for place in _places(reader, clause, kind):
            if reader.side_at(clause, place) is Side.OLD:
                continue
            if wanted.amount is not None and wanted.amount.is_open:
                continue
            counted = wanted.amount.places if wanted.amount else ()
            if any(abs(each - place) <= _BESIDE for each in counted):
                # "One less" is no smaller one.
                continue
            near = {a for n in names if abs(n.first - place) <= _BEFORE for a in n.axes}
            wanted.steps.append(Step(direction, frozenset(near), _count(words, place)))


def _count(words: tuple[Word, ...], place: int) -> int | None:
    """
    How many sizes up or down; None where that is left open.
    """
    said = " ".join(
        w.forms[0] for w in words[max(0, place - 2) : place + 3] if not w.parts
    )
    many = pattern("words", "sizes").search(said)
    if many is not None:
        return int(next(each for each in many.groups() if each))
    return 1 if pattern("words", "next_one").search(said) else None


def _note_quantity(
    reader: Reader, clause: Clause, goods: Goods, wanted: Wanted
) -> None:
    values = reader.finds.values.get(goods.product_id, ())
    taken = frozenset(
        place
        for each in values
        if each.has_name or each.strength > WEAK
        for place in range(each.first, each.last)
    )
    words = reader.words
    found = amount_of(reader, clause, goods)
    if found is not None:
        wanted.amount, wanted.quantity = found, None
        return
    if reader.counts:
        count = bare(words[clause.first : clause.last])
    else:
        # "The size to 43" is no number of pieces.
        names = reader.finds.names.get(goods.product_id, ())
        is_sized = any(clause.first <= each.first < clause.last for each in names)
        taken |= reader.finds.sure
        count = quantity(words, clause.first, clause.last, taken, is_sized=is_sized)
    if count is not None:
        wanted.quantity, wanted.amount = count, None


def _counted(
    reader: Reader, clause: Clause, goods: Goods, wanted: Wanted
) -> frozenset[int]:
    """
    The words that say how many, and no option: the 1 of "back to 1" is no "1 kg".
    """
    if wanted.amount is not None:
        return wanted.amount.places
    if reader.counts and wanted.quantity is not None:
        return frozenset(range(clause.first, clause.last))
    return frozenset()


def _note_removal(reader: Reader, clause: Clause, goods: Goods, wanted: Wanted) -> None:
    mention, words = clause.mention, reader.words
    if mention is None or reader.is_leaving or not wanted.is_empty:
        return
    if wanted.amount is not None:
        is_single = all(each.quantity == 1 for each in goods.lines)
        goes = removed(reader.text, words, mention.first, mention.last)
        if wanted.amount.is_open and is_single and goes:
            # The one that is too many is all there is of it.
            wanted.quantity, wanted.amount = 0, None
        return
    if pattern("operations", "money").search(reader.text.folded):
        # Who wants the money back has the thing, and is to send it.
        return
    if removed(reader.text, words, mention.first, mention.last):
        if is_number_near(reader, clause, goods):
            # Which number of it goes was not understood.
            wanted.is_less, wanted.quantity = True, None
        else:
            wanted.quantity = 0
    elif lessened(reader.text, words, mention.last):
        wanted.is_less = True


def _note_unmet(
    reader: Reader,
    clause: Clause,
    goods: Goods,
    wanted: Wanted,
    free: list[tuple[int, int]],
) -> None:
    id_, mention = goods.product_id, clause.mention
    own = range(mention.first, mention.last) if mention else range(0)
    compared = {
        at
        for kind in ("larger", "smaller")
        for place in _places(reader, clause, kind)
        for at in range(place, place + 3)
    }
    places = [
        place
        for place in range(clause.first, clause.last)
        if place not in own
        and place not in compared
        and not any(first <= place < last for first, last in free)
        and _may_be_new(reader, clause, goods, place)
    ]
    values = reader.finds.values.get(id_, ())
    names = reader.finds.names.get(id_, ())
    for first, last in unmet(reader.words, places, goods.axes, values, names):
        start, end = reader.words[first].start, reader.words[last - 1].end
        if not _is_denied(reader.words, Named(first, last, ())):
            wanted.unmet.append(reader.text.as_written(start, end))


def _may_be_new(reader: Reader, clause: Clause, goods: Goods, place: int) -> bool:
    """
    Whether a word may be of the new one: "the bag in yellow", not "my yellow bag".
    """
    side = reader.side_at(clause, place)
    if side is not Side.OPEN or reader.is_leaving:
        return side is Side.NEW
    names = reader.finds.names.get(goods.product_id, ())
    before = reader.words[place - 1] if place > clause.first else None
    if before is None or before.parts:
        return False
    return before.text in stock("wishing") or any(n.last == place for n in names)


def _places(reader: Reader, clause: Clause, kind: str) -> list[int]:
    """
    The words of a clause at which one of these phrases begins.
    """
    words = reader.words[clause.first : clause.last]
    if not words:
        return []
    start, end = words[0].start, words[-1].end
    found = pattern("words", kind).finditer(reader.text.folded, start, end)
    places = []
    for each in found:
        at = next((p for p, w in enumerate(words) if w.end > each.start()), None)
        if at is not None:
            places.append(clause.first + at)
    return places


def _free_places(reader: Reader, clause: Clause) -> list[tuple[int, int]]:
    """
    The words that are said not to matter: from "don't care" to the end of its sentence.
    """
    found = []
    for place in _places(reader, clause, "any"):
        if reader.finds.is_option(place, frozenset(reader.finds.values)):
            # What ends «سرمه‌ای» is the Arabic "any" as well.
            continue
        last = place + 1
        while last < clause.last and not _ends_free(reader, last):
            last += 1
        found.append((place, last))
    return found


def _ends_free(reader: Reader, place: int) -> bool:
    word = reader.words[place]
    if word.parts:
        return word.text in ",;.?!\n()"
    return pattern("words", "but").match(reader.text.folded, word.start) is not None


def _is_denied(words: tuple[Word, ...], named: Named) -> bool:
    """
    Whether "not" or "instead of" stands before it, or «نه» behind.
    """
    before: list[str] = []
    for word in reversed(words[max(0, named.first - _BEFORE) : named.first]):
        if word.parts:
            break
        before.insert(0, word.text)
    if pattern("words", "denied_before").search(" ".join(before)):
        return True
    behind = " ".join(w.text for w in words[named.last : named.last + 3])
    return pattern("words", "denied_behind").match(behind) is not None


def _is_or(words: tuple[Word, ...], before: Named | None, named: Named) -> bool:
    if before is None:
        return False
    gap = words[before.last : named.first]
    shared = {axis for axis, _ in before.meant} & {axis for axis, _ in named.meant}
    said = " ".join(w.text for w in gap if not w.parts)
    return bool(shared) and pattern("words", "or").search(said) is not None
